"""Events as one Ibis table: from plain files, as the command line has them, and from the store's published files.

In these tables `ts` is a timestamp without zone that holds UTC, which engines calculate with several times faster than
with zones; compare it with naive UTC datetimes. Everything else is the contract's type.
"""

import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends import BaseBackend

from kolony_engine.events.arrays import nothing
from kolony_engine.events.contract import EVENT_SCHEMA
from kolony_engine.events.engine import connect
from kolony_engine.events.errors import EngineError
from kolony_engine.events.parquet_view import contract_select, text_literal
from kolony_engine.events.reading.companions import Companion
from kolony_engine.events.reading.meaning import headers
from kolony_engine.events.report import Tally
from kolony_engine.events.source import EventSource, Paths, TablePart, open_events

STORED = (*EVENT_SCHEMA.names, "source")


def events_table(
    source: Paths | EventSource,
    connection: BaseBackend | None = None,
    *,
    only: Mapping[str, str] | None = None,
    tally: Tally | None = None,
) -> ibis.Table:
    """All events of files or folders (or of an opened source) as one Ibis table with the columns of `EVENT_SCHEMA`.

    Any format `open_events` knows. Parquet files that already follow the contract are read where they lie; everything
    else is read once, row by row, and rows that cannot be read are left out: give a `tally` to learn how many, and why.
    `only={"site": "physics"}` keeps the rows of a Parquet file whose further columns have these values, for files that
    hold several communities. Without a `connection` a new DuckDB connection is opened.
    """
    opened = source if isinstance(source, EventSource) else open_events(source)
    connection = connection or connect()
    if connection.name == "duckdb":
        return _in_duckdb(opened, connection, dict(only or {}), tally or Tally())
    if only:
        raise EngineError("E-ENGINE-103", option="only", engine=connection.name)
    return _in_spark(connection, [_spooled(opened, connection, tally or Tally())])


def stored_table(files: list[Path], connection: BaseBackend | None = None) -> ibis.Table:
    """The events of published store files as one Ibis table: the contract, and the `source` from the folder's name."""
    connection = connection or connect()
    if connection.name != "duckdb" and files:
        return _stored_in_spark(connection, files)
    columns = ", ".join("make_timestamp(epoch_us(ts)) AS ts" if column == "ts" else column for column in STORED)
    paths = ", ".join(text_literal(str(file)) for file in files)
    relation = f"read_parquet([{paths}], hive_partitioning=true, hive_types_autocast=false)"
    if not files:
        types = {"ts": "TIMESTAMP", "day_only": "BOOLEAN", "value": "DOUBLE", "tags": "VARCHAR[]"}
        columns = ", ".join(f"NULL::{types.get(column, 'VARCHAR')} AS {column}" for column in STORED)
        relation = "(SELECT 1) WHERE false"
    return _view(connection, " ".join(["SELECT", columns, "FROM", relation]))


def _view(connection: BaseBackend, query: str) -> ibis.Table:
    name = f"events_{uuid4().hex}"
    connection.raw_sql(" ".join([f'CREATE TEMPORARY VIEW "{name}" AS', query])).fetchall()
    return connection.table(name)


def _in_duckdb(source: EventSource, connection: BaseBackend, wheres: Mapping[str, str], tally: Tally) -> ibis.Table:
    direct = {part.path: contract_select(connection, part.path, wheres) for part in source.parts if _is_parquet(part)}
    selects = [select for select in direct.values() if select]
    rest = tuple(part for part in source.parts if not (isinstance(part, Companion) or _is_direct(part, direct)))
    if rest:
        if wheres:
            raise EngineError("E-ENGINE-103", option="only", engine="duckdb")
        name = f"read_{uuid4().hex}"
        connection.con.register(name, _read(EventSource(rest), tally))
        columns = ", ".join("make_timestamp(epoch_us(ts)) AS ts" if c == "ts" else c for c in EVENT_SCHEMA.names)
        selects.append(" ".join(["SELECT", columns, f'FROM "{name}"']))
    return _view(connection, " UNION ALL ".join(selects))


def _is_direct(part: object, direct: Mapping[Path, str | None]) -> bool:
    return isinstance(part, TablePart) and bool(direct.get(part.path))


def _is_parquet(part: object) -> bool:
    """Whether this is a Parquet file whose columns already have the contract's names."""
    if not (isinstance(part, TablePart) and part.kind == "parquet"):
        return False
    return all(header == column for header, column in part.mapping.items()) and set(headers.NEEDED) <= set(part.mapping)


def _read(source: EventSource, tally: Tally) -> pa.Table:
    tables = []
    for batch in source.read():
        tally.count(batch)
        tables.append(batch.events)
    return pa.concat_tables(tables) if tables else nothing(EVENT_SCHEMA)


def _spooled(source: EventSource, connection: BaseBackend, tally: Tally) -> Path:
    """The events as one Parquet file of the contract, that goes when the connection goes."""
    folder = Path(tempfile.mkdtemp(prefix="kolony-events-"))
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    with pq.ParquetWriter(folder / "events.parquet", EVENT_SCHEMA) as writer:
        for batch in source.read():
            tally.count(batch)
            writer.write_table(batch.events)
    return folder / "events.parquet"


def _in_spark(connection: BaseBackend, files: list[Path]) -> ibis.Table:
    frame = connection._session.read.parquet(*(str(file) for file in files))
    name = f"events_{uuid4().hex}"
    frame.createOrReplaceTempView(name)
    table = connection.table(name)
    return table.select(*EVENT_SCHEMA.names).mutate(ts=table.ts.cast("timestamp"))


def _stored_in_spark(connection: BaseBackend, files: list[Path]) -> ibis.Table:
    """The source is told to Spark source by source: from a folder's name it reads Chinese letter by letter."""
    by_source: dict[str, list[Path]] = {}
    for file in files:
        by_source.setdefault(unquote(file.parent.parent.name.partition("=")[2]), []).append(file)
    tables = [_in_spark(connection, paths).mutate(source=ibis.literal(name)) for name, paths in by_source.items()]
    return ibis.union(*tables) if len(tables) > 1 else tables[0]
