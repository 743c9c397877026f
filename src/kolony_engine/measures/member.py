"""All measures of all members as they stood at a date."""

from collections.abc import Callable, Collection
from datetime import datetime

import ibis
import numpy as np
import pyarrow as pa

from kolony_engine.events import Recognition
from kolony_engine.measures import days, people, posts
from kolony_engine.measures.arrow import fetch, number_column, numbers, positions, table_of, words
from kolony_engine.measures.catalogue import MEASURES
from kolony_engine.measures.known import Known, known_at
from kolony_engine.measures.pace import Pace

EXPRESSIONS: tuple[tuple[tuple[str, ...], Callable[[Known], ibis.Table]], ...] = (
    (
        (
            *("contributions", "comments", "activity", "activity_window", "active_days"),
            *("tenure_days", "recency_days", "cadence_days"),
        ),
        days.output_and_pace,
    ),
    (("burst_share", *days.SPREADS), days.weeks),
    (
        ("recognition", "recognition_window", "recognition_recent", "growth", "recognition_per_post"),
        days.recognition,
    ),
    (("recognised_posts", "best_post_share", "recognition_typical"), posts.by_post),
    (("accepted", "purchases"), posts.tallied),
    (("givers",), posts.givers),
    (("topics", "deep_topics", "focus", "early_adoption"), posts.topics),
    (("buyers_around",), posts.buyers),
    (("people_reached", "people_reached_window", "loyal_fans", "returning_share"), people.audience),
    (("people_addressed", "reply_rate"), people.addressed),
)
"""Which expression counts which measures."""

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
    with known_at(events, as_of, recognition, pace) as known:
        return measures_of(known, only)


def measures_of(known: Known, only: Collection[str] | None = None, also: Collection[str] = ()) -> pa.Table:
    """The same, from what is already prepared; `also` names further columns: see `days.SPREADS`."""
    wanted = [*(measure.name for measure in MEASURES if only is None or measure.name in only), *also]
    cells = known.cells
    # Grouped, not `distinct`: written for Spark, Ibis 12 loses the choice of columns under a filter and an order.
    wrote = cells.filter(cells.contributions + cells.comments > 0).group_by("actor_id").agg()
    ids = words(fetch(known.people.named(wrote, "actor_id").order_by("actor_id")), "actor_id")
    values: dict[str, np.ndarray] = {}
    for names, expression in EXPRESSIONS:
        if not set(names).isdisjoint(wanted):
            values |= _aligned(fetch(known.people.named(expression(known), "actor_id")), names, ids)
    if not set(GRAPH).isdisjoint(wanted):
        values |= {name: np.round(found, DIGITS) for name, found in people.graph(known, ids).items()}
    return table_of({"actor_id": ids} | {name: number_column(values[name]) for name in wanted})


def _aligned(table: pa.Table, names: tuple[str, ...], ids: pa.Array) -> dict[str, np.ndarray]:
    at = positions(words(table, "actor_id"), ids)
    inside = at >= 0
    aligned = {}
    for name in names:
        aligned[name] = np.zeros(len(ids))
        aligned[name][at[inside]] = np.round(np.nan_to_num(numbers(table, name)[inside]), DIGITS)
    return aligned
