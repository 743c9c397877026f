"""What the ranking listens to: a few sums over a member's days, each as it stood at one or more past dates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import ibis
import numpy as np
import pyarrow as pa

from kolony_engine.measures.clock.ageing import Ageing
from kolony_engine.measures.doors.arrow import fetch, numbers, words
from kolony_engine.measures.doors.coding import People
from kolony_engine.measures.members.totals import ENDS, NAMES, Ask, mark, totals

SHRINK_POSTS = 3.0
GAPS_TO_GO = 4.0
NOBODY = People()

NEEDED = frozenset(
    {
        *("activity", "contributions", "recognition", "active_days", *ENDS),
        *("output_slow", "lived", "ahead", "past", "future"),
    }
)
"""The sums without which there is no forecast and no truth."""


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
    only: Collection[str] = NAMES,
) -> list[Signals]:
    """Look at the member-days from each date. `only` names the sums wanted beside `NEEDED`."""
    with totals(cells, asks, half_life, ageing, NEEDED.union(only)) as found:
        return signals_of(found, asks, half_life, ageing, people)


def signals_of(
    found: ibis.Table, asks: Sequence[Ask], half_life: float, ageing: Ageing, people: People = NOBODY
) -> list[Signals]:
    """The same, from what is already added up."""
    table = fetch(people.named(found, "actor_id").order_by("actor_id"))
    ids = words(table, "actor_id")
    return [_signals(table, ids, mark(asks, index), ask, half_life, ageing) for index, ask in enumerate(asks)]


def sample_of(cells: ibis.Table, everybody: ibis.Table, members: int, most: int, people: People = NOBODY) -> ibis.Table:
    """The member-days of every n-th member by id, so that about `most` remain; all, where there are no more."""
    if members <= most:
        return cells
    named = people.named(everybody.select("actor_id", name="actor_id"), "name")
    placed = named.mutate(place=ibis.row_number().over(order_by="name"))
    return cells.semi_join(placed.filter(placed.place % -(-members // most) == 0), "actor_id")


def _signals(table: pa.Table, ids: pa.Array, date: str, ask: Ask, half_life: float, ageing: Ageing) -> Signals:
    named = {name: f"{name}{date}" for name in NAMES}
    raw = {
        name: np.nan_to_num(numbers(table, column), copy=False)
        for name, column in named.items()
        if column in table.column_names
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
