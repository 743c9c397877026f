"""Edge lists in pieces, as often as is asked for: what of a file is in memory is one piece.

Arrow's usual allocator keeps megabytes in reserve: what is read here comes from the system's own where that can be
said, and the reserve goes back with every piece.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from kolony_engine.diffusion.graphs.cells import Cells, of_texts
from kolony_engine.diffusion.graphs.plain import NOT_WHOLE, NotWholeError, OddRowsError, cut, header_of, packed, rows_of
from kolony_engine.diffusion.machine.untouched import give_back
from kolony_engine.events.arrays import numpy_of
from kolony_engine.events.reading.raw.streams import compression_of

PIECE = 1 << 13  # rows of a Parquet file
STRETCH = 1 << 16  # bytes of a CSV file
SLOTS = {"source": 0, "target": 1, "p": 2}  # where the cells of a CSV row go; of every other column, behind these
NO_CHANCES = np.empty(0, np.float32)


@dataclass(frozen=True)
class Piece:
    """Arcs of a file: ids (int64, or else text) and probabilities (float32; empty where the file has none). It is gone
    when the next one comes."""

    source: np.ndarray | Cells
    target: np.ndarray | Cells
    p: np.ndarray


@dataclass(frozen=True)
class EdgeFile:
    """A Parquet or CSV file that has the columns source and target, and perhaps p.

    names  of its columns
    whole  whether all ids are whole numbers, as far as is known
    most   about how many rows there are at most
    """

    path: Path
    names: tuple[str, ...]
    whole: bool
    most: int

    @property
    def weighed(self) -> bool:
        return "p" in self.names

    def pieces(self) -> Iterator[Piece]:
        """May raise OddRowsError, NotWholeError where it was thought to be `whole`, pa.ArrowException where a
        probability is no number."""
        for number, piece in enumerate(_parquet(self) if self.path.suffix == ".parquet" else _csv(self)):
            if len(piece.source):
                yield piece
            if number == 0:  # the kernels it needed have just been loaded, and left megabytes behind
                give_back()
            pa.default_memory_pool().release_unused()


def look_into(path: Path) -> EdgeFile | None:
    """What a file is, from its head; None without the columns source and target. May raise pa.ArrowException."""
    if path.suffix == ".parquet":
        file = parquet.ParquetFile(path, pre_buffer=False)
        names, most = tuple(file.schema_arrow.names), file.metadata.num_rows
        ids = (field for field in file.schema_arrow if field.name in ("source", "target"))
        whole = all(pa.types.is_integer(field.type) for field in ids)
    else:
        names, most, whole = header_of(path, STRETCH), path.stat().st_size // (1 if compression_of(path) else 8), True
    if [names.count(name) for name in ("source", "target")] != [1, 1] or names.count("p") > 1:
        return None
    return EdgeFile(path, names, whole, most)


def _parquet(file: EdgeFile) -> Iterator[Piece]:
    kind = pa.int64() if file.whole else pa.string()
    kinds = {"source": kind, "target": kind} | ({"p": pa.float64()} if file.weighed else {})
    usual, plain = pa.default_memory_pool(), pa.system_memory_pool()
    pa.set_memory_pool(plain)
    try:  # else all of it is read ahead, or a whole column of a row group
        pages = pa.OSFile(str(file.path), memory_pool=plain)
        reader = parquet.ParquetFile(pages, pre_buffer=False, buffer_size=1 << 16)
    finally:
        pa.set_memory_pool(usual)
    for batch in reader.iter_batches(PIECE, columns=list(kinds), use_threads=False):
        columns = [batch.column(name).cast(kind, memory_pool=plain) for name, kind in kinds.items()]
        if any(column.null_count for column in columns):
            raise OddRowsError
        ids = [numpy_of(column) if file.whole else _texts(column) for column in columns[:2]]
        yield Piece(*ids, _chances(columns[2]) if file.weighed else NO_CHANCES)


def _texts(column: pa.StringArray) -> Cells:
    cells = of_texts(column)
    if (cells.begin == cells.end).any():
        raise OddRowsError
    return cells


def _csv(file: EdgeFile) -> Iterator[Piece]:
    slots = np.array([SLOTS.get(name, len(SLOTS)) for name in file.names])
    room = 0
    for lines in rows_of(file.path, STRETCH):
        if len(lines) > room:
            room = max(len(lines), STRETCH)
            most = room // (len(slots) + 2) + 1  # rows with two ids
            values, begin, end = np.empty((2, most), np.int64), *np.empty((2, len(SLOTS) + 1, most), np.int32)
        rows = cut(lines, slots, file.whole, values, begin, end)
        if rows < 0:
            raise NotWholeError if rows == NOT_WHOLE else OddRowsError
        numbers, cells = values[:, :rows], [(lines, begin[slot, :rows], end[slot, :rows]) for slot in SLOTS.values()]
        numbers.flags.writeable = False  # as those of a Parquet file: one kind of array, one kernel
        ids = numbers if file.whole else [Cells(*column) for column in cells[:2]]
        yield Piece(*ids, _parsed(*cells[2]) if file.weighed else NO_CHANCES)


def _parsed(lines: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    offsets, room = np.empty(len(begin) + 1, np.int32), np.empty(len(lines), np.uint8)
    packed(lines, begin, end, offsets, room)
    written = pa.StringArray.from_buffers(len(begin), pa.py_buffer(offsets), pa.py_buffer(room))
    return _chances(written.cast(pa.float64(), memory_pool=pa.system_memory_pool()))


def _chances(column: pa.DoubleArray) -> np.ndarray:
    p = numpy_of(column).astype(np.float32)
    if not ((p >= 0) & (p <= 1)).all():
        raise OddRowsError
    return p
