"""Edge lists from files: CSV or Parquet with the columns source, target and perhaps p ("source influences target")."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph, build_graph
from kolony_engine.diffusion.graphs.grouping import read_in_pieces
from kolony_engine.events.arrays import numpy_of
from kolony_engine.measures.arrow import numbers


def read_edges(path: Path) -> Graph:
    """The graph in an edge list; whole-number ids stay numbers, anything else is text.

    Raises DiffusionError E-DIFF-101 when the file is not there, 102 when it cannot be read, 103 when a column is
    missing (naming those found), 104 when an id is missing (naming the row), and what `build_graph` raises.
    """
    graph = read_in_pieces(path) if path.is_file() else None
    if graph is not None:
        return graph
    table = read_columns(path, ("source", "target"))
    try:
        weights = numbers(table, "p") if "p" in table.column_names else None
        source, target = ids_of(table, "source", path), ids_of(table, "target", path)
    except pa.ArrowInvalid as error:
        raise DiffusionError("E-DIFF-102", file=str(path), reason=str(error).splitlines()[0]) from error
    if source.dtype != target.dtype and "U" in (source.dtype.kind + target.dtype.kind):
        source, target = source.astype(str), target.astype(str)
    return build_graph(source, target, weights)


def read_columns(path: Path, needed: tuple[str, ...]) -> pa.Table:
    """A CSV or Parquet file as a table that has at least the `needed` columns."""
    if not path.is_file():
        raise DiffusionError("E-DIFF-101", file=str(path))
    try:
        # `read_table` would import pandas
        table = parquet.ParquetFile(path).read() if path.suffix == ".parquet" else csv.read_csv(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise DiffusionError("E-DIFF-102", file=str(path), reason=str(error).splitlines()[0]) from error
    missing = [name for name in needed if name not in table.column_names]
    if missing:
        raise DiffusionError("E-DIFF-103", file=str(path), missing=missing, found=table.column_names)
    return table


def ids_of(table: pa.Table, column: str, path: Path) -> np.ndarray:
    """A column of ids: int64 where all are whole numbers, else text."""
    values = table[column]
    if values.null_count:
        row = values.is_null().index(True).as_py() + 1
        raise DiffusionError("E-DIFF-104", file=str(path), column=column, row=row)
    if pa.types.is_integer(values.type):
        return whole_numbers(values)
    return np.asarray(values.cast(pa.string()).to_pylist(), dtype=str)


def whole_numbers(values: pa.ChunkedArray) -> np.ndarray:
    """int64, without an empty one among them."""
    return numpy_of(pa.concat_arrays(values.cast(pa.int64()).chunks)) if len(values) else np.empty(0, np.int64)
