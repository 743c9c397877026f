"""Edge lists in pieces, as often as is asked for: what of a file is in memory is one piece.

Arrow's usual allocator keeps megabytes in reserve: what is read here comes from the system's own where that can be
said, and the reserve goes back with every piece.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from kolony_engine.diffusion.machine.untouched import give_back
from kolony_engine.events.arrays import numpy_of, text

PIECE = 1 << 13  # rows of a Parquet file
STRETCH = 1 << 16  # bytes of a CSV file
NO_CHANCES = np.empty(0, np.float32)


class OddPieceError(ValueError):
    """Something is missing, or no probability: whoever holds the whole file can say in which row."""


@dataclass(frozen=True)
class Piece:
    """Arcs of a file: ids (int64, or else text) and probabilities (float32; empty where the file has none)."""

    source: np.ndarray | pa.StringArray
    target: np.ndarray | pa.StringArray
    p: np.ndarray


@dataclass(frozen=True)
class EdgeFile:
    """A Parquet or CSV file that has the columns source and target, and perhaps p.

    whole    whether all ids are whole numbers
    weighed  whether there is a column p
    most     about how many rows there are at most
    """

    path: Path
    whole: bool
    weighed: bool
    most: int

    def pieces(self) -> Iterator[Piece]:
        """May raise OddPieceError, and pa.ArrowInvalid where a later piece is not what the first one was."""
        kind = pa.int64() if self.whole else pa.string()
        kinds = {"source": kind, "target": kind} | ({"p": pa.float64()} if self.weighed else {})
        batches = _parquet(self.path, kinds) if self.path.suffix == ".parquet" else _csv(self.path, kinds)
        for number, batch in enumerate(batches):
            if batch.num_rows:
                yield _piece(batch)
            if number == 0:  # the kernels it needed have just been loaded, and left megabytes behind
                give_back()
            pa.default_memory_pool().release_unused()


def look_into(path: Path) -> EdgeFile | None:
    """What a file is, from its head; None without the columns source and target. May raise pa.ArrowInvalid."""
    if path.suffix == ".parquet":
        file = parquet.ParquetFile(path, pre_buffer=False)
        schema, most = file.schema_arrow, file.metadata.num_rows
    else:
        with _csv(path) as reader:
            schema, most = reader.schema, path.stat().st_size // 8
    if not {"source", "target"} <= set(schema.names):
        return None
    whole = all(pa.types.is_integer(schema.field(name).type) for name in ("source", "target"))
    return EdgeFile(path, whole, "p" in schema.names, most)


def _parquet(path: Path, kinds: dict[str, pa.DataType]) -> Iterator[pa.RecordBatch]:
    usual, plain = pa.default_memory_pool(), pa.system_memory_pool()
    pa.set_memory_pool(plain)
    try:  # else all of it is read ahead, or a whole column of a row group
        file = parquet.ParquetFile(pa.OSFile(str(path), memory_pool=plain), pre_buffer=False, buffer_size=1 << 16)
    finally:
        pa.set_memory_pool(usual)
    for batch in file.iter_batches(PIECE, columns=list(kinds), use_threads=False):
        columns = [batch.column(name).cast(kind, memory_pool=plain) for name, kind in kinds.items()]
        yield pa.RecordBatch.from_arrays(columns, list(kinds))


def _csv(path: Path, kinds: dict[str, pa.DataType] | None = None) -> csv.CSVStreamingReader:
    convert = csv.ConvertOptions(column_types=kinds, include_columns=list(kinds)) if kinds else None
    read = csv.ReadOptions(use_threads=False, block_size=STRETCH)
    return csv.open_csv(path, read, None, convert, pa.system_memory_pool())


def _piece(batch: pa.RecordBatch) -> Piece:
    if any(column.null_count for column in batch.columns):
        raise OddPieceError
    source, target = (_ids(batch.column(name)) for name in ("source", "target"))
    if "p" not in batch.schema.names:
        return Piece(source, target, NO_CHANCES)
    p = numpy_of(batch.column("p")).astype(np.float32)
    if not ((p >= 0) & (p <= 1)).all():
        raise OddPieceError
    return Piece(source, target, p)


def _ids(column: pa.Array) -> np.ndarray | pa.StringArray:
    if not pa.types.is_string(column.type):
        return numpy_of(column)
    if pc.index(column, text("")).as_py() >= 0:
        raise OddPieceError
    return column
