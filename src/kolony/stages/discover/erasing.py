"""How a person disappears from this room: places, cards, stops go; a decision keeps that it was made, not of whom."""

from typing import Any

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Cast, Concat

from kolony.ground.guard.erasers import Eraser, Leaving
from kolony.stages.discover.models import Candidate, Decision, EvidenceCard, ListOrder, PatrolStop


def erase_candidates(leaving: Leaving) -> int:
    """Every place in every list and order. Ranks of the others stay as they were."""
    places = Candidate.objects.filter(_theirs(leaving, "run__source"))
    for run, goal, which, rank in places.values_list("run", "goal", "which", "rank"):
        without = Func(F("ranks"), Value(rank), function="array_remove")
        ListOrder.objects.filter(run=run, goal=goal, which=which).update(ranks=without)
    return places.delete()[0]


def erase_cards(leaving: Leaving) -> int:
    """Their own cards, and their id on the cards of others, as a fan."""
    own = EvidenceCard.objects.filter(_theirs(leaving, "run__source")).delete()[0]
    return own + sum(_forget_fan(platform, actor_id) for platform, actor_id in leaving.handles)


def _forget_fan(platform: str, actor_id: str) -> int:
    fan = [{"actor_id": actor_id}]
    cards = EvidenceCard.objects.filter(run__source__platform=platform).filter(
        Q(loyal_fans__contains=fan) | Q(moves__contains=fan)
    )
    changed = [_without(card, actor_id) for card in cards]
    return EvidenceCard.objects.bulk_update(changed, ["loyal_fans", "moves"], batch_size=500) if changed else 0


def _without(card: EvidenceCard, actor_id: str) -> EvidenceCard:
    card.loyal_fans = _others(card.loyal_fans, actor_id)
    card.moves = _others(card.moves, actor_id)
    return card


def _others(fans: list[dict[str, Any]], actor_id: str) -> list[dict[str, Any]]:
    return [fan for fan in fans if fan["actor_id"] != actor_id]


def erase_decisions(leaving: Leaving) -> int:
    """That something was decided stays, with who and when; whom it was about, why and on what evidence goes."""
    nobody = Concat(Value("erased-"), Cast(F("pk"), CharField()))
    return Decision.objects.filter(_theirs(leaving, "source")).update(
        actor_id=nobody, reason="erased", snapshot={}, posts=[], person=None
    )


def erase_stops(leaving: Leaving) -> int:
    """Stops of the patrol."""
    return PatrolStop.objects.filter(_theirs(leaving, "patrol__source")).delete()[0]


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
}
