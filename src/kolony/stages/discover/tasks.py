"""The jobs of this room: thin, each opens its progress row and carries. Called twice they change nothing twice."""

from procrastinate.contrib.django import app

from kolony.ground.frame import jobs
from kolony.ground.kit.clock import now
from kolony.stages.discover import actions, carry, queries


@app.task(name="discover.rank")
def rank(job_id: str, run_id: str) -> None:
    """Rank a community: three lists for three goals, with evidence."""
    with jobs.running(job_id) as job:
        run = carry.discover(queries.run_with_id(run_id), job=job, now=now())
        job.result = {"run_id": str(run.pk)}


@app.task(name="discover.backtest")
def backtest(job_id: str, run_id: str) -> None:
    """Ask the past how far the lists can be trusted."""
    with jobs.running(job_id) as job:
        run = carry.look_back(queries.run_with_id(run_id), job=job, now=now())
        job.result = {"run_id": str(run.pk)}


@app.periodic(cron="*/10 * * * *")
@app.task(name="discover.write_digests", queueing_lock="discover.write_digests")
def write_digests(timestamp: int) -> None:
    """The weekly letters that are due."""
    actions.write_digests(now=now())
