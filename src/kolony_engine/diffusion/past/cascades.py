"""Action logs: who passed something on, from whom, when. The past that every claim about diffusion must answer to."""

from dataclasses import dataclass, replace
from datetime import UTC
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
from numba import njit

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.columns import first_name, ids_of, numbers_of, read_columns, whole_numbers
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.events.arrays import numpy_of
from kolony_engine.events.reading.meaning.times import parsed_all

HOUR = 3_600_000_000
IDS = ("user_id", "parent_id", "cascade_id")
# How times are counted whose largest is below so many: microseconds a step, and steps a microsecond.
UNITS = ((1e11, 1_000_000, 1), (1e14, 1_000, 1), (1e17, 1, 1), (9e18, 1, 1_000))


@dataclass(frozen=True)
class Log:
    """Actions, sorted by cascade and then so that a parent's action stands before those it led to.

    Cascades keep their order when a log is cut, so a cut log is sorted too.

    ids      external user ids, sorted; position = user number
    user     int32[rows], who acted
    cascade  int32[rows], numbered by the time of the cascade's first action
    parent   int64[rows], the row whose action this one followed, -1 for a root
    ts       int64[rows], microseconds UTC
    sees     who could have seen whom (source -> target), where no parent was recorded: `parent` is then the last of
             several possible ones; None where parents are recorded
    """

    ids: np.ndarray
    user: np.ndarray
    cascade: np.ndarray
    parent: np.ndarray
    ts: np.ndarray
    sees: Graph | None = None

    @property
    def cascades(self) -> int:
        return int(self.cascade[-1]) + 1 if len(self.cascade) else 0

    @property
    def starts(self) -> np.ndarray:
        """int64[cascades]: the first action's time, rising."""
        first = np.full(self.cascades, np.iinfo(np.int64).max)
        np.minimum.at(first, self.cascade, self.ts)
        return first

    @cached_property
    def arcs(self) -> tuple[np.ndarray, np.ndarray]:
        """(int32, int32) users: who was followed, by whom; once for each time."""
        child = np.flatnonzero(self.parent >= 0)
        return self.user[self.parent[child]], self.user[child]

    @cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(int64, int64, int64): who was followed, by whom, how often; each pair once."""
        above, below = self.arcs
        both = np.sort(above.astype(np.int64) * len(self.ids) + below)
        first = np.flatnonzero(np.diff(both, prepend=-1))
        times = np.diff(first, append=len(both))
        return both[first] // len(self.ids), both[first] % len(self.ids), times

    def before(self, moment: int) -> "Log":
        """What had happened strictly before `moment`. An action whose parent is recorded later becomes a root."""
        return self._only(self.ts < moment)

    def between(self, begin: int, end: int) -> "Log":
        """What happened in [begin, end), as if nothing had been before: who followed an earlier action is a root."""
        return self._only((self.ts >= begin) & (self.ts < end))

    def _only(self, keep: np.ndarray) -> "Log":
        place = np.cumsum(keep) - 1
        parent = self.parent[keep]
        known = (parent >= 0) & keep[np.maximum(parent, 0)]
        parent = np.where(known, place[np.maximum(parent, 0)], -1)
        cascade = np.cumsum(np.diff(self.cascade[keep], prepend=-1) > 0, dtype=np.int32) - 1
        return Log(self.ids, self.user[keep], cascade, parent, self.ts[keep], self.sees)


def read_log(path: Path, graph: Graph | None = None, window_hours: float = 6.0) -> Log:
    """An action log from CSV or Parquet with the columns `user_id, ts` and `cascade_id` and / or `parent_id`.

    With both: the parent is the last action of `parent_id` in the cascade. Without `cascade_id`: rows say that
    `user_id` followed `parent_id` at `ts`; the parent is the last action of `parent_id` within `window_hours`.
    Without `parent_id`: `graph` says who could have seen whom, and the parent is whoever among those acted last.
    Raises DiffusionError E-DIFF-1xx as `read_edges`, 110 when neither column is there, 111 when a graph is needed,
    112 when a time is missing, 113 when the log is empty, 114 when a time is none.
    """
    table = read_columns(path, ("user_id", "ts"), ids=IDS)
    names = set(table.column_names)
    if not names & {"cascade_id", "parent_id"}:
        raise DiffusionError("E-DIFF-110", file=str(path), found=table.column_names)
    if "parent_id" not in names and graph is None:
        raise DiffusionError("E-DIFF-111", file=str(path))
    if not table.num_rows:
        raise DiffusionError("E-DIFF-113", file=str(path))
    ids, user, parent_user = _users(table, path, graph)
    ts = _times(table, path)
    if "cascade_id" not in names:
        return _chained(ids, user, parent_user, ts, int(window_hours * HOUR))
    _, cascade = np.unique(ids_of(table, "cascade_id", path), return_inverse=True)
    if parent_user is None:
        return _seen(ids, user, cascade, ts, graph)
    return _given(ids, user, cascade, parent_user, ts)


def _users(table: pa.Table, path: Path, graph: Graph | None) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    user = ids_of(table, "user_id", path)
    seen = user[:0] if graph is None else graph.ids
    if "parent_id" not in table.column_names:
        ids, place = _placed(*_alike(user, seen))
        return ids, place[: len(user)], None
    column = table["parent_id"]
    filled = column.filter(column.is_valid())
    parents = ids_of(pa.table({"parent_id": filled}), "parent_id", path)
    ids, place = _placed(*_alike(user, seen, parents))
    parent_user = np.full(len(user), -1, np.int64)
    parent_user[~_missing(column)] = place[len(place) - len(parents) :]
    return ids, place[: len(user)], parent_user


def _placed(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All ids that there are, sorted, and int32: where among them each of the columns' ids stands."""
    ids, place = np.unique(np.concatenate(columns), return_inverse=True)
    return ids, place.astype(np.int32)


