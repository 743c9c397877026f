"""Runs of discovery and of its back-test."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.guard import permits
from kolony.stages.discover import rules
from kolony.stages.discover.errors import NoSuchCandidate


def source_chosen(platform: str = "") -> Source | None:
    """The community a page is about: the one asked for, else the one with the newest run, else the first."""
    if platform:
        return facts.source_of_platform(platform)
    run = facts.newest_run(rules.RANK_RUN)
    return run.source if run else facts.all_sources().first()


def looked_at(platform: str = "", run_id: str = "") -> tuple[Source | None, Run | None]:
    """The community and the run a page is about: the run it names, else the newest finished one."""
    runs = _runs(rules.RANK_RUN, None).filter(state="done")
    if platform:
        runs = runs.filter(source__platform=platform)
    run = _run_called(run_id) if run_id else runs.first()
    return (run.source, run) if run else (source_chosen(platform), None)


def newest_rank_run(source: Source | None) -> Run | None:
    """The newest finished run; its source comes with it."""
    runs = _runs(rules.RANK_RUN, source).filter(state="done")
    return runs.first()


def newest_backtest(source: Source | None) -> Run | None:
    """The newest finished look into the community's own past."""
    return _runs(rules.BACKTEST_RUN, source).filter(state="done").first()


def running_run(kind: str, source: Source | None) -> Run | None:
    """A run that has not ended yet: the first in the queue, which is the one that moves."""
    unfinished = _runs(kind, source).filter(state__in=["waiting", "running"])
    return unfinished.select_related(None).order_by("created_at").first()


def under_way(kind: str, source: Source, parameters: dict[str, Any], seed: int) -> Run | None:
    """A run that already asks exactly this of exactly these files and has not ended."""
    asked = _runs(kind, source).filter(state__in=["waiting", "running"], parameters=parameters, seed=seed)
    return asked.filter(input_hashes=facts.input_hashes(source)).first()


def failed_after(run: Run | None, kind: str, source: Source) -> Run | None:
    """The newest run, if it failed after the one that is shown."""
    newest = _runs(kind, source).first()
    if newest is None or newest.state != "failed":
        return None
    return newest if run is None or newest.created_at > run.created_at else None


def rank_runs(source: Source) -> QuerySet[Run]:
    """Finished runs, newest first."""
    return _runs(rules.RANK_RUN, source).filter(state="done")


def run_before(run: Run) -> Run | None:
    """The finished run before this one, for "who is new"."""
    return rank_runs(run.source).filter(created_at__lt=run.created_at).first()


def week_before(run: Run) -> Run | None:
    """The newest finished run at least six days older, else the one before: what a week is measured against."""
    older = rank_runs(run.source).filter(created_at__lte=run.created_at - timedelta(days=6)).first()
    return older or run_before(run)


def chosen_run(source: Source | None, run_id: str = "") -> Run | None:
    """The run a page asks for, else the newest finished one."""
    if not run_id:
        return newest_rank_run(source)
    return _run_called(run_id)


def visible_run(actor: Any, run_id: str) -> Run:
    permits.require(actor, "discover.see")
    return _run_called(run_id)


def visible_runs(actor: Any, source: Source | None) -> QuerySet[Run]:
    """Every run of discovery, newest first, whatever became of it."""
    permits.require(actor, "discover.see")
    return _runs(rules.RANK_RUN, source).select_related("started_by")


def _run_called(run_id: str) -> Run:
    try:
        run = Run.objects.select_related("source", "started_by").get(pk=run_id, kind=rules.RANK_RUN)
    except (Run.DoesNotExist, ValidationError) as gone:
        raise NoSuchCandidate(run=str(run_id)) from gone
    return run


def _runs(kind: str, source: Source | None) -> QuerySet[Run]:
    runs = Run.objects.select_related("source").filter(kind=kind)
    return (runs.filter(source=source) if source else runs).order_by("-created_at", "id")


def run_with_id(run_id: str) -> Run:
    """The run a job was given."""
    return Run.objects.select_related("source", "started_by").get(pk=run_id)
