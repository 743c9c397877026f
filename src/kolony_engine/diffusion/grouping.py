"""Large edge lists, read twice in pieces and grouped as they come: what is in memory is the graph and one piece."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from numba import njit
from pyarrow import parquet

from kolony_engine.diffusion.graph import Graph, sort_rows

LARGE = 2_000_000  # arcs from which reading twice is worth it
PIECE = 1 << 19


def read_large(path: Path, least: int = LARGE, piece: int = PIECE) -> Graph | None:
    """The graph of a large Parquet file of small whole-number ids without probabilities; None for any other file.

    The same as `read_edges` in memory: sorted ids, each member's sources rising, self-arcs dropped.
    """
    file = parquet.ParquetFile(path)
    rows, schema = file.metadata.num_rows, file.schema_arrow
    fits = "p" not in schema.names and all(pa.types.is_integer(schema.field(n).type) for n in ("source", "target"))
    if rows < least or not fits:
        return None
    seen, degree = np.zeros(1, np.bool_), np.zeros(1, np.int64)
    for source, target in _pieces(path, piece):
        if source is None or min(source.min(), target.min()) < 0:
            return None
        top = int(max(source.max(), target.max()))
        if top >= 8 * rows:
            return None
        if top >= len(seen):
            seen, degree = np.append(seen, np.zeros(top, np.bool_)), np.append(degree, np.zeros(top, np.int64))
        _count(source, target, seen, degree)
    ids, place = np.flatnonzero(seen), np.cumsum(seen, dtype=np.int32) - 1
    offsets = np.append(0, np.cumsum(degree[ids]))
    del degree, seen
    fill, sources = offsets[:-1].copy(), np.empty(offsets[-1], np.int32)
    for source, target in _pieces(path, piece):
        _fill(source, target, place, fill, sources)
    sort_rows(offsets, sources)
    return Graph(ids, offsets, sources)


def _pieces(path: Path, piece: int) -> Iterator[tuple[np.ndarray | None, np.ndarray | None]]:
    """Source and target as int64, piece by piece; (None, None) where an id is missing."""
    file = parquet.ParquetFile(path, pre_buffer=False)  # else all of it is read ahead
    for batch in file.iter_batches(piece, columns=["source", "target"], use_threads=False):
        if batch.num_rows:
            columns = [batch.column(name).cast(pa.int64()) for name in ("source", "target")]
            missing = any(column.null_count for column in columns)
            yield (None, None) if missing else (_numbers(columns[0]), _numbers(columns[1]))


def _numbers(column: pa.Array) -> np.ndarray:
    return np.frombuffer(column.buffers()[1], np.int64)[column.offset : column.offset + len(column)]


@njit(nogil=True, cache=True)
def _count(source, target, seen, degree):
    for i in range(len(source)):
        seen[source[i]] = True
        seen[target[i]] = True
        if source[i] != target[i]:
            degree[target[i]] += 1


@njit(nogil=True, cache=True)
def _fill(source, target, place, fill, sources):
    for i in range(len(source)):
        if source[i] != target[i]:
            node = place[target[i]]
            sources[fill[node]] = place[source[i]]
            fill[node] += 1