def _alike(*columns: np.ndarray) -> list[np.ndarray]:
    """All of them whole numbers, where the first are and the others are written as such; else all texts, none cut."""
    if columns[0].dtype.kind != "U" and all(first_name(column) is None for column in columns):
        return [column.astype(np.int64) for column in columns]
    return [column.astype(str) for column in columns]


def _times(table: pa.Table, path: Path) -> np.ndarray:
    """Microseconds UTC; whole numbers count seconds, milli-, micro- or nanoseconds, by their size."""
    column = table["ts"]
    if column.null_count:
        raise DiffusionError("E-DIFF-112", file=str(path), row=int(np.flatnonzero(_missing(column))[0]) + 1)
    if pa.types.is_string(column.type):
        return _written_times(column, path)
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        return whole_numbers(column.cast(pa.timestamp("us"), safe=False))
    return _counted_times(column, numbers_of(table, "ts", path), path)


def _counted_times(column: pa.ChunkedArray, counted: np.ndarray, path: Path) -> np.ndarray:
    if np.isnan(counted).any():
        raise DiffusionError("E-DIFF-112", file=str(path), row=int(np.flatnonzero(np.isnan(counted))[0]) + 1)
    largest = int(np.abs(counted).argmax())
    for below, micros, steps in UNITS:
        if abs(counted[largest]) < below:
            exact = whole_numbers(column) if pa.types.is_integer(column.type) else counted
            return (exact * micros // steps).astype(np.int64)
    value = str(column[largest].as_py())
    raise DiffusionError("E-DIFF-114", file=str(path), row=largest + 1, value=value, reason="E-READ-212")


def _written_times(column: pa.ChunkedArray, path: Path) -> np.ndarray:
    """Times as people write them; one without a zone is UTC."""
    found, _, refused = parsed_all(pa.concat_arrays(column.chunks), UTC)
    if refused:
        row, reason = min(refused.items())
        raise DiffusionError("E-DIFF-114", file=str(path), row=row + 1, value=column[row].as_py(), reason=reason)
    return found


def _missing(column: pa.ChunkedArray) -> np.ndarray:
    """bool[rows]: where a column is empty."""
    return numpy_of(pa.concat_arrays(column.is_null().chunks))


def _given(ids, user, cascade, parent_user, ts) -> Log:
    """Parents as recorded; one who is named but has no action in the cascade gets a root action at that moment."""
    parents = np.where(parent_user >= 0, cascade * len(ids) + parent_user, -1)
    acted = np.sort(cascade * len(ids) + user)
    silent = (parent_user >= 0) & (acted[np.searchsorted(acted[:-1], parents)] != parents)
    _, first = np.unique(parents[silent], return_index=True)
    extra = np.flatnonzero(silent)[first]
    user = np.concatenate([user, parent_user[extra].astype(np.int32)])
    cascade, ts = np.concatenate([cascade, cascade[extra]]), np.concatenate([ts, ts[extra]])
    parent_user = np.concatenate([parent_user, np.full(len(extra), -1)])
    order = np.lexsort((ts, parent_user >= 0, cascade))
    user, cascade, parent_user, ts = user[order], cascade[order], parent_user[order], ts[order]
    return settled(ids, user, cascade, _last_action(cascade, user, parent_user), ts)


@njit(cache=True)
def _last_action(cascade, user, parent_user):
    """The row of the parent's action in the same cascade: the last one above, else the first one below, else none."""
    parent = np.full(len(user), -1, np.int64)
    latest = {(np.int64(-1), np.int64(-1)): -1}
    for row in range(len(user)):
        key = (np.int64(cascade[row]), np.int64(parent_user[row]))
        if parent_user[row] >= 0 and key in latest:
            parent[row] = latest[key]
        own = (np.int64(cascade[row]), np.int64(user[row]))
        latest[own] = row
    for row in range(len(user)):
        key = (np.int64(cascade[row]), np.int64(parent_user[row]))
        if parent_user[row] >= 0 and parent[row] < 0 and key in latest and latest[key] != row:
            parent[row] = latest[key]
    return parent


def _chained(ids, user, parent_user, ts, window: int) -> Log:
    """Influence events: a root action is made up for each parent that had not acted lately."""
    order = np.argsort(ts, kind="stable")
    user, parent, ts = _chain(user[order], parent_user[order], ts[order], window, len(ids))
    return settled(ids, user, _root_of(parent), parent, ts)


@njit(cache=True)
def _chain(user, parent_user, ts, window, users):
    rows = 2 * len(user)
    who, parent, when = np.empty(rows, np.int32), np.full(rows, -1, np.int64), np.empty(rows, np.int64)
    last = np.full(users, -1, np.int64)
    end = 0
    for i in range(len(user)):
        source = parent_user[i]
        if source >= 0:
            if last[source] < 0 or ts[i] - when[last[source]] > window:
                who[end], when[end], last[source] = source, ts[i], end
                end += 1
            parent[end] = last[source]
        who[end], when[end], last[user[i]] = user[i], ts[i], end
        end += 1
    return who[:end], parent[:end], when[:end]


@njit(cache=True)
def _root_of(parent):
    root = np.empty(len(parent), np.int64)
    for row in range(len(parent)):
        root[row] = row if parent[row] < 0 else root[parent[row]]
    return root


def _seen(ids, user, cascade, ts, graph: Graph) -> Log:
    """The parent is whoever acted last among those the graph says this user sees."""
    order = np.lexsort((ts, cascade))
    user, cascade, ts = user[order], cascade[order], ts[order]
    place = np.full(len(ids), -1, np.int64)
    place[np.searchsorted(ids, graph.ids.astype(ids.dtype))] = np.arange(graph.nodes)
    parent = _last_seen(user, cascade, place, graph.offsets, graph.sources, graph.nodes)
    return replace(settled(ids, user, cascade, parent, ts), sees=graph)


@njit(cache=True)
def _last_seen(user, cascade, place, offsets, sources, nodes):
    parent = np.full(len(user), -1, np.int64)
    acted = np.full(nodes, -1, np.int64)
    first = 0
    for row in range(len(user)):
        if row and cascade[row] != cascade[row - 1]:
            first = row
        node = place[user[row]]
        if node < 0:
            continue
        for arc in range(offsets[node], offsets[node + 1]):
            if acted[sources[arc]] >= first and acted[sources[arc]] > parent[row]:
                parent[row] = acted[sources[arc]]
        acted[node] = row
    return parent


def settled(ids, user, cascade, parent, ts) -> Log:
    """Number cascades by their start; sort so that parents stand above; cut the few loops a dirty log has."""
    depth = _depths(parent)
    parent = np.where(depth < 0, -1, parent)
    depth = np.maximum(depth, 0)
    _, cascade = np.unique(cascade, return_inverse=True)
    starts = np.full(cascade.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(starts, cascade, ts)
    rank = np.empty(len(starts), np.int32)
    rank[np.argsort(starts, kind="stable")] = np.arange(len(starts), dtype=np.int32)
    order = np.lexsort((ts, depth, rank[cascade]))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    above = parent[order]
    above = np.where(above >= 0, place[np.maximum(above, 0)], -1)
    return Log(ids, user[order].astype(np.int32), rank[cascade][order], above, ts[order])


@njit(cache=True)
def _depths(parent):
    """Steps to the root; -1 marks one row of each loop, where it is cut."""
    depth = np.full(len(parent), -2, np.int64)
    for row in range(len(parent)):
        at, steps = row, 0
        while depth[at] == -2 and parent[at] >= 0 and steps <= len(parent):
            depth[at] = -3
            at = parent[at]
            steps += 1
            if depth[at] == -3:
                depth[at] = -1
                break
        base = 0 if depth[at] < 0 else depth[at]
        if depth[at] == -2:
            depth[at] = 0
        at, back = row, steps
        while depth[at] == -3:
            depth[at] = base + back
            back -= 1
            at = parent[at]
    return depth
