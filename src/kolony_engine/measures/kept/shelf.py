"""The database of a book: tables that are begun, added to, and changed all at once or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import ibis
from ibis.backends import BaseBackend

from kolony_engine.measures.counted.grains import Sums
from kolony_engine.measures.doors.arrow import narrow, stored

ADD = """
MERGE INTO book.{table} AS old USING more AS new ON {same} {both}
WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({values})
"""
MORE = "INSERT INTO book.{table} ({columns}) SELECT {columns} FROM more"


class Shelf:
    """The databases of a connection that are attached for a book: `book` stays, what else there is goes."""

    def __init__(self, connection: BaseBackend) -> None:
        self._connection = connection

    def attach(self, path: Path, name: str) -> None:
        """Open the database of this path, a fresh one where there is none."""
        self.run("ATTACH '{}' AS {}".format(str(path).replace("'", "''"), name))

    def detach(self, name: str) -> None:
        """Close a database, if it is open."""
        self.run(f"DETACH DATABASE IF EXISTS {name}")

    def held(self, name: str, schema: ibis.Schema, place: str | None = "book") -> ibis.Table:
        """A table that lies in a database; without a place, for the connection's life only."""
        return stored(self._connection, name, schema, place)

    def add_all(self, table: str, sums: Sums, pieces: Sequence[ibis.Table], begun: bool) -> None:
        """Add rows piece by piece; to a table that is begun now, where no row of one piece is in another.

        Rows that belong together come to lie together: what is grouped by them later is quicker.
        """
        if begun:
            self.create(table, pieces[0])
        for rows in pieces:
            if not begun:
                self.add(table, sums, rows)
            else:
                ordered = f" ORDER BY {', '.join(sums.key)}" if sums.key else ""
                self.run(f"INSERT INTO book.{table} {narrow(rows)}{ordered}")

    def create(self, table: str, rows: ibis.Table) -> None:
        """Begin an empty table for such rows."""
        self.run(f"CREATE TABLE book.{table} AS {narrow(rows)} LIMIT 0")

    def add(self, table: str, sums: Sums, rows: ibis.Table) -> None:
        """Add rows to a table: those of a key that is known already become one with what is there."""
        self.lay("more", [rows])
        query, values = ADD if sums.key else MORE, ", ".join(f"new.{name}" for name in rows.columns)
        self.run(query.format(table=table, columns=", ".join(rows.columns), values=values, **sums.told()))
        self.run("DROP TABLE more")

    def replace(self, table: str, pieces: Sequence[ibis.Table]) -> None:
        """Make a table of these rows, which may be made from what it holds."""
        self.lay("more", pieces)
        self.run(f"CREATE OR REPLACE TABLE book.{table} AS FROM more; DROP TABLE more")

    def lay(self, name: str, pieces: Sequence[ibis.Table]) -> None:
        """Lay rows out for a while."""
        self.run(f"CREATE TEMPORARY TABLE {name} AS {narrow(pieces[0])}")
        for rows in pieces[1:]:
            self.run(f"INSERT INTO {name} {narrow(rows)}")

    def run(self, query: str) -> None:
        """Do something."""
        self._connection.con.execute(query).fetchall()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple]:
        """Ask something."""
        return self._connection.con.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens in the block, or nothing of it."""
        self.run("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):
                self.run("ROLLBACK")
            raise
        self.run("COMMIT")
