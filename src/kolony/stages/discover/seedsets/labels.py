"""Where names stand beside points: none over another name or over a point that matters, few small points under any.

Greedy in the order given, so the same picture has the same names. Numbers in, numbers out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot

EM, WIDE_LETTERS = 22.0, 0x2E7F  # letters as large as on a phone, which are the largest; from here on they are square
NARROW = 0.6
AIR = 2.0
CLEAR = 6.0  # so much nearer to its own point than to another that has a name
STEPS = (0.0, 12.0, 24.0)
STEP_COSTS = 8.0  # a step away from the point is worth so many small points uncovered
WAYS = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))


@dataclass(frozen=True)
class Dot:
    """A point of the picture; one that matters is never covered by a name."""

    across: float
    down: float
    size: float
    matters: bool = False


@dataclass(frozen=True)
class Label:
    """A name: the middle of its box, and half its width. `base` is where its letters stand."""

    across: float
    down: float
    half: float

    @property
    def base(self) -> float:
        return self.down + 0.35 * EM

    def meets(self, other: "Label") -> bool:
        return abs(self.across - other.across) < self.half + other.half and abs(self.down - other.down) < EM

    def away(self, dot: Dot) -> float:
        """How far the middle of a point is from the box."""
        beside = max(abs(self.across - dot.across) - self.half, 0.0)
        above = max(abs(self.down - dot.down) - EM / 2, 0.0)
        return hypot(beside, above)


def usual(name: str, dot: Dot, wide: float) -> Label:
    """Right above its point, inside the picture, whatever else is there."""
    half = half_of(name)
    return Label(_inside(dot.across, half, wide), dot.down - dot.size - AIR - EM / 2, half)


def placed(
    named: Sequence[tuple[str, Dot]], others: Sequence[Dot], wide: float, high: float, *, at_most: int
) -> list[Label | None]:
    """A place for each name, the first ones first; None for whom there is no room, or who come after `at_most`."""
    taken: list[Label] = []
    found: list[Label | None] = []
    points = [dot for _name, dot in named]
    for name, dot in named:
        label = None
        if len(taken) < at_most:
            label = _best(_free(name, dot, points, taken, (wide, high)), others)
        found.append(label)
        taken += [label] if label else []
    return found


def half_of(name: str) -> float:
    """Half the width a name takes."""
    return sum(EM if ord(letter) > WIDE_LETTERS else EM * NARROW for letter in name) / 2


def _best(free: Iterable[tuple[float, Label]], others: Sequence[Dot]) -> Label | None:
    """The cheapest: near, and over few small points."""
    best, least = None, float("inf")
    for cost, label in free:
        under = [dot for dot in others if label.away(dot) < dot.size] if cost < least else []
        cost += len(under)
        if cost < least and not any(dot.matters for dot in under):
            best, least = label, cost
    return best


def _free(
    name: str, dot: Dot, points: Sequence[Dot], taken: Sequence[Label], frame: tuple[float, float]
) -> Iterator[tuple[float, Label]]:
    """Places where no name stands and which could not be taken for the name of another point."""
    for cost, label in _tried(name, dot, frame):
        clear = label.away(dot) + CLEAR
        own = all(other is dot or label.away(other) > clear for other in points)
        if own and not any(label.meets(other) for other in taken):
            yield cost, label


def _tried(name: str, dot: Dot, frame: tuple[float, float]) -> Iterator[tuple[float, Label]]:
    """Places inside the picture, near ones first; above before below, before the sides."""
    half, (wide, high) = half_of(name), frame
    for step, far in enumerate(STEPS):
        gap = dot.size + AIR + far
        for across, down in WAYS:
            middle = dot.across + across * (half + (gap if not down else gap / 2))
            label = Label(middle if across else _inside(middle, half, wide), dot.down + down * (gap + EM / 2), half)
            if half <= label.across <= wide - half and EM / 2 <= label.down <= high - EM / 2:
                yield step * STEP_COSTS, label


def _inside(middle: float, half: float, wide: float) -> float:
    return min(max(middle, half), wide - half)
