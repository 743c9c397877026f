"""What the ranking listens to: a few sums over a member's days, each as it stood at one or more past dates.

All sums of all dates come from one pass over the member-days, so that asking the past four times costs little more
than asking once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import ibis
import numpy as np
import pyarrow as pa

from kolony_engine.measures.ageing import Ageing
from kolony_engine.measures.arrow import fetch, kept, numbers, words
from kolony_engine.measures.coding import People

SHRINK_POSTS = 3.0
GAPS_TO_GO = 4.0
LATELY = 1 / 8
"""Of a half-life: what counts as just now."""
NOBODY = People()

NEEDED = frozenset(
    {
        *("activity", "contributions", "recognition", "active_days", "first_act", "last_act"),
        *("output_slow", "lived", "ahead", "past", "future"),
    }
)
"""The sums without which there is no forecast and no truth."""


@dataclass(frozen=True)
class Ask:
    """One date to look from (a day number), and how many days ahead it looks."""

    day: float
    horizon: float


@dataclass(frozen=True)
class Signals:
    """Numbers by member as they stood at one date; rows follow `actor_ids`, which are sorted and the same for all asks.

    `values` holds what was known before the date. `future` and `past` hold recognition in the horizon after it and in
    the equally long window before it; `future` is truth for a back-test and is never used to score.
    """

    ask: Ask
    actor_ids: pa.Array
    values: dict[str, np.ndarray] = field(repr=False)
    future: np.ndarray = field(repr=False)
    past: np.ndarray = field(repr=False)

    @property
    def candidates(self) -> np.ndarray:
        """Positions of the members with a contribution or comment before the date."""
        return np.flatnonzero(self.values["activity"] > 0)


def signals(
    cells: ibis.Table,
    asks: Sequence[Ask],
    half_life: float,
    ageing: Ageing,
    people: People = NOBODY,
    only: Collection[str] | None = None,
) -> list[Signals]:
    """Look at the member-days from each date. `only` names the sums wanted beside `NEEDED`; without it all are there.

    What a day is worth as seen from a date is the same for all members, so it is worked out once a day, not once a
    member-day.
    """
    days = cells.select("day").distinct()
    worth = days.mutate(
        **{
            f"{name}_{index}": factor.cast("float64")
            for index, ask in enumerate(asks)
            for name, factor in _worth(days, ask, half_life, ageing).items()
        }
    )
    with kept(worth) as worth:
        seen = cells.join(worth, "day")
        sums = {
            f"{name}_{index}": value
            for index in range(len(asks))
            for name, value in _sums(seen, index).items()
            if only is None or name in only or name in NEEDED
        }
        table = fetch(people.named(seen.group_by("actor_id").agg(**sums), "actor_id").order_by("actor_id"))
    ids = words(table, "actor_id")
    return [_signals(table, ids, index, ask, half_life, ageing) for index, ask in enumerate(asks)]


def sample_of(cells: ibis.Table, members: int, most: int, people: People = NOBODY) -> ibis.Table:
    """The member-days of every n-th member by id, so that about `most` remain; all, where there are no more."""
    if members <= most:
        return cells
    ids = cells.select("actor_id").distinct().mutate(name=lambda t: t.actor_id)
    placed = people.named(ids, "name").mutate(place=ibis.row_number().over(order_by="name"))
    return cells.semi_join(placed.filter(placed.place % -(-members // most) == 0), "actor_id")


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


def _sums(seen: ibis.Table, index: int) -> dict[str, ibis.expr.types.NumericValue]:
    wrote = seen.contributions.cast("float64")
    acts = wrote + seen.comments.cast("float64")
    active = (acts > 0).cast("float64")
    here = (acts > 0) & (seen[f"known_{index}"] > 0)

    def total(amount: ibis.expr.types.NumericValue, worth: str) -> ibis.expr.types.NumericValue:
        return (amount * seen[f"{worth}_{index}"]).sum()

    return {
        "activity": total(acts, "known"),
        "contributions": total(wrote, "known"),
        "recognition": total(seen.points, "known"),
        "recognition_recent": total(seen.points, "recent"),
        "recognition_fast": total(seen.praise, "fast"),
        "recognition_slow": total(seen.praise, "slow"),
        "days_recent": total(active, "recent"),
        "active_days": total(active, "known"),
        "first_act": seen.day.min(where=here).cast("float64"),
        "last_act": seen.day.max(where=here).cast("float64"),
        "attention": total(seen.attention, "recent"),
        "output_slow": total(wrote, "slow"),
        "lately": total(acts, "lately"),
        "activity_90": total(acts, "ninety"),
        "recognition_365": total(seen.points, "year"),
        "lived": total(wrote, "aged"),
        "ahead": total(wrote, "ahead"),
        "praise": total(seen.praise, "known"),
        "praises": total(seen.praises.cast("float64"), "known"),
        "future": total(seen.points, "next"),
        "past": total(seen.points, "window"),
    }


def _signals(table: pa.Table, ids: pa.Array, index: int, ask: Ask, half_life: float, ageing: Ageing) -> Signals:
    suffix = f"_{index}"
    raw = {
        name.removesuffix(suffix): np.nan_to_num(numbers(table, name))
        for name in table.column_names
        if name.endswith(suffix)
    }
    future, past = raw.pop("future"), raw.pop("past")
    return Signals(ask, ids, raw | _forecast(raw, ask, half_life, ageing), future, past)


def _forecast(raw: dict[str, np.ndarray], ask: Ask, half_life: float, ageing: Ageing) -> dict[str, np.ndarray]:
    """What the posts already written should still bring, and what the posts to come should bring.

    A member's quality is the recognition their posts earned over what average posts of the same ages earn, pulled
    towards 1 (average) by the weight of three posts. Posts to come are as many as of late, if the member is still here.
    """
    posts = max(raw["contributions"].sum(), 1.0)
    pull = SHRINK_POSTS * max(raw["lived"].sum() / posts, 1e-9)
    quality = (pull + np.maximum(raw["recognition"], 0)) / (pull + raw["lived"])
    standing = quality * raw["ahead"]
    posts_to_come = raw["output_slow"] * np.log(2.0) / (2 * half_life) * ask.horizon * _still_here(raw, ask, half_life)
    return {
        "quality": quality,
        "standing": standing,
        "forecast": standing + posts_to_come * quality * ageing.new_post(ask.horizon),
    }


def _still_here(raw: dict[str, np.ndarray], ask: Ask, half_life: float) -> np.ndarray:
    """The chance that a silent member comes back: e times less for every four of their own usual gaps.

    The gap is pulled towards the community's half-life by the weight of one gap: a member seen on one day has no other.
    """
    gap = (raw["last_act"] - raw["first_act"] + half_life) / np.maximum(raw["active_days"], 1.0)
    return np.exp(-(ask.day - raw["last_act"]) / (GAPS_TO_GO * gap)) * (raw["active_days"] > 0)
