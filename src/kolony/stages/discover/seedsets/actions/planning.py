"""Asking: everything needed to choose, and to choose the same again, is written down; then the job is queued."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

import kolony_engine
from kolony.ground.facts import actions as facts
from kolony.ground.facts import queries as facts_queries
from kolony.ground.facts.models import Run, Source
from kolony.ground.frame import figures, jobs
from kolony.ground.guard import audit, permits
from kolony.stages.discover.seedsets import queries, rules
from kolony.stages.discover.seedsets.errors import NothingToChooseFrom
from kolony.stages.discover.seedsets.models import SeedMember, SeedSet


@dataclass(frozen=True)
class Question:
    """What is asked, nobody by name in it.

    audience   [{"segment", "name", "conditions", "weight"}], the conditions as they stood
    spread     of what at most `one_topic` people may be chosen: one topic, one kind, one band of tenure
    at_least   {"n", "what", "which", "name", "conditions"}: n of one group, which is a kind, a band of tenure or a
               segment (the last two as it stood)
    unit       "money": budget, base and each in minor units of `currency`; "people": budget is a number of people
    """

    name: str
    purpose: str
    audience: Sequence[dict[str, Any]]
    unit: str
    budget: int
    currency: str
    base: int
    each: int
    at_most: int | None
    one_topic: int | None
    pool: str
    days: int | None
    model: str
    seed: int = 1
    spread: str = "topic"
    at_least: dict[str, Any] | None = None


def plan(
    *, actor: Any, source: Source, question: Question, must_in: Sequence[str], must_out: Sequence[str], now: datetime
) -> SeedSet:
    """Ask for a seed set; the answer comes as a job."""
    permits.require(actor, "seedsets.plan")
    listed = queries.list_of(source)
    if listed is None or not facts_queries.loads_in(source).exists():
        raise NothingToChooseFrom(source=source.name)
    with transaction.atomic():
        run = _run(actor, source, question, listed, now)
        made = SeedSet.objects.create(
            source=source, run=run, name=question.name, purpose=question.purpose, team=actor.team,
            created_by=actor if actor.pk else None, created_at=now,
        )  # fmt: skip
        stances = [*((one, "in") for one in must_in), *((one, "out") for one in must_out if one not in must_in)]
        SeedMember.objects.bulk_create(
            SeedMember(seed_set=made, number=number, actor_id=member, stance=stance)
            for number, (member, stance) in enumerate(stances)
        )
        audit.record(actor=actor, kind="seedsets.planned", subject=made, changes={"purpose": question.purpose}, now=now)
        _enqueue(actor, run, *_title(question), {"seed_set_id": str(made.pk)}, now)
    return made


def _title(question: Question) -> tuple[str, str]:
    """The title of the job, to be translated when it is read, and what stands in it in every language."""
    if question.unit == "people" and not question.name:
        return gettext_noop("Choosing together: %(name)s people"), figures.number(question.budget)
    about = question.name or figures.money(question.budget, question.currency)
    return gettext_noop("Choosing together: %(name)s"), about


def ask_the_past(*, actor: Any, source: Source, splits: int = 5, seed: int = 1, now: datetime) -> Run:
    """Which way of choosing to believe, by this community's own past; the answer comes as a job."""
    permits.require(actor, "seedsets.plan")
    if not facts_queries.loads_in(source).exists():
        raise NothingToChooseFrom(source=source.name)
    with transaction.atomic():
        running = queries.running_past(source)
        if running:
            return running
        parameters = {"as_of": queries.as_of(source, now).isoformat(), "splits": splits}
        run = _opened(actor, rules.PAST_RUN, source, parameters, seed, now)
        title = gettext_noop("Which way of choosing to believe: %(name)s")
        _enqueue(actor, run, title, source.name, {"run_id": str(run.pk)}, now)
    return run


def _run(actor: Any, source: Source, question: Question, listed: Run, now: datetime) -> Run:
    whole = 100 if question.unit == "money" else 1
    parameters = asdict(question) | {
        "as_of": queries.as_of(source, now).isoformat(),
        "rank_run": str(listed.pk),
        "steps": rules.budget_steps(question.budget, whole=whole),
    }
    del parameters["name"]
    return _opened(actor, rules.CHOOSE_RUN, source, parameters, question.seed, now)


def _opened(actor: Any, kind: str, source: Source, parameters: dict[str, Any], seed: int, now: datetime) -> Run:
    return facts.open_run(
        actor=actor, kind=kind, source=source, parameters=parameters, engine_version=kolony_engine.__version__,
        seed=seed, now=now,
    )  # fmt: skip


def _enqueue(actor: Any, run: Run, title: str, about: str, params: dict[str, Any], now: datetime) -> None:
    job = jobs.enqueue(
        run.kind, title=title, about=about, started_by=actor.pk, params=params, now=now,
        lock=f"{run.kind}:{run.source_id}",
    )  # fmt: skip
    Run.objects.filter(pk=run.pk).update(job=job.pk)
    run.refresh_from_db()
