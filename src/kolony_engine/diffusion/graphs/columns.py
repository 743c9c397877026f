"""Flat files as columns by name: whatever a person's spreadsheet or another program wrote is as good as plain CSV.

Plain CSV (UTF-8, commas) and Parquet are read at once. Everything else goes through the readers of `events`: packed
files, tabs and semicolons, UTF-16 and GB18030, workbooks, JSON. A file that holds one row that cannot be read is
refused whole, with that row: half a graph is another graph.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.events.arrays import numpy_of, text, texts
from kolony_engine.events.reading.flat.tables import Options
from kolony_engine.events.reading.meaning.numbers import number
from kolony_engine.events.reading.recognise import kind_of
from kolony_engine.events.reading.registry import TABLES, reader_for

WHOLE = r"^(0|-?[1-9][0-9]{0,18})$"
MISSING = ("#N/A", "N/A", "NA", "NULL", "NaN", "n/a", "nan", "null")  # among numbers
STRETCH = 1 << 16  # bytes of a CSV read at once


def column_names(path: Path) -> tuple[str, ...]:
    """The names in a flat file's header, without blanks and capitals; none where it is no flat file or has no header.

    Raises DiffusionError E-DIFF-101 when it is not there, EngineError E-READ-1xx as `read_columns`.
    """
    return tuple(map(_plainly, first_line(path)))


def first_line(path: Path) -> tuple[str, ...]:
    """The cells of a flat file's first line as they stand. Raises what `column_names` raises."""
    if not path.exists():
        raise DiffusionError("E-DIFF-101", file=str(path))
    return () if path.is_dir() or kind_of(path) not in TABLES else tuple(_reader(path).headers)


def read_columns(path: Path, needed: Sequence[str], *, ids: Sequence[str] = (), careful: bool = False) -> pa.Table:
    """A flat file as a table that has at least the `needed` columns; an empty cell of text is missing.

    ids      columns whose cells say who somebody is: `007` and `1e3` are names there, not numbers
    careful  only the needed columns, and no cell is taken for what it only looks like (slower: for short files)

    Raises DiffusionError E-DIFF-101 when the file is not there, 102 when it cannot be read, 103 when a column is
    missing (naming those found), 105 when a row cannot be read (naming its line); EngineError E-READ-1xx when it is
    empty, cannot be unpacked or is of no known kind.
    """
    if not path.is_file():
        raise DiffusionError("E-DIFF-101", file=str(path))
    try:
        table = _at_once(path, needed, ids, careful)
        return _by_reader(path, needed, ids) if table is None else table
    except (pa.ArrowException, OSError) as error:
        raise DiffusionError("E-DIFF-102", file=str(path), reason=str(error).splitlines()[0]) from error


def read_list(path: Path, name: str) -> pa.Table:
    """A file of one column without a header, as a table with the column `name`. Raises what `read_columns` raises."""
    (first,) = first_line(path)
    rest = read_columns(path, (_plainly(first),), careful=True).column(0)
    return pa.table({name: _numbered(pa.chunked_array([texts([first.strip()]), *_as_text(rest).chunks]))})


def ids_of(table: pa.Table, column: str, path: Path) -> np.ndarray:
    """A column of ids: int64 where all are whole numbers, else text."""
    values = _filled(table, column, path, "E-DIFF-104")
    if is_number(values.type):
        try:
            return whole_numbers(values)
        except pa.ArrowInvalid:
            pass  # beyond int64, or a fraction: as text
    try:
        return np.asarray(values.cast(pa.string()).to_pylist(), dtype=str)
    except pa.ArrowException as error:
        raise DiffusionError("E-DIFF-106", file=str(path), column=column, kind=str(values.type)) from error


def first_name(ids: np.ndarray) -> int | None:
    """Where among ids the first one stands that is not written as a whole number; None where all are."""
    if ids.dtype.kind != "U":
        return None
    whole, most = re.compile(WHOLE), np.iinfo(np.int64).max
    rows = enumerate(ids.tolist())
    return next((row for row, value in rows if not whole.match(value) or abs(int(value)) > most), None)


