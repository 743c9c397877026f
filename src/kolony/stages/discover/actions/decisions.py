"""Nominating and dismissing. A decision is written once, with a snapshot of the evidence it rested on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kolony.ground.facts.models import Run, Source
from kolony.ground.guard import audit, permits
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import actions as people
from kolony.ground.people.errors import PersonMoved
from kolony.ground.people.rules import HandleName
from kolony.stages.discover import queries, rules
from kolony.stages.discover.errors import AlreadyDecided, CannotUndo, ReasonMissing
from kolony.stages.discover.models import Candidate, Decision

VERBS = {
    rules.NOMINATED: "discover.nominate",
    rules.DISMISSED: "discover.dismiss",
    rules.EXCLUDED: "discover.dismiss",
}


@dataclass(frozen=True)
class Step:
    """What came of taking a step back: how many decisions, and how many had to stay."""

    undone: int = 0
    stayed: int = 0


@dataclass(frozen=True)
class Place:
    """Where an operator saw a member: which run, for which goal, in which list."""

    run: Run
    goal: str
    which: str


@transaction.atomic
def nominate(*, actor: Any, place: Place, actor_id: str, reason: str = "", now: datetime) -> Decision:
    """Make a person of this member, with purpose, highlight and the evidence as it stood. Twice is once."""
    permits.require(actor, "discover.nominate")
    source = _locked(place.run.source)
    standing = queries.standing_decision(source, actor_id)
    if standing and standing.verdict == rules.NOMINATED:
        return standing
    if standing:
        raise AlreadyDecided(verdict=standing.verdict)
    seen = queries.candidate_at(place.run, place.goal, place.which, actor_id)
    name = queries.name_of(source, actor_id)
    snapshot = queries.snapshot_of(seen)
    person = people.nominate(
        actor=actor,
        handle=HandleName(source.platform, actor_id, name),
        source="internal",
        purpose=place.goal,
        kind=seen.kind,
        highlight=snapshot["highlight_words"],
        evidence=snapshot,
        now=now,
    )
    return _decide(actor, seen, rules.NOMINATED, reason, snapshot, now, person=person.pk)


@transaction.atomic
def dismiss(*, actor: Any, place: Place, actor_id: str, reason: str, now: datetime) -> Decision:
    """Not this one, and why. They do not come back without new evidence. Twice is once."""
    return _refuse(actor, place, actor_id, rules.DISMISSED, reason, now)


@transaction.atomic
def exclude(*, actor: Any, place: Place, actor_id: str, reason: str, now: datetime) -> Decision:
    """Not this one whatever they do, and why: out of lists, patrol and seed sets until it is taken back."""
    return _refuse(actor, place, actor_id, rules.EXCLUDED, reason, now)


def _refuse(actor: Any, place: Place, actor_id: str, verdict: str, reason: str, now: datetime) -> Decision:
    permits.require(actor, VERBS[verdict])
    if not reason.strip():
        raise ReasonMissing()
    source = _locked(place.run.source)
    standing = queries.standing_decision(source, actor_id)
    if standing and standing.verdict == verdict:
        return standing
    if standing:
        raise AlreadyDecided(verdict=standing.verdict)
    seen = queries.candidate_at(place.run, place.goal, place.which, actor_id)
    return _decide(actor, seen, verdict, reason.strip(), queries.snapshot_of(seen), now)


def nominate_all(*, actor: Any, place: Place, actor_ids: Iterable[str], reason: str = "", now: datetime) -> int:
    """Nominate several; either all or none."""
    with transaction.atomic():
        return sum(1 for each in actor_ids if nominate(actor=actor, place=place, actor_id=each, reason=reason, now=now))


def dismiss_all(*, actor: Any, place: Place, actor_ids: Iterable[str], reason: str, now: datetime) -> int:
    """Dismiss several for one reason; either all or none."""
    with transaction.atomic():
        return sum(1 for each in actor_ids if dismiss(actor=actor, place=place, actor_id=each, reason=reason, now=now))


def exclude_all(*, actor: Any, place: Place, actor_ids: Iterable[str], reason: str, now: datetime) -> int:
    """Exclude several for one reason; either all or none."""
    with transaction.atomic():
        return sum(1 for each in actor_ids if exclude(actor=actor, place=place, actor_id=each, reason=reason, now=now))


@transaction.atomic
def undo(*, actor: Any, decision: Decision, now: datetime) -> Decision:
    """Take a decision back. The row stays and says so; a nominated person leaves again if nobody worked with them."""
    permits.require(actor, VERBS[decision.verdict])
    undone = Decision.objects.filter(pk=decision.pk, undone_at__isnull=True, reopened_at__isnull=True).update(
        undone_at=now, undone_by=actor if actor.pk else None
    )
    if undone != 1:
        raise CannotUndo(verdict=decision.verdict)
    if decision.person:
        people.withdraw_nomination(actor=actor, person_id=decision.person, now=now)
    audit.record(
        actor=actor,
        kind="discover.undone",
        subject=decision,
        changes={"verdict": decision.verdict},
        now=now,
    )
    decision.refresh_from_db()
    return decision


@transaction.atomic
def undo_step(*, actor: Any, at: datetime, now: datetime) -> Step:
    """Take back what the actor decided at one moment. Whoever was worked with or decided about since stays."""
    step = queries.step_at(actor, at)
    for verdict in sorted({decision.verdict for decision in step}):
        permits.require(actor, VERBS[verdict])
    undone = sum(_undone(actor, decision, now) for decision in step)
    return Step(undone, len(step) - undone)


def _undone(actor: Any, decision: Decision, now: datetime) -> bool:
    try:
        undo(actor=actor, decision=decision, now=now)
    except (CannotUndo, PersonMoved, NotAllowed):  # worked with since, or given to a team that is not the actor's
        return False
    return True


def _locked(source: Source) -> Source:
    """Decisions about one community wait for each other, so that two operators cannot decide about one member."""
    return Source.objects.select_for_update().get(pk=source.pk)


def _decide(
    actor: Any,
    seen: Candidate,
    verdict: str,
    reason: str,
    snapshot: dict[str, Any],
    now: datetime,
    person: Any = None,
) -> Decision:
    decision = Decision.objects.create(
        source=seen.run.source,
        actor_id=seen.actor_id,
        run=seen.run,
        goal=seen.goal,
        which=seen.which,
        verdict=verdict,
        reason=reason,
        score=seen.score,
        score_high=seen.score_high,
        posts=snapshot["posts"],
        snapshot=snapshot,
        person=person,
        decided_by=actor if actor.pk else None,
        decided_at=now,
    )
    audit.record(
        actor=actor,
        kind=f"discover.{verdict}",
        subject=decision,
        changes={"goal": seen.goal, "list": seen.which, "rank": seen.rank},
        now=now,
    )
    return decision
