"""How a person disappears from this room: places, cards, stops go; a decision keeps that it was made, not of whom."""

from typing import Any

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Cast, Concat

from kolony.ground.guard.erasers import Eraser, Leaving
from kolony.stages.discover.models import Candidate, Decision, EvidenceCard, ListOrder, PatrolStop, PostEarned

NAMING = ("loyal_fans", "moves", "alike")
"""Where a card names other members."""


def erase_candidates(leaving: Leaving) -> int:
    """Every place in every list and order. Ranks of the others stay as they were."""
    places = Candidate.objects.filter(_theirs(leaving, "run__source"))
    for run, goal, which, rank in places.values_list("run", "goal", "which", "rank"):
        without = Func(F("ranks"), Value(rank), function="array_remove")
        ListOrder.objects.filter(run=run, goal=goal, which=which).update(ranks=without)
    return places.delete()[0]


def erase_cards(leaving: Leaving) -> int:
    """Their own cards, and their id on the cards of others, as a fan or as somebody alike."""
    own = EvidenceCard.objects.filter(_theirs(leaving, "run__source")).delete()[0]
    return own + sum(_forget_named(platform, actor_id) for platform, actor_id in leaving.handles)


def _forget_named(platform: str, actor_id: str) -> int:
    named = [{"actor_id": actor_id}]
    somewhere = Q(loyal_fans__contains=named) | Q(moves__contains=named) | Q(alike__contains=named)
    cards = EvidenceCard.objects.filter(somewhere, run__source__platform=platform)
    changed = [_without(card, actor_id) for card in cards]
    return EvidenceCard.objects.bulk_update(changed, NAMING, batch_size=500) if changed else 0


def _without(card: EvidenceCard, actor_id: str) -> EvidenceCard:
    for field in NAMING:
        setattr(card, field, _others(getattr(card, field), actor_id))
    return card


def _others(named: list[dict[str, Any]], actor_id: str) -> list[dict[str, Any]]:
    return [one for one in named if one["actor_id"] != actor_id]


def erase_decisions(leaving: Leaving) -> int:
    """That something was decided stays, with who and when; whom it was about, why and on what evidence goes."""
    nobody = Concat(Value("erased-"), Cast(F("pk"), CharField()))
    return Decision.objects.filter(_theirs(leaving, "source")).update(
        actor_id=nobody, reason="erased", snapshot={}, posts=[], person=None
    )


def erase_stops(leaving: Leaving) -> int:
    """Stops of the patrol."""
    return PatrolStop.objects.filter(_theirs(leaving, "patrol__source")).delete()[0]


def erase_earned(leaving: Leaving) -> int:
    """What their posts were recognised for."""
    return PostEarned.objects.filter(_theirs(leaving, "run__source")).delete()[0]


def _theirs(leaving: Leaving, source: str) -> Q:
    wanted = Q(pk__in=[])
    for platform, external_id in leaving.handles:
        wanted |= Q(**{f"{source}__platform": platform, "actor_id": external_id})
    return wanted


ERASERS: dict[str, Eraser] = {
    "discover.Candidate": erase_candidates,
    "discover.EvidenceCard": erase_cards,
    "discover.Decision": erase_decisions,
    "discover.PatrolStop": erase_stops,
    "discover.PostEarned": erase_earned,
}
