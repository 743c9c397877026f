"""What operators decided about members, and what was known when they did."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kolony.ground.facts.models import Run, Source
from kolony.stages.discover import rules
from kolony.stages.discover.models import Candidate, Decision, EvidenceCard


def _holding() -> QuerySet[Decision]:
    return Decision.objects.filter(undone_at__isnull=True, reopened_at__isnull=True)


def _standing(source: Source) -> QuerySet[Decision]:
    return _holding().filter(source=source)


def standing_decision(source: Source, actor_id: str) -> Decision | None:
    """The decision that holds now, if any."""
    return _standing(source).filter(actor_id=actor_id).first()


def standing_decisions(source: Source, actor_ids: Iterable[str]) -> dict[str, Decision]:
    """Decisions that hold now, by member, for the rows of one page."""
    rows = _standing(source).select_related("decided_by").filter(actor_id__in=list(actor_ids))
    return {decision.actor_id: decision for decision in rows}


def standing_dismissals(source: Source) -> list[Decision]:
    return list(_standing(source).filter(verdict=rules.DISMISSED))


def decided_counts(source: Source) -> dict[str, int]:
    """How many stand nominated and dismissed."""
    counted = dict(_standing(source).order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict: counted.get(verdict, 0) for verdict in rules.VERDICTS}


def settled_members(source: Source) -> list[str]:
    """Members nobody needs to look at: nominated, or dismissed without new evidence since."""
    return list(_standing(source).values_list("actor_id", flat=True))


def nominated_members(source: Source) -> list[str]:
    """Members who were nominated, the newest first."""
    standing = _standing(source).filter(verdict=rules.NOMINATED)
    return list(standing.order_by("-decided_at", "pk").values_list("actor_id", flat=True))


def decisions_about(source: Source, actor_id: str) -> QuerySet[Decision]:
    """The whole history of one member, newest first."""
    return Decision.objects.select_related("decided_by", "undone_by").filter(source=source, actor_id=actor_id)


def decisions_since(moment: datetime) -> QuerySet[Decision]:
    """What was decided lately, newest first."""
    return Decision.objects.select_related("decided_by", "source").filter(decided_at__gte=moment, undone_at=None)


def step_at(actor: Any, at: datetime) -> list[Decision]:
    """What somebody decided at one moment and has not taken back yet; of the erased there is nothing to take back."""
    theirs = _holding().filter(decided_by=actor, decided_at=at)
    return list(theirs.exclude(Q(verdict=rules.NOMINATED, person=None)).order_by("person", "pk"))


def persons_of(decisions: Iterable[Decision]) -> dict[str, UUID]:
    return {decision.actor_id: decision.person for decision in decisions if decision.person}


def seen_then(decision: Decision) -> rules.Seen:
    """What the operator saw when deciding."""
    return rules.Seen(decision.score, decision.score_high, frozenset(decision.posts))


def seen_in(run: Run, decision: Decision) -> rules.Seen | None:
    """What a run knows of the same member, in the same list for the same goal."""
    place = Candidate.objects.filter(
        run=run, goal=decision.goal, which=decision.which, actor_id=decision.actor_id
    ).first()
    if place is None:
        return None
    card = EvidenceCard.objects.filter(run=run, actor_id=decision.actor_id).first()
    return rules.Seen(place.score, place.score_high, frozenset(_posts(card.sentences if card else [])))


def _posts(sentences: list[dict[str, Any]]) -> Iterable[str]:
    return (post for sentence in sentences for post in sentence["object_ids"])
