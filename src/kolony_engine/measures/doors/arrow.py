"""The doors of this room: results leave as Arrow tables and NumPy arrays, a result asked for often is kept for a while.

Arrow's own conversions (`pa.array`, `to_numpy`) import pandas, which costs the command line a second and a half of its
four. The few helpers here go through Arrow's buffers instead, and do without.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import uuid4

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends import BaseBackend
from ibis.expr.datatypes import DataType
from ibis.expr.operations import DatabaseTable, Namespace

from kolony_engine.events.arrays import doubles, numpy_of


def fetch(expression: ibis.Table) -> pa.Table:
    """Run an expression and bring its rows as one Arrow table of exactly the expression's types."""
    backend = expression.get_backend()
    if backend.name != "duckdb":
        return expression.to_pyarrow()
    backend.con.execute("SET python_enable_replacements = false").fetchall()
    table = backend.con.sql(backend.compile(expression)).to_arrow_table()
    return table.cast(expression.schema().to_pyarrow())


@contextmanager
def kept(expression: ibis.Table) -> Iterator[ibis.Table]:
    """Compute an expression once and hand it on as a table, dropped when the block ends."""
    backend = expression.get_backend()
    if backend.name != "duckdb":
        with expression.cache() as table:
            yield table
        return
    name, schema = f"kept_{uuid4().hex}", expression.schema()
    backend.con.execute(f'CREATE TEMPORARY TABLE "{name}" AS {narrow(expression)}').fetchall()
    try:
        yield stored(backend, name, schema)
    finally:
        backend.con.execute(f'DROP TABLE "{name}"').fetchall()


def narrow(expression: ibis.Table) -> str:
    """The query of an expression, its columns no wider than they were said to be."""
    columns = ", ".join(_narrow(column, kind) for column, kind in expression.schema().items())
    return " ".join(["SELECT", columns, f"FROM ({expression.get_backend().compile(expression)}) AS wide"])


def stored(backend: BaseBackend, name: str, schema: ibis.Schema, catalog: str | None = None) -> ibis.Table:
    """A table that lies in the engine, of columns that are known and need not be asked for."""
    place = Namespace(catalog=catalog, database="main") if catalog else Namespace()
    return DatabaseTable(name=name, schema=schema, source=backend, namespace=place).to_expr()


def _narrow(column: str, kind: DataType) -> str:
    """Sums of whole numbers come out twice as wide as was said, and cost it in every later scan."""
    return f'CAST("{column}" AS BIGINT) AS "{column}"' if kind.is_int64() else f'"{column}"'


def numbers(table: pa.Table, name: str) -> np.ndarray:
    """A numeric column as doubles; empty values become NaN."""
    column = table[name]
    if len(column) == 0:
        return np.empty(0)
    wide = pa.concat_arrays(column.cast(pa.float64()).chunks)
    return numpy_of(pc.fill_null(wide, doubles(np.array([np.nan]))[0]) if wide.null_count else wide).copy()


def words(table: pa.Table, name: str) -> pa.Array:
    """A text column as one array."""
    column = table[name]
    return pa.concat_arrays(column.chunks) if column.num_chunks else word_column([])


def number_column(values: np.ndarray) -> pa.Array:
    """Doubles or whole numbers as an Arrow column."""
    whole = np.issubdtype(values.dtype, np.integer)
    tight = np.ascontiguousarray(values, dtype="i8" if whole else "f8")
    return pa.Array.from_buffers(pa.int64() if whole else pa.float64(), len(tight), [None, pa.py_buffer(tight)])


def flag_column(values: np.ndarray) -> pa.Array:
    """Yes and no as an Arrow column."""
    packed = np.packbits(values.astype(bool), bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(packed)])


def word_column(values: Sequence[str]) -> pa.Array:
    """Texts as an Arrow column."""
    encoded = [value.encode() for value in values]
    ends = np.concatenate([[0], np.cumsum([len(value) for value in encoded])]).astype("i4")
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def table_of(columns: Mapping[str, pa.Array]) -> pa.Table:
    """Columns by name as one table."""
    return pa.Table.from_arrays(list(columns.values()), names=list(columns))


def positions(wanted: pa.Array, among: pa.Array) -> np.ndarray:
    """Where each wanted text stands among others, -1 where it does not."""
    found = table_of({"at": _index_in(wanted, among)})
    return np.nan_to_num(numbers(found, "at"), nan=-1.0).astype("i8")


def _index_in(wanted: pa.Array, among: pa.Array) -> pa.Array:
    return pc.index_in(wanted, value_set=among)
