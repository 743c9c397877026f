"""What the ranking listens to: a few sums over a member's days, each as it stood at one or more past dates.

All sums of all dates come from one pass over the member-days, so that asking the past four times costs little more
than asking once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import ibis
import numpy as np
import pyarrow as pa

from kolony_engine.measures.ageing import Ageing
from kolony_engine.measures.arrow import fetch, numbers, words

SHRINK_POSTS = 3.0


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


def signals(cells: ibis.Table, asks: Sequence[Ask], half_life: float, ageing: Ageing) -> list[Signals]:
    """Look at the member-days from each date."""
    columns = {}
    for index, ask in enumerate(asks):
        columns |= {f"{name}_{index}": value for name, value in _sums(cells, ask, half_life, ageing).items()}
    table = fetch(cells.group_by("actor_id").agg(**columns).order_by("actor_id"))
    ids = words(table, "actor_id")
    return [_signals(table, ids, index, ask, half_life, ageing) for index, ask in enumerate(asks)]


def _sums(cells: ibis.Table, ask: Ask, half_life: float, ageing: Ageing) -> dict[str, ibis.expr.types.NumericValue]:
    known = cells.day < ask.day
    age = ibis.greatest(ask.day - cells.day.cast("float64"), 0.0).cast("float64")
    acts = (cells.contributions + cells.comments).cast("float64")
    wrote = cells.contributions.cast("float64")

    def faded(value: ibis.expr.types.NumericValue, days: float) -> ibis.expr.types.NumericValue:
        return (value * (age * (-np.log(2.0) / days)).exp()).sum(where=known)

    return {
        "activity": acts.sum(where=known),
        "contributions": wrote.sum(where=known),
        "recognition": cells.points.sum(where=known),
        "recognition_recent": faded(cells.points, half_life),
        "recognition_fast": faded(cells.praise, half_life / 2),
        "recognition_slow": faded(cells.praise, 2 * half_life),
        "days_recent": faded((acts > 0).cast("float64"), half_life),
        "days_lately": faded((acts > 0).cast("float64"), half_life / 2),
        "output_slow": faded(wrote, 2 * half_life),
        "activity_90": faded(acts, 90.0),
        "recognition_365": cells.points.sum(where=known & (cells.day >= ask.day - 365)),
        "lived": (wrote * ageing.expression(age)).sum(where=known),
        "ahead": (wrote * (ageing.expression(age + ask.horizon) - ageing.expression(age))).sum(where=known),
        "praise": cells.praise.sum(where=known),
        "praises": cells.praises.cast("float64").sum(where=known),
        "future": cells.points.sum(where=(cells.day >= ask.day) & (cells.day < ask.day + ask.horizon)),
        "past": cells.points.sum(where=known & (cells.day >= ask.day - ask.horizon)),
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
    towards 1 (average) by the weight of three posts.
    """
    posts = max(raw["contributions"].sum(), 1.0)
    pull = SHRINK_POSTS * max(raw["lived"].sum() / posts, 1e-9)
    quality = (pull + np.maximum(raw["recognition"], 0)) / (pull + raw["lived"])
    standing = quality * raw["ahead"]
    posts_to_come = raw["output_slow"] * np.log(2.0) / (2 * half_life) * ask.horizon
    return {
        "quality": quality,
        "standing": standing,
        "forecast": standing + posts_to_come * quality * ageing.new_post(ask.horizon),
    }
