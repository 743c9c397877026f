"""Parquet, a batch of rows at a time, with the types it already has."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.flat.tables import Options, RawRows
from kolony_engine.events.reading.raw.limits import BATCH, ROWS_PER_BYTE


class Reader:
    """A Parquet file as raw columns. The "line" of a row is its number, counted from 1.

    Refuses with E-READ-121 (not readable as Parquet) and E-READ-105 (promises more than its size can hold).
    """

    kind = "parquet"
    encoding = None
    delimiter = None

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self.size = path.stat().st_size
        try:
            self.headers = tuple(pq.read_schema(path).names)
            rows = pq.read_metadata(path).num_rows
        except (pa.ArrowException, OSError) as error:
            raise EngineError("E-READ-121", file=path.name, detail=str(error)) from error
        if rows > ROWS_PER_BYTE * self.size:
            raise EngineError("E-READ-105", file=path.name, packed=self.size, unpacked=rows)
        self.total = rows

    def rows(self, wanted: Iterable[str]) -> Iterator[RawRows]:
        """All rows, with the columns of these headers."""
        chosen = set(wanted)
        names = [name for name in self.headers if name in chosen]
        line = 1
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(batch_size=BATCH, columns=names):
                    lines = range(line, line + batch.num_rows)
                    line += batch.num_rows
                    columns = dict(zip(batch.schema.names, map(_narrow, batch.columns), strict=True))
                    yield RawRows(columns, list(lines), self.size * (line - 1) // max(self.total, 1))
        except (pa.ArrowException, OSError) as error:
            raise EngineError("E-READ-121", file=self.path.name, detail=str(error)) from error


def _narrow(column: pa.Array) -> pa.Array:
    """Large and view strings as plain strings; everything else as it is."""
    kind = column.type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    return column
