"""People as numbers: an id is text to everybody who asks, and four bytes to the engine that groups and joins by it.

DuckDB's named numbers (ENUM) are made in the order of the ids, so that sorting by number is sorting by id. Nothing else
has to know: the expressions stay the same, and on another engine the events are handed on as they are.

A book outlives its people's order: there numbers are plain, given as people come, and ids are put back at the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import ibis

from kolony_engine.measures.doors.arrow import stored

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
class People:
    """Who is meant by the numbers of a book; nobody, where the ids themselves are at hand."""

    numbers: ibis.Table | None = None

    def named(self, rows: ibis.Table, *columns: str) -> ibis.Table:
        """The same rows with ids for the numbers of these columns."""
        return self._swapped(rows, columns, "number", "name")

    def numbered(self, rows: ibis.Table, *columns: str) -> ibis.Table:
        """The same rows with numbers for the ids of these columns."""
        return self._swapped(rows, columns, "name", "number")

    def _swapped(self, rows: ibis.Table, columns: tuple[str, ...], given: str, wanted: str) -> ibis.Table:
        for column in columns if self.numbers is not None else ():
            here, there = f"{column}_{given}", f"{column}_{wanted}"
            joined = rows.left_join(self.numbers.select(**{here: given, there: wanted}), [(column, here)])
            rows = joined.select(**{name: there if name == column else name for name in rows.columns})
        return rows


@contextmanager
def coded(events: ibis.Table) -> Iterator[ibis.Table]:
    """The columns `COLUMNS` of events, people by number, while the block lasts."""
    wanted = events.select(*COLUMNS)
    backend = events.get_backend()
    if backend.name != "duckdb":
        yield wanted
        return
    mark = uuid4().hex
    names = {part: f"{part}_{mark}" for part in ("names", "people", "codes", "coded")}
    for query in (NAMES, *CODES.split(";"), CODED):
        backend.con.execute(query.format(events=backend.compile(wanted), **names)).fetchall()
    try:
        yield stored(backend, names["coded"], wanted.schema())
    finally:
        for query in GONE.split(";"):
            backend.con.execute(query.format(**names)).fetchall()
