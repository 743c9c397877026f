"""The whole of a run, from the store to the rows; the tasks call it with a job to report to, the demo without."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext_noop

from kolony.ground.facts import actions as facts
from kolony.ground.facts.models import Run
from kolony.ground.facts.store import open_store
from kolony.ground.frame import jobs
from kolony.ground.kit import clock
from kolony.stages.discover import advertising, finding, queries, rules, trust
from kolony.stages.discover.actions import recording
from kolony_engine import ranking as engine
from kolony_engine.events import Recognition

STEPS = 6


class Told(Protocol):
    """Whoever wants to know how far it is."""

    def step(self, number: int, of: int, name: str) -> None: ...


class Silent:
    """Nobody watches."""

    def step(self, number: int, of: int, name: str) -> None:
        return None


def discover(run: Run, *, job: Told | None = None, now: datetime) -> Run:
    """Do a discovery run: rank, write the evidence, let the dismissed with new evidence return."""
    return _whole(run, _discover, job or Silent(), now)


def look_back(run: Run, *, job: Told | None = None, now: datetime) -> Run:
    """Do a back-test on the community's own past."""
    return _whole(run, _look_back, job or Silent(), now)


def _whole(run: Run, work: Any, job: Told, now: datetime) -> Run:
    if run.state == "done":
        return run
    if run.state == "waiting":
        run = facts.start_run(run=run, now=now)
    try:
        result = work(run, job, now)
    except jobs.Cancelled:
        recording.forget_run(run=run)
        facts.fail_run(run=run, result={}, cancelled=True, now=clock.now())
        raise
    except Exception as error:
        recording.forget_run(run=run)
        facts.fail_run(run=run, result=_why(error), now=clock.now())
        raise
    return facts.finish_run(run=run, result=result, now=clock.now())


def _why(error: Exception) -> dict[str, Any]:
    """Errors of the house and of the engine have a code and values; of others the kind must do."""
    code, values = getattr(error, "code", type(error).__name__), getattr(error, "values", None)
    told = values if isinstance(values, Mapping) else {}
    return {"code": code, "values": {name: str(value) for name, value in told.items()}}


def _discover(run: Run, job: Told, now: datetime) -> dict[str, Any]:
    words = {"acquire": gettext_noop("ranking for acquiring"), "activate": gettext_noop("ranking for activating")}
    words |= {"convert": gettext_noop("ranking for converting"), "evidence": gettext_noop("gathering evidence")}
    with_us = queries.nominated_members(run.source)
    found = finding.find(open_store(), run, lambda number, part: job.step(number + 1, STEPS, words[part]), with_us)
    job.step(5, STEPS, gettext_noop("writing the lists"))
    for card in found.cards:
        card.junk |= advertising.junk_in(queries.newest_posts(run.source, card.actor_id)).as_json()
    recording.record_cards(run=run, cards=found.cards)
    recording.record_candidates(run=run, candidates=finding.candidates_of(found, run, _places_before(run)))
    job.step(6, STEPS, gettext_noop("keeping the measures"))
    recording.record_earned(run=run, posts=found.posts)
    facts.record_measures(run=run, rows=finding.measures_of(found))
    recording.reopen_with_new_evidence(run=run, now=now)
    recording.slim_old_runs(source=run.source)
    return found.result


def _places_before(run: Run) -> dict[tuple[str, str], dict[str, int]]:
    before = queries.run_before(run)
    if before is None:
        return {}
    lists = [(goal, which) for goal in rules.GOALS for which in rules.LISTS]
    return {place: queries.ranks_in(before, *place) for place in lists}


def _look_back(run: Run, job: Told, now: datetime) -> dict[str, Any]:
    parameters = run.parameters
    job.step(1, 1, gettext_noop("asking the past"))
    query = engine.BacktestQuery(
        recognition=Recognition.parse(parameters["recognition"]),
        cutoffs=parameters["cutoffs"],
        horizon_days=parameters["horizon_days"],
        seed=run.seed,
    )
    events = open_store().events(source=run.source.platform)
    told = engine.backtest(events, query)
    end = told.cutoffs[-1] + timedelta(days=query.horizon_days)
    return trust.told(told, engine.known_again(events, end, query.horizon_days))
