"""All that is added up over a member's days, as it stood at one or more dates: one row a person, from one pass.

Asking the past four times so costs little more than asking once. What a day is worth as seen from a date is the same
for all members, so it is worked out once a day, not once a member-day.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import numpy as np

from kolony_engine.measures.clock.ageing import Ageing
from kolony_engine.measures.doors.arrow import kept

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

MEASURED: dict[str, tuple[str, str]] = {
    "activity_window": ("acts", "inside"),
    "recognition_window": ("points", "inside"),
    "newer": ("praise", "newer"),
    "older": ("praise", "older"),
}
"""The same for the window of the measures."""

ENDS = ("first_act", "last_act")
NAMES = frozenset({*SUMS, *ENDS})

FAR = 1e9
"""Days to a time before all others, and to one after: a day counted from there is never 0, so the first and the last
day at work are the greatest of a product, as cheap as a sum. A condition inside costs DuckDB more than several sums."""


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

    def worth(self, days: ibis.Table) -> dict[str, ibis.expr.types.NumericValue]:
        """Which days are inside, and in which half."""
        inside, newer = days.day >= self.opens, days.day >= self.middle
        return {"inside": inside, "newer": newer, "older": inside & ~newer}


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
    needed = {SUMS[name][1] for name in names if name in SUMS} | {"since", "until"}
    worth = window.worth(days) if window else {}
    for index, ask in enumerate(asks):
        date, seen = mark(asks, index), _worth(days, ask, half_life, ageing)
        worth |= {f"{name}{date}": factor for name, factor in seen.items() if name in needed}
    with kept(days.mutate(**{name: factor.cast("float64") for name, factor in worth.items()})) as priced:
        seen = _amounts(cells).join(priced, "day")
        sums = _sums(seen, "", MEASURED) if window else {}
        for index in range(len(asks)):
            date = mark(asks, index)
            told = _sums(seen, date, {name: SUMS[name] for name in SUMS if name in names}) | _ends(seen, date)
            sums |= {f"{name}{date}": total for name, total in told.items()}
        with kept(seen.group_by("actor_id").agg(**sums)) as found:
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


def _sums(
    seen: ibis.Table, date: str, wanted: Mapping[str, tuple[str, str]]
) -> dict[str, ibis.expr.types.NumericValue]:
    return {name: (seen[amount] * seen[f"{worth}{date}"]).sum() for name, (amount, worth) in wanted.items()}


def _ends(seen: ibis.Table, date: str) -> dict[str, ibis.expr.types.NumericValue]:
    """The first and the last day at work; nothing for who never was."""
    since, until = ((seen.active * seen[f"{name}{date}"]).max().nullif(0.0) for name in ("since", "until"))
    return {"first_act": FAR - since, "last_act": until - FAR}


def _worth(days: ibis.Table, ask: Ask, half_life: float, ageing: Ageing) -> dict[str, ibis.expr.types.NumericValue]:
    """What one act of each day counts, as seen from a date."""
    day = days.day.cast("float64")
    known = (day < ask.day).cast("float64")
    age = ibis.greatest(ask.day - day, 0.0).cast("float64")

    def faded(after: float) -> ibis.expr.types.NumericValue:
        return known * (age * (-np.log(2.0) / after)).exp()

    return {
        "known": known,
        "since": known * (FAR - day),
        "until": known * (FAR + day),
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
