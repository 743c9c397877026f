"""Large edge lists, read twice in pieces and grouped as they come: what is in memory is the graph and one piece."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from numba import njit
from pyarrow import parquet

from kolony_engine.diffusion.graph import Graph, offset_type, sort_rows
from kolony_engine.diffusion.places import place_of, places
from kolony_engine.diffusion.untouched import untouched
from kolony_engine.events.arrays import numpy_of

LARGE = 10_000  # arcs from which reading twice is worth it
PIECE = 1 << 16
KEPT = 4  # pieces after which Arrow gives back the memory it holds in reserve


def read_large(path: Path, least: int = LARGE, piece: int = PIECE) -> Graph | None:
    """The graph of a large Parquet file of small whole-number ids without probabilities; None for any other file.

    The same as `read_edges` in memory: sorted ids, each member's sources rising, self-arcs dropped.
    """
    file = parquet.ParquetFile(path)
    rows, schema = file.metadata.num_rows, file.schema_arrow
    fits = "p" not in schema.names and all(pa.types.is_integer(schema.field(n).type) for n in ("source", "target"))
    if rows < least or not fits:
        return None
    top = _top_id(file, path, piece)
    if top is None or top >= 8 * rows:
        return None
    seen, degree = np.zeros(top + 1, np.bool_), np.zeros(top + 1, np.int32)
    for source, target in _pieces(path, piece):
        _count(source, target, seen, degree)
    arcs, members = int(degree.sum(dtype=np.int64)), int(np.count_nonzero(seen))
    ids = untouched(members, np.int32 if top < 2**31 else np.int64)
    offsets = np.zeros(members + 1, offset_type(arcs))
    _number(seen, degree, ids, offsets)
    table = places(ids, top + 1)
    del degree, seen
    sources = np.empty(arcs, np.int32)
    for source, target in _pieces(path, piece):
        _fill(source, target, *table, offsets, sources)
    _set_back(offsets)
    sort_rows(offsets, sources)
    return Graph(ids, offsets, sources)


def _top_id(file: parquet.ParquetFile, path: Path, piece: int) -> int | None:
    """The largest id, from the file's own statistics if it has them; None where an id is missing or negative."""
    columns = [n for n, name in enumerate(file.schema.names) if name in ("source", "target")]
    groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
    known = [group.column(n).statistics for group in groups for n in columns if group.num_rows]
    if all(found is not None and found.has_min_max and found.has_null_count for found in known):
        sound = all(found.null_count == 0 and found.min >= 0 for found in known)
        return max(found.max for found in known) if sound else None
    top = 0
    for source, target in _pieces(path, piece):
        if source is None or min(source.min(), target.min()) < 0:
            return None
        top = max(top, int(source.max()), int(target.max()))
    return top


def _pieces(path: Path, piece: int) -> Iterator[tuple[np.ndarray | None, np.ndarray | None]]:
    """Source and target as int64, piece by piece; (None, None) where an id is missing."""
    # else all of it is read ahead, or a whole column of a row group
    file = parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 16)
    for number, batch in enumerate(file.iter_batches(piece, columns=["source", "target"], use_threads=False)):
        if number % KEPT == 0:
            pa.default_memory_pool().release_unused()
        if batch.num_rows:
            columns = [batch.column(name).cast(pa.int64()) for name in ("source", "target")]
            missing = any(column.null_count for column in columns)
            yield (None, None) if missing else (numpy_of(columns[0]), numpy_of(columns[1]))
    del file, batch, columns
    pa.default_memory_pool().release_unused()


@njit(nogil=True, cache=True)
def _count(source, target, seen, degree):
    for i in range(len(source)):
        seen[source[i]] = True
        seen[target[i]] = True
        if source[i] != target[i]:
            degree[target[i]] += 1


@njit(nogil=True, cache=True)
def _number(seen, degree, ids, offsets):
    """The ids that are there, rising, and where the row of each begins."""
    node = 0
    for number in range(len(seen)):
        if seen[number]:
            ids[node] = number
            offsets[node + 1] = offsets[node] + degree[number]
            node += 1


@njit(nogil=True, cache=True)
def _fill(source, target, bits, before, offsets, sources):
    """Each source to where its target's row has come: `offsets` move from the rows' beginnings to their ends."""
    for i in range(len(source)):
        if source[i] != target[i]:
            node = place_of(target[i], bits, before)
            sources[offsets[node]] = place_of(source[i], bits, before)
            offsets[node] += 1


@njit(nogil=True, cache=True)
def _set_back(offsets):
    """Ends of rows, each moved to where the next one begins."""
    for node in range(len(offsets) - 1, 0, -1):
        offsets[node] = offsets[node - 1]
    offsets[0] = 0
