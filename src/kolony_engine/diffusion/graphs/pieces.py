"""Edge lists in pieces, as often as is asked for: what of a file is in memory is one piece.

Arrow's usual allocator keeps megabytes in reserve: what is read here comes from the system's own where that can be
said, and the reserve goes back with every piece.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from kolony_engine.diffusion.graphs.cells import Cells, of_texts
from kolony_engine.diffusion.graphs.columns import characters, is_number, plain_names
from kolony_engine.diffusion.machine.untouched import from_the_system, give_back
from kolony_engine.events.arrays import numpy_of
from kolony_engine.events.reading.raw.streams import compression_of

PIECE = 1 << 13  # rows of a Parquet file
STRETCH = 20 << 10  # bytes of a CSV file: of larger ones Arrow keeps a megabyte and more for later
ROW = 8  # bytes of a CSV file for each, or one where it is packed
NO_CHANCES = np.empty(0, np.float32)


class OddRowsError(ValueError):
    """What only whoever holds the whole file can understand, or refuse with the number of the row."""


class NotWholeError(OddRowsError):
    """An id that is no whole number: all of them are to be read as texts."""


@dataclass(frozen=True)
class Piece:
    """Arcs of a file: ids (int64, or else text) and probabilities (float32; empty where the file has none)."""

    source: np.ndarray | Cells
    target: np.ndarray | Cells
    p: np.ndarray


@dataclass(frozen=True)
class EdgeFile:
    """A Parquet or CSV file that has the columns source and target, and perhaps p.

    columns  what these are called in the file
    whole    whether all ids are whole numbers, as far as is known
    most     about how many rows there are at most
    sure     whether each id has been seen to be a number as it is written
    """

    path: Path
    columns: tuple[str, ...]
    whole: bool
    most: int
    sure: bool = False

    @property
    def weighed(self) -> bool:
        return len(self.columns) > 2

    def pieces(self) -> Iterator[Piece]:
        """May raise OddRowsError, NotWholeError where it was thought to be `whole`, and pa.ArrowException where a row
        or a probability is none."""
        for number, batch in enumerate(_parquet(self) if self.path.suffix == ".parquet" else _csv(self)):
            if batch.num_rows:
                yield _piece(batch, self.whole)
            if number == 0:  # the kernels it needed have just been loaded, and left megabytes behind
                give_back()
            pa.default_memory_pool().release_unused()


def look_into(path: Path) -> EdgeFile | None:
    """What a file is, from its head; None without the columns source and target. May raise pa.ArrowException."""
    if path.suffix == ".parquet":
        file = parquet.ParquetFile(path, pre_buffer=False)
        schema, most = file.schema_arrow, file.metadata.num_rows
    else:
        with _opened(path) as reader:
            schema, most = reader.schema, path.stat().st_size // (1 if compression_of(path) else ROW)
    names = plain_names(schema.names)
    if any(names.count(name) != 1 for name in ("source", "target")):
        return None
    columns = tuple(schema.names[names.index(name)] for name in ("source", "target", "p") if name in names)
    whole = all(is_number(schema.field(name).type) for name in columns[:2])
    return EdgeFile(path, columns, whole, most)


def _parquet(file: EdgeFile) -> Iterator[pa.RecordBatch]:
    with from_the_system():  # else all of it is read ahead, or a whole column of a row group
        pages = pa.OSFile(str(file.path), memory_pool=pa.system_memory_pool())
        reader = parquet.ParquetFile(pages, pre_buffer=False, buffer_size=1 << 16)
    for batch in reader.iter_batches(PIECE, columns=list(file.columns), use_threads=False):
        yield pa.RecordBatch.from_arrays([batch.column(name) for name in file.columns], list(file.columns))


def _csv(file: EdgeFile) -> csv.CSVStreamingReader:
    kind = pa.int64() if file.whole and file.sure else pa.string()
    kinds = dict.fromkeys(file.columns[:2], kind) | dict.fromkeys(file.columns[2:], pa.float64())
    return _opened(file.path, csv.ConvertOptions(column_types=kinds, include_columns=list(kinds)))


def _opened(path: Path, convert: csv.ConvertOptions | None = None) -> csv.CSVStreamingReader:
    read = csv.ReadOptions(use_threads=False, block_size=STRETCH)
    return csv.open_csv(path, read, None, convert, pa.system_memory_pool())


def _piece(batch: pa.RecordBatch, whole: bool) -> Piece:
    if any(column.null_count for column in batch.columns):
        raise OddRowsError
    ids = map(_numbers if whole else _texts, batch.columns[:2])
    return Piece(*ids, *map(_chances, batch.columns[2:])) if batch.num_columns > 2 else Piece(*ids, NO_CHANCES)


def _numbers(column: pa.Array) -> np.ndarray:
    """int64; of texts each has to be written in the one usual way, or it is somebody's name."""
    try:
        numbers = numpy_of(_cast(column, pa.int64()))
    except pa.ArrowInvalid as error:
        raise NotWholeError from error
    if pa.types.is_string(column.type) and characters(numbers) < of_texts(column).size:
        raise NotWholeError
    return numbers


def _texts(column: pa.Array) -> Cells:
    return of_texts(_cast(column, pa.string()))


def _chances(column: pa.Array) -> np.ndarray:
    p = numpy_of(_cast(column, pa.float64())).astype(np.float32)
    if not ((p >= 0) & (p <= 1)).all():
        raise OddRowsError
    return p


def _cast(column: pa.Array, kind: pa.DataType) -> pa.Array:
    return column.cast(kind, memory_pool=pa.system_memory_pool())
