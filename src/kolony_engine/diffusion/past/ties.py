"""Graphs and logs from a community's own events: who reacts to whose posts, as arcs and as cascades."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph, reverse_rows
from kolony_engine.diffusion.past.cascades import HOUR, Log, settled
from kolony_engine.diffusion.past.learning import arc_chances
from kolony_engine.measures import community_pace
from kolony_engine.measures.around.ties import REACTIONS, reactions, ties
from kolony_engine.measures.doors.arrow import numbers, positions, words


@dataclass(frozen=True)
class TieQuery:
    """Which reactions make a tie.

    as_of           what was known strictly before this moment (naive: UTC)
    days            how far to look back; None: the community's own window for a graph, everything for a log
    verbs           what counts as a reaction; by default whatever one does in answer to somebody but a vote against
    half_life_days  after how long a day counts half; None: the community's own
    """

    as_of: datetime
    days: float | None = None
    verbs: tuple[str, ...] = REACTIONS
    half_life_days: float | None = None


def paced(events, query: TieQuery) -> TieQuery:
    """The query with window and half-life filled in from the community's own pace: state these beside the result.

    `events` is an events table of the engine (`events_table`, `EventStore.events`).
    """
    if query.days is not None and query.half_life_days is not None:
        return query
    pace = community_pace(events, query.as_of)
    return replace(
        query, days=query.days or pace.window_days, half_life_days=query.half_life_days or pace.half_life_days
    )


def read_ties(events, query: TieQuery) -> Graph:
    """The influence graph of a community: an arc source -> target where target reacted to source's posts.

    Each arc has the probability that target reacts on a day on which source is present (see `learning`); the models
    "wc" and "uniform:P" do not read it. Ids are text, sorted. Memory while reading: about 100 bytes an arc.
    Raises DiffusionError E-DIFF-131 when nobody reacted to anybody in the window.
    """
    query = paced(events, query)
    found = ties(
        events, as_of=query.as_of, days=query.days, half_life_days=query.half_life_days, verbs=tuple(query.verbs)
    )
    if not found.num_rows:
        raise _nobody(query)
    ids, (source, target) = _numbered(words(found, "source"), words(found, "target"))
    probability = arc_chances(source, numbers(found, "again"), numbers(found, "chances"))
    return reverse_rows(ids, source.astype(np.int32), target.astype(np.int32), probability.astype(np.float32))


def read_influence_log(events, query: TieQuery, window_hours: float = 72.0) -> Log:
    """The community's past as cascades: every post and every reaction is an action.

    A topic is a cascade, because that is where people of a community meet: a reaction follows the last action there of
    the one reacted to, however long ago. A reaction without a topic follows the last such action within
    `window_hours`. One who is reacted to but has not acted there gets an action at that moment.
    Raises DiffusionError E-DIFF-131 when nobody reacted to anybody in the window, 132 when nobody ever did.
    """
    found = reactions(events, as_of=query.as_of, days=query.days, verbs=tuple(query.verbs))
    actor, target = words(found, "actor"), words(found, "target")
    if not found.num_rows or target.null_count == len(target):
        raise _nobody(query)
    ids, (user, source) = _numbered(actor, target)
    topic = words(found, "topic")
    topics = pc.unique(topic.drop_null())
    place = positions(topic, topics)
    ts = numbers(found.set_column(0, "ts", found["ts"].cast(pa.int64())), "ts").astype(np.int64)
    rows = _threaded(user, source, place, ts, int(window_hours * HOUR), len(topics))
    return settled(ids, *rows)


def _nobody(query: TieQuery) -> DiffusionError:
    if query.days is None:
        return DiffusionError("E-DIFF-132", as_of=query.as_of.isoformat())
    return DiffusionError("E-DIFF-131", days=round(query.days, 1), as_of=query.as_of.isoformat())


def _numbered(*columns: pa.Array) -> tuple[np.ndarray, list[np.ndarray]]:
    """Sorted ids as text, and each column as int64 positions among them (-1: nobody)."""
    met = pc.unique(pa.concat_arrays(columns).drop_null())
    ids = np.asarray(met.to_pylist(), dtype=str)
    order = np.argsort(ids)
    rank = np.empty(len(ids) + 1, np.int64)
    rank[order] = np.arange(len(ids))
    rank[-1] = -1
    return ids[order], [rank[positions(column, met)] for column in columns]


def compile_threads() -> None:
    """Run the kernel below on two rows: see `warming`."""
    pair = np.array([0, 1])
    _threaded(pair, pair - 1, pair - 1, pair, 1, 1)


@njit(cache=True)
def _threaded(user, source, topic, ts, window, topics):
    """(user, cascade, parent, ts) of all actions, made-up ones among them; rows come in order of time."""
    rows = 2 * len(user)
    who, cascade = np.empty(rows, np.int32), np.empty(rows, np.int64)
    parent, when = np.full(rows, -1, np.int64), np.empty(rows, np.int64)
    latest = {(np.int64(-1), np.int64(-1)): np.int64(-1)}
    end = 0
    for i in range(len(user)):
        here = topic[i] if topic[i] >= 0 else topics + end
        if source[i] >= 0:
            key = (topic[i], source[i])
            up = latest[key] if key in latest else np.int64(-1)
            if up < 0 or (topic[i] < 0 and ts[i] - when[up] > window):
                who[end], cascade[end], when[end], up = source[i], here, ts[i], np.int64(end)
                latest[key] = up
                end += 1
            parent[end], here = up, cascade[up]
        who[end], cascade[end], when[end] = user[i], here, ts[i]
        latest[(topic[i], user[i])] = np.int64(end)
        end += 1
    return who[:end], cascade[:end], parent[:end], when[:end]
