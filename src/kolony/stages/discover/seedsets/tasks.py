"""The jobs of this room: thin, each opens its progress row and carries. Called twice they change nothing twice."""

from procrastinate.contrib.django import app

from kolony.ground.frame import jobs
from kolony.ground.kit.clock import now
from kolony.stages.discover.seedsets import carry, queries


@app.task(name="seedsets.choose")
def choose(job_id: str, seed_set_id: str) -> None:
    """Choose a seed set for every step of its budget."""
    with jobs.running(job_id) as job:
        carry.choose(queries.set_with_id(seed_set_id), job=job, now=now())
        job.result = {"seed_set_id": seed_set_id}


@app.task(name="seedsets.past")
def past(job_id: str, run_id: str) -> None:
    """Ask the community's own past which way of choosing to believe."""
    with jobs.running(job_id) as job:
        carry.ask_the_past(queries.run_with_id(run_id), job=job, now=now())
        job.result = {"run_id": run_id}


@app.task(name="seedsets.count")
def count(job_id: str, segment_id: str) -> None:
    """Count the members of a segment."""
    with jobs.running(job_id):
        carry.count(queries.segment_with_id(segment_id), now=now())
