"""Who is like one member or a set of them: read from what the run wrote on the cards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kolony.ground.facts.models import Run
from kolony.ground.guard import permits
from kolony.stages.discover import rules
from kolony.stages.discover.models import EvidenceCard
from kolony.stages.discover.queries.decided import standing_decisions


@dataclass(frozen=True)
class AlikeTo:
    """What is known of the likeness to a set: whose cards tell, whose do not, and who was found."""

    asked: tuple[str, ...]
    untold: tuple[str, ...]
    found: tuple[rules.Alike, ...]


def alike_of(run: Run, actor_id: str) -> list[dict[str, Any]]:
    """The nearest of one member, as the card has them."""
    return next(iter(_told(run, [actor_id]).values()), [])


def visible_alike(actor: Any, run: Run, asked: Sequence[str], *, undecided: bool) -> AlikeTo:
    """Who is like all of these, the nearest first; those somebody has decided about are left out where asked."""
    permits.require(actor, "discover.see")
    wanted = tuple(dict.fromkeys(asked))[: rules.ALIKE_OF]
    told = _told(run, wanted)
    found = rules.alike_to_all(told)
    if undecided:
        decided = standing_decisions(run.source, [one.actor_id for one in found])
        found = [one for one in found if one.actor_id not in decided]
    untold = tuple(actor_id for actor_id in wanted if actor_id not in told)
    return AlikeTo(wanted, untold, tuple(found[: rules.ALIKE_SHOWN]))


def _told(run: Run, ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    rows = EvidenceCard.objects.filter(run=run, actor_id__in=list(ids)).order_by("actor_id")
    return dict(rows.values_list("actor_id", "alike"))
