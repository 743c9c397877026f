"""Asking for runs of the engine: written down with everything needed to do them again, then put in the queue.

The same question asked again before it is answered is the same run.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

import kolony_engine
from kolony.ground.facts import actions as facts
from kolony.ground.facts import queries as facts_queries
from kolony.ground.facts.models import Run, Source
from kolony.ground.frame import jobs
from kolony.ground.guard import permits
from kolony.stages.discover import queries, rules
from kolony.stages.discover.errors import NothingLoaded


def start_discovery(
    *,
    actor: Any,
    source: Source,
    horizon_days: int = 365,
    as_of: datetime | None = None,
    recognition: str = "",
    seed: int = 0,
    note: str = "",
    now: datetime,
) -> Run:
    """Rank every member of a community in all three lists for all three goals; the answer comes as a job."""
    parameters = {
        "as_of": (as_of or _default_as_of(source, now)).isoformat(),
        "recognition": recognition or source.recognition,
        "horizon_days": horizon_days,
        "note": note,
    }
    title = gettext_noop("Discovery in %(name)s")
    return _start(actor, rules.RANK_RUN, source, parameters, seed, title, now)


def start_backtest(
    *, actor: Any, source: Source, horizon_days: int = 180, cutoffs: int = 3, seed: int = 0, now: datetime
) -> Run:
    """Ask the community's own past how far the lists can be trusted; the answer comes as a job."""
    parameters = {"recognition": source.recognition, "horizon_days": horizon_days, "cutoffs": cutoffs}
    title = gettext_noop("How far to trust the list: %(name)s")
    return _start(actor, rules.BACKTEST_RUN, source, parameters, seed, title, now)


def _default_as_of(source: Source, now: datetime) -> datetime:
    newest = facts_queries.loads_in(source).order_by("-last_ts").values_list("last_ts", flat=True).first()
    return rules.default_as_of(newest, now)


@transaction.atomic
def _start(
    actor: Any, kind: str, source: Source, parameters: dict[str, Any], seed: int, title: str, now: datetime
) -> Run:
    permits.require(actor, "discover.run")
    if not facts_queries.loads_in(source).exists():
        raise NothingLoaded(source=source.name)
    Source.objects.select_for_update().get(pk=source.pk)
    under_way = queries.under_way(kind, source, parameters, seed)
    if under_way:
        return under_way
    run = facts.open_run(
        actor=actor,
        kind=kind,
        source=source,
        parameters=parameters,
        engine_version=kolony_engine.__version__,
        seed=seed,
        now=now,
    )
    job = jobs.enqueue(
        kind, title=title, about=source.name, started_by=actor.pk, params={"run_id": str(run.pk)}, now=now,
        lock=f"{kind}:{source.pk}",
    )  # fmt: skip
    Run.objects.filter(pk=run.pk).update(job=job.pk)
    run.refresh_from_db()
    return run
