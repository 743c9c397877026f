"""What choosing together decides, as plain functions: budgets, costs, where the curve bends, who is wanted."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

CHOOSE_RUN, PAST_RUN = "seedsets.choose", "seedsets.past"
PURPOSES = ("acquire", "activate", "convert")
POOLS = ("listed", "top", "nominated")
COSTS = ("fees", "people")
MODELS = ("wc", "arc")
SPREADS = ("topic", "kind", "tenure")
STANCES = ("", "in", "out")
CONDITIONS = ("newcomer", "active", "quiet", "not_bought", "bought", "topic", "topic_lately")
NUMBERED = ("newcomer", "active", "quiet")
REASONS = ("by_hand", "no_contact", "exclusive", "excluded", "dismissed", "no_tie", "too_dear", "not_listed")
WAYS = ("ours", "auto", "score", "followers", "lot")
MIXES = ("kol", "koc", "mixed")

TOP_POOL = 200
SHARES = (0.2, 0.35, 0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 1.75, 2.0)
NAMES_KEPT = 100
LEFT_OUT = 3
LOTS = 5
NODES_DRAWN = 340
LIKELY = 0.3


@dataclass(frozen=True)
class Curve:
    """What somebody costs of whom no dossier tells a fee, in minor units: a base, and so much for each person they
    reach alone, wanted or not. Rounded up to whole tens."""

    base: int
    each: int

    def cost(self, reach: float) -> int:
        return max(1000, math.ceil((self.base + self.each * reach) / 1000) * 1000)


def budget_steps(asked: int, *, whole: int = 1) -> list[int]:
    """The budgets worked out beforehand, between which the slider moves: round numbers around the one asked for.

    `whole` is the smallest unit that makes sense: 100 (a whole yuan), or 1 where the budget is a number of people.
    """
    steps = {_rounded(asked * share / whole) * whole for share in SHARES if share != 1.0}
    return sorted({max(whole, step) for step in steps} | {asked})


def _rounded(value: float) -> int:
    """Two digits that count: 23,456 becomes 23,000."""
    if value < 10:
        return round(value)
    unit = 10 ** (len(str(int(value))) - 2)
    return int(round(value / unit) * unit)


def knee(budgets: Sequence[float], reaches: Sequence[float]) -> int | None:
    """Where the curve bends most: the step furthest above the line from the first to the last; None for a straight one.

    Behind it the same money buys clearly less than before it.
    """
    if len(budgets) < 4 or reaches[-1] <= reaches[0]:
        return None
    across, up = budgets[-1] - budgets[0], reaches[-1] - reaches[0]
    bends = [
        (reach - reaches[0]) / up - (budget - budgets[0]) / across
        for budget, reach in zip(budgets, reaches, strict=True)
    ]
    best = max(range(len(bends)), key=lambda at: bends[at])
    return best if bends[best] > 0.08 else None


def slopes(budgets: Sequence[float], reaches: Sequence[float], at: int) -> tuple[float, float]:
    """How much a unit of budget buys up to step `at`, and how much behind it."""
    before = (reaches[at] - reaches[0]) / max(budgets[at] - budgets[0], 1e-9)
    behind = (reaches[-1] - reaches[at]) / max(budgets[-1] - budgets[at], 1e-9)
    return before, behind


@dataclass(frozen=True)
class Seen:
    """What is known of one member when an audience is made."""

    tenure_days: float
    recency_days: float
    bought: float


def is_wanted(member: Seen, conditions: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a member meets every condition that can be told from the member alone (topics are asked elsewhere)."""
    return all(_meets(member, one["kind"], one.get("value")) for one in conditions)


def _meets(member: Seen, kind: str, value: Any) -> bool:
    if kind == "newcomer":
        return member.tenure_days <= float(value)
    if kind == "active":
        return member.recency_days <= float(value)
    if kind == "quiet":
        return member.recency_days > float(value)
    if kind == "not_bought":
        return member.bought <= 0
    if kind == "bought":
        return member.bought > 0
    return True


def weights_of(audience: Sequence[tuple[float, Iterable[str]]]) -> dict[str, float]:
    """Each member's weight: the largest among the segments they are in. Weight 0 is nobody."""
    weights: dict[str, float] = {}
    for weight, members in audience:
        for member in members:
            weights[member] = max(weights.get(member, 0.0), weight)
    return {member: weight for member, weight in weights.items() if weight > 0}


def first_affordable(ranked: Iterable[str], costs: Mapping[str, float], budget: float, most: int | None) -> list[str]:
    """The simple way: down the ranking, taking whoever can still be paid."""
    taken, left = [], budget
    for member in ranked:
        if most is not None and len(taken) >= most:
            break
        cost = costs.get(member)
        if cost is not None and cost <= left:
            taken.append(member)
            left -= cost
    return taken


def make_room(seats: Sequence[tuple[str, float, float]], needed: float) -> list[str]:
    """Whom to let go so that `needed` more can be spent: (member, gain, cost), the least gain for the money first.

    One alone if one is enough (the one whose gain is smallest), else several.
    """
    if needed <= 0:
        return []
    enough = [seat for seat in seats if seat[2] >= needed]
    if enough:
        return [min(enough, key=lambda seat: (seat[1], seat[0]))[0]]
    gone, freed = [], 0.0
    for member, _gain, cost in sorted(seats, key=lambda seat: (seat[1] / max(seat[2], 1e-9), seat[0])):
        if freed >= needed:
            break
        gone.append(member)
        freed += cost
    return gone if freed >= needed else []


@dataclass(frozen=True)
class Least:
    """So many of one group that a set must hold.

    group    which; `n`: how many
    inside   how many of those who must be in anyway are of it; all these cost `spent`
    prices   of its other members, the cheapest first
    places   how many of it fit beside the others who must be in; None: any number
    """

    group: str
    n: int
    inside: int
    spent: int
    prices: Sequence[int]
    places: int | None = None

    def lacks(self) -> bool:
        """Whether there are too few."""
        return self.inside + len(self.prices) < self.n

    def cost(self) -> int:
        """What those who must be in and the cheapest of the group cost."""
        return self.spent + sum(self.prices[: max(0, self.n - self.inside)])

    def owed(self, budget: int) -> int:
        """How many a budget must hold: as many as asked, or as fit and can be paid for."""
        paid = sum(1 for spent in accumulate(self.prices) if spent <= budget - self.spent)
        return max(0, min(self.n, self.inside + paid, self.n if self.places is None else self.places))


def in_both(one: Iterable[str], other: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Who is in both sets, only in the first, only in the second; each in the order of its set."""
    first, second = list(one), list(other)
    return (
        [member for member in first if member in set(second)],
        [member for member in first if member not in set(second)],
        [member for member in second if member not in set(first)],
    )


def verdict(low: float, high: float) -> str:
    """What an interval of a ratio to the best simple ranking says: "better", "worse" or "open"."""
    if low > 1.0:
        return "better"
    return "worse" if high < 1.0 else "open"
