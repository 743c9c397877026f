"""Python and NumPy values to Arrow and back, without the detour over pandas.

`pa.array`, `pa.scalar` and `to_numpy` look for pandas, and import it if it is there: a second of start-up for
every command line that only wanted a column of text. These few functions do the same by builder and buffer.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def texts(values: Iterable[str | None]) -> pa.StringArray:
    """A column of text."""
    builder = pa.lib.StringBuilder()
    builder.append_values(list(values))
    return builder.finish()


def text(value: str | None) -> pa.StringScalar:
    """One text."""
    return texts([value])[0]


def integers(values: np.ndarray) -> pa.Int64Array:
    """A column of whole numbers, none missing."""
    return _wrapped(pa.int64(), np.ascontiguousarray(values, dtype=np.int64))


def doubles(values: np.ndarray) -> pa.DoubleArray:
    """A column of numbers, none missing."""
    return _wrapped(pa.float64(), np.ascontiguousarray(values, dtype=np.float64))


def flags(values: np.ndarray) -> pa.BooleanArray:
    """A column of yes and no, none missing."""
    return _wrapped(pa.uint8(), np.ascontiguousarray(values, dtype=np.uint8)).cast(pa.bool_())


def _wrapped(kind: pa.DataType, values: np.ndarray) -> pa.Array:
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def numpy_of(column: pa.Array) -> np.ndarray:
    """The numbers of a column (64 bit, or yes and no) as NumPy; what is missing reads as 0 or no."""
    if pa.types.is_boolean(column.type):
        return numpy_of(column.cast(pa.int64())).astype(bool)
    if column.null_count:
        zero = integers(np.zeros(1)).cast(column.type)[0]
        column = pc.fill_null(column, zero)
    kind = np.float64 if pa.types.is_floating(column.type) else np.int64
    if not len(column):
        return np.zeros(0, dtype=kind)
    return np.frombuffer(column.buffers()[1], dtype=kind)[column.offset : column.offset + len(column)]


def rows_where(mask: pa.Array) -> list[int]:
    """The numbers of the rows where a mask is true."""
    return np.flatnonzero(numpy_of(mask)).tolist()


def nothing(schema: pa.Schema) -> pa.Table:
    """A table without rows."""
    return pa.Table.from_batches([], schema=schema)
