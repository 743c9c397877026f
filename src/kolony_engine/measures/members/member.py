"""All measures of all members as they stood at a date."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

import ibis
import numpy as np
import pyarrow as pa

from kolony_engine.events import Recognition
from kolony_engine.measures.clock.ageing import AGELESS, Ageing
from kolony_engine.measures.clock.pace import Pace
from kolony_engine.measures.counted.cells import whole_day
from kolony_engine.measures.doors.arrow import fetch, number_column, numbers, positions, table_of, words
from kolony_engine.measures.kept.known import Known, known_at
from kolony_engine.measures.members import days, people, posts
from kolony_engine.measures.members.catalogue import MEASURES
from kolony_engine.measures.members.totals import Ask, Halves, totals

Names = tuple[str, ...]

FROM_DAYS: tuple[tuple[Names, Callable[[Known, ibis.Table], ibis.Table]], ...] = (
    (
        (
            *("contributions", "comments", "activity", "activity_window", "active_days"),
            *("tenure_days", "recency_days", "cadence_days"),
        ),
        days.output_and_pace,
    ),
    (
        ("recognition", "recognition_window", "recognition_recent", "growth", "recognition_per_post"),
        days.recognition,
    ),
    (("recognised_posts", "best_post_share", "recognition_typical"), posts.by_post),
)
"""Which expression over what a member's days add up to makes which measures."""

EXPRESSIONS: tuple[tuple[Names, Callable[[Known], ibis.Table]], ...] = (
    (("burst_share", *days.SPREADS), days.weeks),
    (("accepted", "purchases"), posts.tallied),
    (("givers",), posts.givers),
    (("topics", "deep_topics", "focus", "early_adoption"), posts.topics),
    (("buyers_around",), posts.buyers),
    (
        ("people_reached", "people_reached_window", "loyal_fans", "returning_share", "reply_rate"),
        people.audience,
    ),
    (("people_addressed",), people.addressed),
)
"""Which expression counts the others."""

ADDED = frozenset(
    {
        *("activity", "contributions", "active_days", "first_act", "last_act"),
        *("recognition", "recognition_recent", "praise", "praises"),
    }
)
"""What is added up over the days for these measures, beside their window."""

GRAPH = ("pagerank", "core")

DIGITS = 6
"""Sums run in any order; what is shown is rounded, so that the same question gets the same bytes."""


def member_measures(
    events: ibis.Table,
    *,
    as_of: datetime,
    recognition: Recognition,
    pace: Pace | None = None,
    only: Collection[str] | None = None,
) -> pa.Table:
    """One row per candidate (a member with a contribution or comment before `as_of`), sorted by `actor_id`.

    Columns are `actor_id` and the measures of `MEASURES`, in that order; `only` names those wanted and skips the work
    for the others. Everything counts strictly before `as_of`. What a member has none of is 0.
    """
    with known_at(events, as_of, recognition, pace) as known, totals_of(known) as found:
        return measures_of(known, found, only)


def totals_of(
    known: Known, horizon: float = 0.0, ageing: Ageing = AGELESS, names: Collection[str] = ()
) -> AbstractContextManager[ibis.Table]:
    """What the days of everybody add up to, for the measures and for what else is to be read from them."""
    return totals(
        known.cells,
        [Ask(known.day, horizon)],
        known.pace.half_life_days,
        ageing,
        ADDED.union(names),
        Halves(known.window_start, whole_day(known.day - known.pace.window_days / 2)),
    )


def measures_of(
    known: Known, found: ibis.Table, only: Collection[str] | None = None, also: Collection[str] = ()
) -> pa.Table:
    """The same, from what is already prepared and added up; `also` names further columns: see `days.SPREADS`."""
    wanted = [*(measure.name for measure in MEASURES if only is None or measure.name in only), *also]
    members = _Members.of(known, found)
    ids = members.ids
    values: dict[str, np.ndarray] = {}
    made = [(names, expression(known, found)) for names, expression in FROM_DAYS]
    for names, rows in [*made, *((names, expression(known)) for names, expression in EXPRESSIONS)]:
        if not set(names).isdisjoint(wanted):
            values |= _aligned(fetch(rows), names, members)
    if not set(GRAPH).isdisjoint(wanted):
        values |= {name: np.round(found, DIGITS) for name, found in people.graph(known, ids).items()}
    return table_of({"actor_id": ids} | {name: number_column(values[name]) for name in wanted})


@dataclass(frozen=True)
class _Members:
    """Who ever wrote, sorted by id; where people have numbers, also the place of each number (-1: never wrote)."""

    ids: pa.Array
    numbered: np.ndarray | None = None

    @classmethod
    def of(cls, known: Known, found: ibis.Table) -> "_Members":
        wrote = found.filter(found.active_days > 0).select("actor_id")
        if known.people.numbers is None:
            return cls(words(fetch(wrote.order_by("actor_id")), "actor_id"))
        both = known.people.named(wrote.mutate(number=wrote.actor_id), "actor_id")
        table = fetch(both.order_by("actor_id"))
        number = numbers(table, "number").astype("i8")
        numbered = np.full(int(number.max(initial=0)) + 1, -1)
        numbered[number] = np.arange(len(number))
        return cls(words(table, "actor_id"), numbered)

    def places(self, table: pa.Table) -> np.ndarray:
        """Where the people of a table stand, -1 where they never wrote."""
        if self.numbered is None:
            return positions(words(table, "actor_id"), self.ids)
        number = numbers(table, "actor_id").astype("i8")
        inside = number < len(self.numbered)
        return np.where(inside, self.numbered[np.where(inside, number, 0)], -1)


def _aligned(table: pa.Table, names: tuple[str, ...], members: _Members) -> dict[str, np.ndarray]:
    at = members.places(table)
    inside = at >= 0
    here = at[inside]
    aligned = {}
    for name in names:
        aligned[name] = np.zeros(len(members.ids))
        found = np.nan_to_num(numbers(table, name)[inside], copy=False)
        aligned[name][here] = np.round(found, DIGITS, out=found)
    return aligned
