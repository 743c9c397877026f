"""What came of looking where: one line a place somebody was found, as plain functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from kolony.stages.discover import rules

ORIGINS = (*(f"patrol:{kind}" for kind in rules.PATROL_KINDS), *(f"list:{which}" for which in rules.LISTS))
FIRST = 100


@dataclass(frozen=True)
class Found:
    """One decision: where the member was seen, what was decided, and how they do today.

    `kept`: the dossier is still in use. `place`: where they stand in Now today; None: in no list any more.
    """

    origin: str
    verdict: str
    kept: bool = False
    place: int | None = None


@dataclass(frozen=True)
class Yield:
    """What one place brought: how many were decided about, and what became of the nominated."""

    origin: str
    decided: int
    nominated: int
    dismissed: int
    excluded: int
    kept: int
    first: int
    place: float | None


def yields_of(found: Iterable[Found]) -> list[Yield]:
    """A line for every place at which anybody was decided about, in the order of `ORIGINS`."""
    by_origin: dict[str, list[Found]] = {}
    for one in found:
        by_origin.setdefault(one.origin, []).append(one)
    return [_yield(origin, by_origin[origin]) for origin in ORIGINS if origin in by_origin]


def _yield(origin: str, found: list[Found]) -> Yield:
    counted = {verdict: sum(one.verdict == verdict for one in found) for verdict in rules.VERDICTS}
    kept = [one for one in found if one.verdict == rules.NOMINATED and one.kept]
    places = [one.place for one in kept if one.place is not None]
    return Yield(
        origin=origin,
        decided=len(found),
        nominated=counted[rules.NOMINATED],
        dismissed=counted[rules.DISMISSED],
        excluded=counted[rules.EXCLUDED],
        kept=len(kept),
        first=sum(place <= FIRST for place in places),
        place=median(places) if places else None,
    )