def names_of(table: pa.Table, column: str, path: Path) -> tuple[np.ndarray, tuple[str, ...]]:
    """A column of names: int32 which of them, and the names. Raises DiffusionError E-DIFF-104 for an empty cell."""
    coded = _filled(table, column, path, "E-DIFF-104").cast(pa.string()).dictionary_encode().combine_chunks()
    return numpy_of(coded.indices.cast(pa.int64())).astype(np.int32), tuple(coded.dictionary.to_pylist())


def numbers_of(table: pa.Table, column: str, path: Path) -> np.ndarray:
    """A column of numbers as doubles, also as people write them (`1,200`, `1.2万`, `￥80`).

    Raises DiffusionError E-DIFF-107 for an empty cell, 108 for what is no number (both naming the row).
    """
    values = _filled(table, column, path, "E-DIFF-107")
    try:
        found = numpy_of(pa.concat_arrays(values.cast(pa.float64(), safe=False).chunks))
    except pa.ArrowException as error:
        if not pa.types.is_string(values.type):
            raise DiffusionError("E-DIFF-106", file=str(path), column=column, kind=str(values.type)) from error
        return _written(values.to_pylist(), column, path)
    if pa.types.is_string(values.type) and not np.isfinite(found).all():
        return _written(values.to_pylist(), column, path)
    return found.copy()


def is_number(kind: pa.DataType) -> bool:
    """Also a double: pandas makes one of every whole number that stands beside a missing one."""
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


def whole_numbers(values: pa.ChunkedArray) -> np.ndarray:
    """int64, without an empty one among them."""
    return numpy_of(pa.concat_arrays(values.cast(pa.int64()).chunks)) if len(values) else np.empty(0, np.int64)


def _written(cells: list[str], column: str, path: Path) -> np.ndarray:
    found = np.empty(len(cells))
    for row, cell in enumerate(cells):
        try:
            found[row] = number(cell)
        except ValueError as error:
            raise DiffusionError("E-DIFF-108", file=str(path), column=column, row=row + 1, value=cell) from error
    return found


def _at_once(path: Path, needed: Sequence[str], ids: Sequence[str], careful: bool) -> pa.Table | None:
    """What Arrow can read alone; None where it cannot, or not surely."""
    kind = kind_of(path)
    if kind == "parquet":
        table = parquet.ParquetFile(path).read()  # `read_table` would import pandas
        return _named(table, plain_names(table.column_names), path, needed)
    if kind != "csv":
        return None
    try:
        table = _as_written(path, needed, ids) if careful else _as_understood(path, ids)
    except (pa.ArrowException, OSError):
        return None
    odd = any(pa.types.is_binary(field.type) for field in table.schema)
    if odd or not set(needed) <= set(table.column_names):
        return None
    return _without_blanks(table)


def _as_understood(path: Path, ids: Sequence[str]) -> pa.Table:
    """A plain CSV, each column of the kind that Arrow sees in it; ids as in `_as_written`."""
    table = csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=dict.fromkeys(ids, pa.string())))
    for place, name in enumerate(table.column_names):
        if name in ids:
            table = table.set_column(place, name, _numbered(_tidy(table.column(place))))
    return table


def _as_written(path: Path, needed: Sequence[str], ids: Sequence[str]) -> pa.Table:
    """A plain CSV of only these columns, as whole numbers where all of one are written as such, else as text."""
    kept = csv.ConvertOptions(include_columns=needed, column_types=dict.fromkeys(needed, pa.string()))
    read = csv.ReadOptions(use_threads=False, block_size=STRETCH)
    with csv.open_csv(path, read, None, kept, pa.system_memory_pool()) as reader:
        pieces = [[_whole(_tidy(column)) for column in piece.columns] for piece in reader]
    joined = {name: _joined([piece[place] for piece in pieces]) for place, name in enumerate(needed)}
    return pa.table({name: _numbered(column) if name in ids else column for name, column in joined.items()})


def _joined(pieces: Sequence[pa.Array]) -> pa.ChunkedArray:
    """As whole numbers where all pieces are, else as the text they stood as."""
    same = len({piece.type for piece in pieces}) == 1
    return pa.chunked_array(pieces if same else [_as_text(piece) for piece in pieces], None if same else pa.string())


