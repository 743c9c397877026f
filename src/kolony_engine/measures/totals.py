"""All that is added up over a member's days, as it stood at one or more dates: one row a person, from one pass.

Asking the past four times so costs little more than asking once. What a day is worth as seen from a date is the same
for all members, so it is worked out once a day, not once a member-day.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import numpy as np

from kolony_engine.measures.ageing import Ageing
from kolony_engine.measures.arrow import kept

LATELY = 1 / 8
"""Of a half-life: what counts as just now."""

SUMS: dict[str, tuple[str, str]] = {
    "activity": ("acts", "known"),
    "contributions": ("wrote", "known"),
    "recognition": ("points", "known"),
    "recognition_recent": ("points", "recent"),
    "recognition_fast": ("praise", "fast"),
    "recognition_slow": ("praise", "slow"),
    "days_recent": ("active", "recent"),
    "active_days": ("active", "known"),
    "attention": ("attention", "recent"),
    "output_slow": ("wrote", "slow"),
    "lately": ("acts", "lately"),
    "activity_90": ("acts", "ninety"),
    "recognition_365": ("points", "year"),
    "lived": ("wrote", "aged"),
    "ahead": ("wrote", "ahead"),
    "praise": ("praise", "known"),
    "praises": ("praises", "known"),
    "future": ("points", "next"),
    "past": ("points", "window"),
}
"""What is added up: which amount of a day, times what a day is worth."""

ENDS = ("first_act", "last_act")
NAMES = frozenset({*SUMS, *ENDS})


@dataclass(frozen=True)
class Ask:
    """One date to look from (a day number), and how many days ahead it looks."""

    day: float
    horizon: float


@dataclass(frozen=True)
class Halves:
    """The window of the measures: the day on which it opens, and the first of its newer half."""

    opens: int
    middle: int

    def sums(self, seen: ibis.Table) -> dict[str, ibis.expr.types.NumericValue]:
        """Acts and recognition inside, and praise of both halves."""
        inside, newer = seen.day >= self.opens, seen.day >= self.middle
        return {
            "activity_window": seen.acts.sum(where=inside),
            "recognition_window": seen.points.sum(where=inside),
            "newer": seen.praise.sum(where=newer),
            "older": seen.praise.sum(where=inside & ~newer),
        }


@contextmanager
def totals(
    cells: ibis.Table,
    asks: Sequence[Ask],
    half_life: float,
    ageing: Ageing,
    names: Collection[str] = NAMES,
    window: Halves | None = None,
) -> Iterator[ibis.Table]:
    """One row a person with the sums of these names, and those of the window; it goes when the block ends.

    A sum of several dates is called by its name and the place of its date: see `mark`.
    """
    days = cells.select("day").distinct()
    needed = {SUMS[name][1] for name in names if name in SUMS} | {"known"}
    worth = {
        f"{name}{mark(asks, index)}": factor.cast("float64")
        for index, ask in enumerate(asks)
        for name, factor in _worth(days, ask, half_life, ageing).items()
        if name in needed
    }
    with kept(days.mutate(**worth)) as priced:
        seen = _amounts(cells).join(priced, "day")
        sums = {
            f"{name}{mark(asks, index)}": total
            for index in range(len(asks))
            for name, total in _sums(seen, mark(asks, index), names).items()
        }
        with kept(seen.group_by("actor_id").agg(**sums, **(window.sums(seen) if window else {}))) as found:
            yield found


def mark(asks: Sequence[Ask], index: int) -> str:
    """What tells the sums of one date from those of the others; nothing, where there are no others."""
    return f"_{index}" if len(asks) > 1 else ""


def _amounts(cells: ibis.Table) -> ibis.Table:
    wrote = cells.contributions.cast("float64")
    acts = wrote + cells.comments.cast("float64")
    return cells.select(
        *("actor_id", "day", "points", "praise"),
        wrote=wrote,
        acts=acts,
        active=(acts > 0).cast("float64"),
        praises=cells.praises.cast("float64"),
        attention=cells.attention.cast("float64"),
    )


def _sums(seen: ibis.Table, date: str, names: Collection[str]) -> dict[str, ibis.expr.types.NumericValue]:
    here = (seen.acts > 0) & (seen[f"known{date}"] > 0)
    ends = {"first_act": seen.day.min(where=here), "last_act": seen.day.max(where=here)}
    wanted = {name: SUMS[name] for name in SUMS if name in names}
    sums = {name: (seen[amount] * seen[f"{worth}{date}"]).sum() for name, (amount, worth) in wanted.items()}
    return sums | {name: day.cast("float64") for name, day in ends.items() if name in names}


def _worth(days: ibis.Table, ask: Ask, half_life: float, ageing: Ageing) -> dict[str, ibis.expr.types.NumericValue]:
    """What one act of each day counts, as seen from a date."""
    day = days.day.cast("float64")
    known = (day < ask.day).cast("float64")
    age = ibis.greatest(ask.day - day, 0.0).cast("float64")

    def faded(after: float) -> ibis.expr.types.NumericValue:
        return known * (age * (-np.log(2.0) / after)).exp()

    return {
        "known": known,
        "recent": faded(half_life),
        "fast": faded(half_life / 2),
        "slow": faded(2 * half_life),
        "lately": known * (day >= ask.day - LATELY * half_life).cast("float64"),
        "ninety": faded(90.0),
        "year": known * (day >= ask.day - 365).cast("float64"),
        "aged": known * ageing.expression(age),
        "ahead": known * (ageing.expression(age + ask.horizon) - ageing.expression(age)),
        "next": (1.0 - known) * (day < ask.day + ask.horizon).cast("float64"),
        "window": known * (day >= ask.day - ask.horizon).cast("float64"),
    }
