"""Words and members beside an event file: `words.csv`, `members.parquet`, ... with the contract's own headers.

This is the exchange format for everybody's own export: three tables in one folder, of which only the events are needed.
A file of members may have any headers where somebody says, or the headers tell, what they stand for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from kolony_engine.events.arrays import flags, integers, nothing
from kolony_engine.events.batches import EventBatch, Refused, shown
from kolony_engine.events.contract import EVENT_SCHEMA, MEMBER_SCHEMA, WORDS_SCHEMA
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.flat.tables import Options, RawRows, TableReader
from kolony_engine.events.reading.meaning import headers, times
from kolony_engine.events.reading.meaning.cells import as_text
from kolony_engine.events.reading.recognise import flat_files, kind_of
from kolony_engine.events.reading.registry import reader_for

TABLES = {"words": WORDS_SCHEMA, "members": MEMBER_SCHEMA}


@dataclass(frozen=True)
class Companion:
    """One such table; `mapping` says which header is which of its columns, what it does not name is left out."""

    path: Path
    name: str
    kind: str
    reader: TableReader
    options: Options
    mapping: dict[str, str]
    missing = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        return (self.path,)

    def batches(self, files: object) -> Iterator[tuple[EventBatch, int]]:
        """Batches without events; a row without its key or with a time that is none is refused."""
        schema = TABLES[self.name]
        for raw in self.reader.rows(list(self.mapping)):
            table, refused = self._table(raw, schema)
            rows = tuple(sorted((*raw.refused, *refused), key=lambda row: row.line))
            yield EventBatch(nothing(EVENT_SCHEMA), **{self.name: table}, refused=rows), raw.position

    def _table(self, raw: RawRows, schema: pa.Schema) -> tuple[pa.Table, list[Refused]]:
        bad: dict[int, tuple[str, str]] = {}
        columns = []
        header_of = {column: header for header, column in self.mapping.items()}
        for field in schema:
            column = raw.columns.get(header_of.get(field.name, ""))
            if column is None:
                columns.append(pa.nulls(len(raw.lines), field.type))
                continue
            values, codes = self._typed(column, field)
            columns.append(values)
            for row, code in codes.items():
                bad.setdefault(row, (header_of[field.name], code))
        keep = np.ones(len(raw.lines), dtype=bool)
        keep[list(bad)] = False
        refused = [
            Refused(self.path.name, raw.lines[row], name, code, shown(raw.columns[name][row].as_py()))
            for row, (name, code) in bad.items()
        ]
        table = pa.table(columns, names=schema.names).filter(flags(keep))
        return table.cast(schema), refused

    def _typed(self, column: pa.Array, field: pa.Field) -> tuple[pa.Array, dict[int, str]]:
        if not pa.types.is_timestamp(field.type):
            written = as_text(column)
            empty = [] if field.nullable else [row for row, text in enumerate(written.to_pylist()) if not text]
            return written, dict.fromkeys(empty, "E-READ-234")
        parse = times.typed if pa.types.is_timestamp(column.type) else times.parsed_all
        source = column if pa.types.is_timestamp(column.type) else as_text(column)
        micros, _, codes = parse(source, self.options.zone)
        unknown = [row for row, code in codes.items() if code == "E-READ-211" and field.nullable]
        known = np.ones(len(micros), dtype=bool)
        known[unknown] = False
        placed = integers(np.where(micros == times.MISSING, 0, micros))
        return _gaps(placed, known).cast(field.type), {row: codes[row] for row in codes if row not in set(unknown)}


def _gaps(column: pa.Array, known: np.ndarray) -> pa.Array:
    """The column with nothing where it is not known."""
    if known.all():
        return column
    return pa.compute.if_else(flags(known), column, pa.nulls(1, column.type)[0])


def companions(folder: Path, options: Options) -> list[Companion]:
    """The tables of words and members in a folder."""
    found = []
    for file in flat_files(folder):
        name = file.name.split(".", 1)[0].casefold()
        if name in TABLES:
            reader = reader_for(kind_of(file))(file, options)
            needed = [field.name for field in TABLES[name] if not field.nullable]
            if set(needed) <= set(reader.headers):
                exact = {column: column for column in TABLES[name].names if column in reader.headers}
                found.append(Companion(file, name, reader.kind, reader, options, exact))
    return found


def members_file(path: Path, kind: str, options: Options, mapping: Mapping[str, str]) -> Companion:
    """One file that says who the members are, by a person's mapping or a proposed one.

    Refuses with E-READ-111, E-READ-112 and E-READ-113 what does not fit the file, with E-READ-116 if there are no ids.
    """
    reader = reader_for(kind)(path, options)
    chosen = headers.checked(mapping, reader.headers, path.name, headers.MEMBER_COLUMNS)
    if "actor_id" not in chosen.values():
        raise EngineError("E-READ-116", file=path.name, missing=["actor_id"], headers=list(reader.headers))
    return Companion(path, "members", reader.kind, reader, options, chosen)
