"""Events as one Ibis table, straight from plain files: what the command line works on, without a database."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends import BaseBackend

from kolony_engine.events.contract import EVENT_SCHEMA
from kolony_engine.events.engine import connect
from kolony_engine.events.errors import EngineError

Paths = str | Path | Iterable[str | Path]

STORED = (*EVENT_SCHEMA.names, "source")
NEEDED = frozenset({"ts", "verb"})


def events_table(
    paths: Paths, connection: BaseBackend | None = None, *, only: Mapping[str, str] | None = None
) -> ibis.Table:
    """All events of these files or folders as one Ibis table with the columns of `EVENT_SCHEMA`.

    Every column is cast to the contract: ids become text (12.0 becomes "12"), `value` a double (1 where empty). `ts` is
    a timestamp *without* zone holding UTC, which both engines calculate with much faster; compare it with naive UTC
    datetimes. `only={"site": "physics"}` keeps the rows whose extra columns have these values, for files that hold
    several communities. Without a `connection` a new DuckDB connection is opened.
    """
    connection = connection or connect()
    wheres = dict(only or {})
    selects = [_parquet_select(path, wheres) for path in event_files(paths)]
    name = f"events_{uuid4().hex}"
    connection.raw_sql(f'CREATE TEMPORARY VIEW "{name}" AS {" UNION ALL ".join(selects)}').fetchall()
    return connection.table(name)


def stored_table(files: list[Path], connection: BaseBackend | None = None) -> ibis.Table:
    """The events of published store files as one Ibis table: the contract, and the `source` from the folder's name."""
    connection = connection or connect()
    name = f"stored_{uuid4().hex}"
    columns = ", ".join("make_timestamp(epoch_us(ts)) AS ts" if column == "ts" else column for column in STORED)
    paths = ", ".join(_text(str(file)) for file in files)
    source = f"read_parquet([{paths}], hive_partitioning=true, hive_types_autocast=false)"
    if not files:
        types = {"ts": "TIMESTAMP", "day_only": "BOOLEAN", "value": "DOUBLE", "tags": "VARCHAR[]"}
        columns = ", ".join(f"NULL::{types.get(column, 'VARCHAR')} AS {column}" for column in STORED)
        source = "(SELECT 1) WHERE false"
    query = " ".join([f'CREATE TEMPORARY VIEW "{name}" AS SELECT', columns, "FROM", source])
    connection.raw_sql(query).fetchall()
    return connection.table(name)


def event_files(paths: Paths) -> list[Path]:
    """The event files behind these paths; of a folder, those Parquet files that have a time and a verb."""
    if isinstance(paths, str | Path):
        paths = [paths]
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += [file for file in sorted(path.rglob("*.parquet")) if NEEDED.issubset(pq.read_schema(file).names)]
        elif path.exists():
            found.append(path)
        else:
            raise EngineError("E-READ-101", file=str(path))
    if not found:
        raise EngineError("E-READ-103", paths=[str(path) for path in paths])
    return found


def _parquet_select(path: Path, wheres: Mapping[str, str]) -> str:
    schema = pq.read_schema(path)
    columns = [
        _event_id(path, schema),
        f"{_time(schema)} AS ts",
        "day_only" if "day_only" in schema.names else "(epoch_us(ts) % 86400000000 = 0) AS day_only",
        *(_id(schema, name) for name in ("actor_id", "verb", "object_id", "target_user_id", "topic_id")),
        "coalesce(value::DOUBLE, 1.0) AS value" if "value" in schema.names else "1.0::DOUBLE AS value",
        *(_id(schema, name) for name in ("channel", "currency")),
        "tags::VARCHAR[] AS tags" if "tags" in schema.names else "NULL::VARCHAR[] AS tags",
    ]
    conditions = [f'"{column}"::VARCHAR = {_text(value)}' for column, value in wheres.items()]
    source = f"read_parquet({_text(str(path))}, file_row_number=true)"
    return " ".join(["SELECT", ", ".join(columns), "FROM", source, "WHERE", " AND ".join(["true", *conditions])])


def _event_id(path: Path, schema: pa.Schema) -> str:
    if "event_id" in schema.names:
        return "event_id::VARCHAR AS event_id"
    return f"{_text(path.name)} || ':' || file_row_number AS event_id"


def _time(schema: pa.Schema) -> str:
    if pa.types.is_timestamp(schema.field("ts").type):
        return "make_timestamp(epoch_us(ts))"
    return "ts::TIMESTAMP"


def _id(schema: pa.Schema, name: str) -> str:
    if name not in schema.names:
        return f"NULL::VARCHAR AS {name}"
    if pa.types.is_floating(schema.field(name).type):
        return f"{name}::BIGINT::VARCHAR AS {name}"
    return f"{name}::VARCHAR AS {name}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