def _by_reader(path: Path, needed: Sequence[str], ids: Sequence[str]) -> pa.Table:
    kind = kind_of(path)
    if kind not in TABLES:
        raise DiffusionError("E-DIFF-103", file=str(path), missing=list(needed), found=[])
    reader = _reader(path)
    pieces = []
    for raw in reader.rows(reader.headers):
        if raw.refused:
            first = raw.refused[0]
            raise DiffusionError("E-DIFF-105", file=str(path), line=first.line, reason=first.code, value=first.value)
        pieces.append(pa.table({name: _as_text(raw.columns[name]) for name in reader.headers}))
    empty = pa.table({name: texts([]) for name in reader.headers})
    table = _named(pa.concat_tables(pieces or [empty]), plain_names(reader.headers), path, needed)
    columns = zip(table.column_names, table.columns, strict=True)
    return pa.table({name: _numbered(column) if name in ids else _whole(column) for name, column in columns})


def _reader(path: Path):
    return reader_for(kind_of(path))(path, Options())


def _as_text(column: pa.Array) -> pa.Array:
    return column.cast(pa.string())


def _plainly(name: str) -> str:
    return name.strip().casefold()


def plain_names(names: Sequence[str]) -> list[str]:
    """Names without blanks and capitals, unless two would be the same then."""
    plain = [_plainly(name) for name in names]
    return [short if plain.count(short) == 1 else name for short, name in zip(plain, names, strict=True)]


def _named(table: pa.Table, names: list[str], path: Path, needed: Sequence[str]) -> pa.Table:
    missing = [name for name in needed if name not in names]
    if missing:
        raise DiffusionError("E-DIFF-103", file=str(path), missing=missing, found=table.column_names)
    return _without_blanks(table.rename_columns(names))


def _without_blanks(table: pa.Table) -> pa.Table:
    """With empty texts, and numbers that are none, as missing."""
    for place, name in enumerate(table.column_names):
        table = table.set_column(place, name, _tidy(table.column(place)))
    return table


def _tidy(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Text without the blanks around it; what is empty then, or a number that is none, as missing."""
    if _is_text(column.type):
        column = pc.utf8_trim_whitespace(column.cast(pa.string()))
        blank = pc.equal(column, text(""))
    elif pa.types.is_floating(column.type):
        blank = pc.is_nan(column)
    else:
        return column
    return pc.if_else(blank, pa.nulls(1, column.type)[0], column) if pc.any(blank).as_py() else column


def _is_text(kind: pa.DataType) -> bool:
    """However a Parquet file keeps it."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _numbered(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A whole column as numbers where all are written as whole numbers in one way: `7`, or `7.0` as pandas writes them
    beside an empty cell. `NA` among them is an empty cell, among names it is a name."""
    for attempt in (_whole, _without_missing, _without_point):
        found = column if pa.types.is_integer(column.type) else attempt(column)
        if pa.types.is_integer(found.type):
            return found
    return column


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Whole numbers where all are written as such: `007` is a name, and so is what 64 bits cannot hold."""
    if column.null_count == len(column):
        return column
    try:
        numbers = column.cast(pa.int64())
    except pa.ArrowInvalid:
        return column
    chunks = numbers.chunks if isinstance(numbers, pa.ChunkedArray) else [numbers]
    written = sum(characters(numpy_of(chunk.drop_null())) for chunk in chunks)
    return numbers if written == pc.sum(pc.binary_length(column)).as_py() else column


def characters(numbers: np.ndarray) -> int:
    """How many whole numbers take: `007` would have taken more."""
    size, power = np.abs(numbers), 10
    count, most = len(numbers) + np.count_nonzero(numbers < 0), int(size.max(initial=0))
    while power <= most:
        count += np.count_nonzero(size >= power)
        power *= 10
    return count


def _without_missing(column: pa.ChunkedArray) -> pa.ChunkedArray:
    missing = pc.is_in(column, value_set=texts(MISSING))
    return _whole(pc.if_else(missing, text(None), column)) if pc.any(missing).as_py() else column


def _without_point(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pc.all(pc.ends_with(column, ".0")).as_py():
        return column
    return _whole(pc.utf8_slice_codeunits(column, 0, -2))


def _filled(table: pa.Table, column: str, path: Path, code: str) -> pa.ChunkedArray:
    """A column of which no cell is empty; else refused with the first row that is, counted from 1 below the header."""
    values = table[column]
    if values.null_count:
        row = values.is_null().index(True).as_py() + 1
        raise DiffusionError(code, file=str(path), column=column, row=row)
    return values
