"""When there are RR sets enough.

Two things must hold. The certificate: what was asked is proved (OPIM-C). And the choice must be worth keeping: made
on few sets it is flattered by them, which costs reach where many seeds are nearly alike. What is lost falls as 1 /
sets, so two choices, on m and on n sets, tell it: if the second reaches `more`, then more * m / (n - m) is still to
be had. A choice is settled when ENOUGH / eps^2 sets are covered and that is less than MUCH * eps; before, when it is
less than LOSS * eps (so little that it is hardly chance); in neither case more than WORST; and whatever is lost, when
it was made on CHEAP members of sets.

Sizes are those of a fixed row, so that the certificate holds for all of them at once, whichever are looked at.
"""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from kolony_engine.diffusion.choosing.bounds import first_sets, most_sets
from kolony_engine.diffusion.sampling.reverse import BLOCK

ENOUGH = 3.5
CHEAP = 3_000_000  # members of sets, about 0.1 s of sampling
LOSS, MUCH, WORST = 0.2, 0.75, 0.05
AIM = 0.8  # of what may be lost, the share that the next size is to leave
FINE = 2  # sizes to a doubling
FAR = 3 * FINE  # the longest step
LITTLE = 0.03  # of the best, about what the next size proves in addition
FEW = 1_000  # sets covered by a choice: with fewer no certificate is in sight


@dataclass(frozen=True)
class Look:
    """A choice on `sets` sets of `members` members: the sets it covers, the share of reach that more sets would still
    bring (infinite: not known), and by how much less of the best is proved than was asked (infinite: not known)."""

    sets: int
    members: int
    covered: int
    loss: float
    lacks: float

    @property
    def sure(self) -> bool:
        """Whether what was asked is proved."""
        return self.lacks <= 0

    def settled(self, eps: float) -> bool:
        """Whether the choice is worth keeping."""
        return self.loss <= self._may_lose(eps) or self.members >= CHEAP

    def _may_lose(self, eps: float) -> float:
        """What one look may say is lost: little, while chance may have said so."""
        share = MUCH if self.covered >= ENOUGH / eps**2 else LOSS
        return min(share * eps, WORST)

    def wanted(self, eps: float) -> float:
        """How many sets to look at next."""
        enough = ENOUGH / eps**2 / max(self.covered, 1)
        aim = self.loss / (AIM * self._may_lose(eps))
        times = min(aim, enough if enough > 1.0 else math.inf, CHEAP / self.members)
        if not self.sure:
            times = max(times, 2.0 if self.lacks > LITTLE else 1.0, FEW / max(self.covered, 1))
        return times * self.sets


def sizes(n: int, k: int, eps: float, delta: float, weight: float, floor: float) -> list[int]:
    """How many sets there may be, rising, in whole blocks; with the last the certificate holds on any graph."""
    most = most_sets(n, k, eps, delta, weight, floor)
    first = min(most, first_sets(n, k, delta))
    steps = math.ceil(FINE * math.log2(most / first))
    whole = {math.ceil(first * 2 ** (step / FINE) / BLOCK) * BLOCK for step in range(steps)}
    return sorted(size for size in whole if size < most) + [most]


def still_lost(reach: float, sets: int, before: float, sets_before: int) -> float:
    """The share of a choice's reach that more sets would bring; `before`: the reach of a choice made on fewer. One that
    reached more tells of chance as much as one that reached less."""
    more = abs(reach - before) / max(reach, 1e-300)
    return more * sets_before / max(sets - sets_before, 1)


def compared(earlier: list[tuple[Any, int]], sets: int) -> tuple[Any, int] | None:
    """Which of the earlier choices (each with its number of sets, rising) to look at beside one on `sets` sets: the
    last on half as many at most, else the first. Two on nearly as many differ by chance more than by what sets bring.
    """
    return earlier[max(0, bisect_right(earlier, sets // 2, key=itemgetter(1)) - 1)] if earlier else None


def next_size(row: list[int], place: int, wanted: float) -> int:
    """Where in the row of sizes to look next."""
    return min(max(bisect_left(row, 0.99 * wanted), place + 1), place + FAR, len(row) - 1)
