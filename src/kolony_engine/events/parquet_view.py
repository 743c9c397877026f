"""Parquet files that already follow the contract, as DuckDB reads them in place."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends import BaseBackend

from kolony_engine.events.reading.meaning.times import EARLIEST, LATEST
from kolony_engine.events.reading.meaning.verbs import verb_of

_DAY = 86_400_000_000


def contract_select(connection: BaseBackend, path: Path, wheres: Mapping[str, str]) -> str | None:
    """The query that reads this file as the contract says, or None where only the row-by-row reader would do.

    That is so when the time is text, or verbs are spelt in another way than the vocabulary's. What the reader would
    refuse is left out here as well: no time, one before 1971 or after 2099, a value that is no number.
    """
    schema = pq.read_schema(path)
    if not pa.types.is_timestamp(schema.field("ts").type) or _translated(connection, path):
        return None
    value, micros = "value" in schema.names, _micros(schema.field("ts").type)
    columns = [
        _event_id(path, schema),
        f"make_timestamp({micros}) AS ts",
        "day_only" if "day_only" in schema.names else f"({micros} % {_DAY} = 0) AS day_only",
        *(_id(schema, name) for name in ("actor_id", "verb", "object_id", "target_user_id", "topic_id")),
        "coalesce(value::DOUBLE, 1.0) AS value" if value else "1.0::DOUBLE AS value",
        *(_id(schema, name) for name in ("channel", "currency")),
        _tags(schema),
    ]
    conditions = ["verb IS NOT NULL", f"{micros} >= {EARLIEST} AND {micros} < {LATEST}"]
    conditions += ["coalesce(isfinite(value::DOUBLE), true)"] if value else []
    conditions += [f'"{column}"::VARCHAR = {text_literal(value)}' for column, value in wheres.items()]
    relation = f"read_parquet({text_literal(str(path))}, file_row_number=true)"
    return " ".join(["SELECT", ", ".join(columns), "FROM", relation, "WHERE", " AND ".join(conditions)])


def text_literal(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"


def _micros(kind: pa.TimestampType) -> str:
    """Microseconds since 1970. DuckDB must first be told to forget the last digits of nanoseconds, as pandas writes."""
    return f"epoch_us(ts::{'TIMESTAMPTZ' if kind.tz else 'TIMESTAMP'})" if kind.unit == "ns" else "epoch_us(ts)"


def _translated(connection: BaseBackend, path: Path) -> bool:
    query = " ".join(["SELECT DISTINCT verb FROM", f"read_parquet({text_literal(str(path))})", "LIMIT 1000"])
    verbs = [verb for (verb,) in connection.raw_sql(query).fetchall()]
    return any(verb is not None and verb_of(str(verb)) != verb for verb in verbs)


def _event_id(path: Path, schema: pa.Schema) -> str:
    if "event_id" in schema.names:
        return "event_id::VARCHAR AS event_id"
    return f"{text_literal(path.name)} || ':' || (file_row_number + 1) AS event_id"


def _id(schema: pa.Schema, name: str) -> str:
    if name not in schema.names:
        return f"NULL::VARCHAR AS {name}"
    kind = schema.field(name).type
    if pa.types.is_floating(kind):
        return f"{name}::BIGINT::VARCHAR AS {name}"
    return f"{name}::VARCHAR AS {name}" if pa.types.is_integer(kind) else f"nullif({name}::VARCHAR, '') AS {name}"


def _tags(schema: pa.Schema) -> str:
    if "tags" not in schema.names:
        return "NULL::VARCHAR[] AS tags"
    nested = pa.types.is_list(schema.field("tags").type) or pa.types.is_large_list(schema.field("tags").type)
    return "tags::VARCHAR[] AS tags" if nested else "string_split_regex(tags::VARCHAR, '[,;|、，；]') AS tags"
