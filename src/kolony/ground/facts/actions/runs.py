"""Runs of the engine: what was asked, of which data, with which version and seed, and what came out."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from kolony.ground.facts import queries, rules
from kolony.ground.facts.actions.moving import person
from kolony.ground.facts.errors import RunMoved
from kolony.ground.facts.models import MemberMeasures, Run, Source
from kolony.ground.frame import bulk
from kolony.ground.guard import audit, permits

BATCH = 2000


def open_run(
    *,
    actor,
    kind: str,
    source: Source | None,
    parameters: dict[str, Any],
    engine_version: str,
    seed: int = 0,
    job: UUID | None = None,
    now: datetime,
) -> Run:
    """Write a run down before it starts, with the hashes of every file it will read."""
    permits.require(actor, "facts.run")
    with transaction.atomic():
        run = Run.objects.create(
            kind=kind, source=source, parameters=parameters, input_hashes=queries.input_hashes(source),
            engine_version=engine_version, seed=seed, job=job, started_by=person(actor), created_at=now,
        )  # fmt: skip
        run.loads.set(queries.loads_in(source))
        audit.record(actor=actor, kind="facts.run_opened", subject=run, changes={"kind": kind}, now=now)
    return run


def start_run(*, run: Run, now: datetime) -> Run:
    """The worker has begun."""
    return _move(run, rules.RUNNING, started_at=now)


def finish_run(*, run: Run, result: dict[str, Any], now: datetime) -> Run:
    """The run is whole: its summary is kept and it becomes the newest of its kind."""
    return _move(run, rules.DONE, finished_at=now, result=result)


def fail_run(*, run: Run, result: dict[str, Any], cancelled: bool = False, now: datetime) -> Run:
    """The run stopped; `result` says why (`code` and values)."""
    return _move(run, rules.CANCELLED if cancelled else rules.RUN_FAILED, finished_at=now, result=result)


def record_measures(*, run: Run, rows: Iterable[tuple[str, dict[str, Any]]]) -> int:
    """Keep each member's measures as this run saw them: `(actor_id, values)`; called twice, the last call counts."""
    written = 0
    with transaction.atomic():
        MemberMeasures.objects.filter(run=run).delete()
        made = (MemberMeasures(run=run, actor_id=actor_id, values=values) for actor_id, values in rows)
        while batch := list(islice(made, BATCH)):
            bulk.write(batch)
            written += len(batch)
    return written


def _move(run: Run, after: str, **fields: Any) -> Run:
    before = rules.run_states_that_may_become(after)
    moved = Run.objects.filter(pk=run.pk, state__in=before).update(state=after, **fields)
    if moved != 1:
        run.refresh_from_db()
        raise RunMoved(run=str(run.pk), state=run.state)
    run.refresh_from_db()
    return run
