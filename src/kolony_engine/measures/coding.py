"""People as numbers: an id is text to everybody who asks, and four bytes to the engine that groups and joins by it.

DuckDB's named numbers (ENUM) are made in the order of the ids, so that sorting by number is sorting by id. Nothing else
has to know: the expressions stay the same, and on another engine the events are handed on as they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import ibis

from kolony_engine.measures.arrow import stored

COLUMNS = ("ts", "actor_id", "verb", "target_user_id", "value")

NAMES = """
CREATE TEMPORARY TABLE "{names}" AS
SELECT DISTINCT id AS name FROM (
  SELECT actor_id AS id FROM ({events}) AS given UNION ALL SELECT target_user_id FROM ({events}) AS got
) AS everybody WHERE id IS NOT NULL UNION SELECT ''
"""
CODES = """
CREATE TYPE "{people}" AS ENUM (SELECT name FROM "{names}" ORDER BY name);
CREATE TEMPORARY TABLE "{codes}" AS SELECT name, CAST(name AS "{people}") AS code FROM "{names}";
DROP TABLE "{names}"
"""
CODED = """
CREATE TEMPORARY TABLE "{coded}" AS
SELECT ts, actor.code AS actor_id, verb, target.code AS target_user_id, value FROM ({events}) AS events
LEFT JOIN "{codes}" AS actor ON actor.name = events.actor_id
LEFT JOIN "{codes}" AS target ON target.name = events.target_user_id
"""
GONE = 'DROP TABLE "{coded}"; DROP TABLE "{codes}"; DROP TYPE "{people}"'


@dataclass(frozen=True)
class Coded:
    """The columns `COLUMNS` of events, people by number; and the numbers, for tables that were counted elsewhere."""

    events: ibis.Table
    codes: ibis.Table | None = None

    def numbered(self, table: ibis.Table, *columns: str) -> ibis.Table:
        """A table of the same engine with the people of these columns by number."""
        for column in columns if self.codes is not None else ():
            number = f"{column}_number"
            people = self.codes.select(**{f"{column}_name": "name", number: "code"})
            joined = table.left_join(people, [(column, f"{column}_name")])
            table = joined.select(**{name: number if name == column else name for name in table.columns})
        return table


@contextmanager
def coded(events: ibis.Table) -> Iterator[Coded]:
    """Number the people of these events, while the block lasts."""
    wanted = events.select(*COLUMNS)
    backend = events.get_backend()
    if backend.name != "duckdb":
        yield Coded(wanted)
        return
    mark = uuid4().hex
    names = {part: f"{part}_{mark}" for part in ("names", "people", "codes", "coded")}
    for query in (NAMES, *CODES.split(";"), CODED):
        backend.con.execute(query.format(events=backend.compile(wanted), **names)).fetchall()
    try:
        text = ibis.schema({"name": "string", "code": "string"})
        yield Coded(stored(backend, names["coded"], wanted.schema()), stored(backend, names["codes"], text))
    finally:
        for query in GONE.split(";"):
            backend.con.execute(query.format(**names)).fetchall()
