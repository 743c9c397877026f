"""The jobs of this room: thin, each opens its progress row and carries. Called twice they change nothing twice."""

from typing import Any

from procrastinate.contrib.django import app

from kolony.ground.facts import carry, rhythm, taking
from kolony.ground.facts.reporting import Told
from kolony.ground.frame import jobs
from kolony.ground.kit.clock import now


@app.task(name="facts.take")
def take(job_id: str, source_id: str, actor_id: str, archive: str = "", path: str = "") -> None:
    """Unpack an archive, or hash a path on the server, and register what is there."""
    with jobs.running(job_id) as job:
        load = taking.take(source_id, actor_id, archive=archive, path=path, steps=job, now=now())
        job.result = {"load_id": str(load.pk)}


@app.task(name="facts.look")
def look(job_id: str, load_id: str) -> None:
    """Read the first rows and propose columns."""
    with jobs.running(job_id) as job:
        job.result = _said(carry.look(load_id, now=now()))


@app.task(name="facts.dry_run")
def dry_run(job_id: str, load_id: str) -> None:
    """The real load, rolled back."""
    with jobs.running(job_id) as job, Told(job) as steps:
        job.result = _said(carry.dry_run(load_id, steps=steps, now=now()))


@app.task(name="facts.load")
def load(job_id: str, load_id: str) -> None:
    """Load for good, then draw the members' rhythm anew."""
    with jobs.running(job_id) as job, Told(job) as steps:
        job.result = _said(carry.load(load_id, steps=steps, now=now()))
        rhythm.refresh(load_id)


@app.task(name="facts.undo")
def undo(job_id: str, load_id: str) -> None:
    """Take a load out, then draw the members' rhythm anew."""
    with jobs.running(job_id) as job:
        job.result = _said(carry.undo(load_id, now=now()))
        rhythm.refresh(load_id)


@app.periodic(cron="* * * * *")
@app.task(name="facts.settle", queueing_lock="facts.settle")
def settle(timestamp: int) -> None:
    """Every minute: put right what a killed worker left, and remove bytes that nobody needs."""
    carry.settle(now=now())
    taking.tidy(now=now())


def _said(load: Any) -> dict[str, Any]:
    return {"load_id": str(load.pk), "state": load.state}
