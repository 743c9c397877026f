"""The book: what was counted from event files so far, kept beside them, so that a new day costs what that day costs.

One database holds the grains of all files, people by number, as of one moment. The next morning brings it forward by
the events of new files and by those that had not happened yet; nothing else is read. It happens in one transaction: a
run that is cut off leaves the book as it was. A published file never changes; if one is gone all the same (a load was
undone, a person erased), the book is thrown away and written anew.

    with counted_from(files, folder, recognition, as_of, connection) as counted: rank(events, query, counted)

Everything in the folder may be deleted at any time: it is counted anew when it is next needed.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb
import ibis
from ibis.backends import BaseBackend

from kolony_engine.events import Recognition, events_table
from kolony_engine.measures.arrow import narrow, stored
from kolony_engine.measures.cells import before, day_number, naive_utc, received
from kolony_engine.measures.coding import People
from kolony_engine.measures.grains import BIRTHS, CELLS, EARNED, EARNED_BY, GRAINS, POSTS, TOUCHED, Sums, aged, births
from kolony_engine.measures.known import Counted, mutual_of, pairs_of
from kolony_engine.measures.pieces import AT_ONCE, Piece, pieces_of
from kolony_engine.measures.weeks import DAYS, weeks_later, weeks_of, weeks_together

FORMAT = 4
"""Raised when what is counted changes: the book then has another name, and is begun anew."""

EVENTS = ibis.schema(
    {
        **{"ts": "timestamp(6)", "actor_id": "int32", "verb": "string", "object_id": "string"},
        **{"target_user_id": "int32", "topic_id": "string", "value": "float64"},
    }
)
PEOPLE = ibis.schema({"name": "string", "number": "int32"})
PAIR = ("target_user_id", "actor_id")
TWO = ibis.schema(dict.fromkeys(PAIR, "int32"))

Read = Callable[[list[Path], BaseBackend], ibis.Table]

EMPTY = """
CREATE TABLE book.files (name VARCHAR);
CREATE TABLE book.people (name VARCHAR, number INTEGER);
CREATE TABLE book.turned (target_user_id INTEGER, actor_id INTEGER);
CREATE TABLE book.moment (
  as_of TIMESTAMP, opens DOUBLE, closed DOUBLE, half_life DOUBLE, memory VARCHAR, bytes BIGINT
);
INSERT INTO book.moment SELECT NULL, NULL, NULL, NULL, NULL, NULL
"""
NEWCOMERS = """
CREATE TEMPORARY TABLE newcomers AS
SELECT name, CAST(row_number() OVER (ORDER BY name) + (SELECT coalesce(max(number), 0) FROM book.people) AS INTEGER)
  AS number
FROM (SELECT actor_id AS name FROM ({events}) AS did UNION SELECT target_user_id FROM ({events}) AS got) AS met
ANTI JOIN book.people USING (name) WHERE name IS NOT NULL
"""
ADD = """
MERGE INTO book.{table} AS old USING more AS new ON {same} {both}
WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({values})
"""
MORE = "INSERT INTO book.{table} ({columns}) SELECT {columns} FROM more"
MOVED = """
CREATE TEMPORARY TABLE moved AS
SELECT target_user_id, actor_id FROM book.touched WHERE day >= {first} AND day < {last}
UNION SELECT target_user_id, actor_id FROM book.turned;
CREATE TEMPORARY TABLE around AS
SELECT target_user_id, actor_id FROM book.turned UNION SELECT actor_id, target_user_id FROM book.turned;
DELETE FROM book.pairs AS old USING moved AS new
WHERE old.target_user_id = new.target_user_id AND old.actor_id = new.actor_id
"""
SUFFICES = "SELECT coalesce(memory <> current_setting('memory_limit') OR bytes > ?, true) FROM book.moment"
TOO_MUCH = "UPDATE book.moment SET memory = current_setting('memory_limit'), bytes = ?"
LATE = "UPDATE book.moment SET closed = NULL WHERE closed > (SELECT epoch(min(ts)) / 86400 FROM beside.fresh)"
"""Weeks that are closed are opened again when something is told of them."""


@contextmanager
def counted_from(
    files: Mapping[str, Path],
    folder: Path,
    recognition: Recognition,
    as_of: datetime,
    connection: BaseBackend,
    read: Read = events_table,
    at_once: int = AT_ONCE,
) -> Iterator[Counted | None]:
    """Bring the book of these files to a moment and open it; nothing for a moment before the one it stands at.

    A long history is counted a few people at a time, who are named in about `at_once` fields of its events. Where
    memory does not suffice all the same there is nothing either: such a history is counted whole.

    The folder is held until the block ends, so that nobody writes what is being read.
    """
    if not files or connection.name != "duckdb":
        yield None
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        names = {_name(key, path): path for key, path in files.items()}
        with _opened(folder / f"{_title(recognition)}.duckdb", names, Book(connection, recognition, at_once)) as book:
            yield book.counted(as_of) if _stands(book, names, as_of, read) else None


def _stands(book: "Book", names: Mapping[str, Path], as_of: datetime, read: Read) -> bool:
    """Whether the book could be brought to the moment."""
    stands = book.stands_at()
    size = sum(path.stat().st_size for path in names.values())
    if (stands is not None and stands > naive_utc(as_of)) or not book.holds(size):
        return False
    try:
        book.bring(names, as_of, read)
    except duckdb.OutOfMemoryException:
        book.refuse(size)
        return False
    return True


def _name(key: str, path: Path) -> str:
    """A file by its key, its size and its moment: a copy put in its place is another file."""
    told = path.stat()
    return f"{key}|{told.st_size}|{told.st_mtime_ns}"


def _title(recognition: Recognition) -> str:
    """Other weights are other numbers, and another version of the engine may write otherwise."""
    told = (FORMAT, duckdb.__version__, sorted(recognition.weights.items()))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _quoted(path: Path) -> str:
    return "'{}'".format(str(path).replace("'", "''"))


@contextmanager
def _opened(path: Path, names: Mapping[str, Path], book: "Book") -> Iterator["Book"]:
    """The book at its place; begun anew where it cannot be opened, or holds a file that is no longer there."""
    try:
        book.attach(path)
        usable = book.files() <= names.keys()
    except duckdb.Error:
        usable = False
    try:
        if not usable:
            book.detach()
            for part in (path, path.with_name(f"{path.name}.wal")):
                part.unlink(missing_ok=True)
            book.attach(path)
        yield book
    finally:
        book.detach()


class Book:
    """A book that is attached to a connection. Whoever opens it holds the folder."""

    def __init__(self, connection: BaseBackend, recognition: Recognition, at_once: int) -> None:
        self._connection, self._recognition, self._at_once = connection, recognition, at_once
        self._people = People(self._held("people", PEOPLE))
        self._fresh, self._every = (stored(connection, name, EVENTS, "beside") for name in ("fresh", "every"))
        counts = {name: grain.count(self._fresh, recognition) for name, grain in GRAINS.items()}
        self._tables = {name: self._held(name, rows.schema()) for name, rows in counts.items()}
        self._earned = self._held(EARNED, aged(received(self._fresh, recognition), counts[BIRTHS]).schema())

    def attach(self, path: Path) -> None:
        """Open the database of this path, a fresh one where there is none."""
        self._beside = path.with_suffix(".events")
        self._run(f"ATTACH {_quoted(path)} AS book")
        if not self._rows("SELECT 1 FROM duckdb_tables() WHERE database_name = 'book'"):
            with self._transaction():
                self._run(EMPTY)

    def detach(self) -> None:
        """Close the database."""
        self._run("DETACH DATABASE IF EXISTS book")

    def files(self) -> set[str]:
        """The names of the files it was written from."""
        return {name for (name,) in self._rows("SELECT name FROM book.files")}

    def stands_at(self) -> datetime | None:
        """All events before this moment were counted; nothing was yet, where there is none."""
        return self._rows("SELECT as_of FROM book.moment")[0][0]

    def holds(self, size: int) -> bool:
        """Whether memory may suffice for files of this size: less than has been tried in vain, or other memory."""
        return self._rows(SUFFICES, [size])[0][0]

    def refuse(self, size: int) -> None:
        """Note that memory did not suffice, so that it is not tried every morning."""
        self._rows(TOO_MUCH, [size])

    def counted(self, as_of: datetime) -> Counted:
        """What the book holds, as of the moment at which it stands."""
        weeks = partial(self._weeks, day_number(as_of))
        return Counted(as_of, self._tables, self._earned, self._pairs, weeks, self._people)

    def bring(self, names: Mapping[str, Path], as_of: datetime, read: Read) -> None:
        """Count what new files hold, and what has happened since the book was last brought to a moment."""
        stands, known = self.stands_at(), self.files()
        new = [path for name, path in names.items() if name not in known]
        told = [read(new, self._connection)] if new else []
        if stands is not None and stands < naive_utc(as_of):
            old = read([names[name] for name in sorted(known)], self._connection)
            told.append(old.filter(old.ts >= stands))
        if not told:
            return
        rows = [before(table, as_of).select(*EVENTS.names) for table in told]
        events = ibis.union(*rows) if len(rows) > 1 else rows[0]
        with self._laid_beside(events):
            late = stands is not None and self._told_late()
            if late:
                self._lay_beside("every", before(read(list(names.values()), self._connection), as_of))
            with self._transaction():
                self._count(begun=stands is None, late=late)
                self._run(LATE)
                self._run("INSERT INTO book.people FROM newcomers; DELETE FROM book.files")
                self._connection.con.executemany("INSERT INTO book.files VALUES (?)", [[name] for name in names])
                self._rows("UPDATE book.moment SET as_of = ?", [naive_utc(as_of)])

    @contextmanager
    def _laid_beside(self, events: ibis.Table) -> Iterator[None]:
        """Events by number of person, in a database of their own while the block lasts: packed, and not in memory."""
        leftover = (self._beside, self._beside.with_name(f"{self._beside.name}.wal"))
        try:
            for part in leftover:
                part.unlink(missing_ok=True)
            self._run(f"ATTACH {_quoted(self._beside)} AS beside")
            self._run(NEWCOMERS.format(events=self._connection.compile(events)))
            self._lay_beside("fresh", events)
            yield
        finally:
            self._run("DETACH DATABASE IF EXISTS beside; DROP TABLE IF EXISTS newcomers")
            for part in leftover:
                part.unlink(missing_ok=True)

    def _lay_beside(self, name: str, events: ibis.Table) -> None:
        everybody = People(self._people.numbers.union(stored(self._connection, "newcomers", PEOPLE)))
        rows = everybody.numbered(events.select(*EVENTS.names), *PAIR)
        self._run(f"CREATE TABLE beside.{name} AS {narrow(rows)}")

    def _count(self, *, begun: bool, late: bool) -> None:
        """Count the fresh events, and add them to what is there.

        A post that earned something before anybody told who wrote it asks for the whole history once more.
        """
        pieces = pieces_of(self._fresh, PAIR, self._at_once)
        for name, grain in GRAINS.items():
            rows = grain.count(self._fresh, self._recognition)
            self._add_all(name, grain.sums, [piece.of(rows, grain.person) for piece in pieces], begun)
        self._age(late, pieces_of(self._every, PAIR, self._at_once) if late else pieces, begun)

    def _age(self, late: bool, pieces: list[Piece], begun: bool) -> None:
        """Add what the fresh events tell of posts by age; late: all events, from the start."""
        if late:
            self._run("DELETE FROM book.earned")
        got, born = received(self._every if late else self._fresh, self._recognition), self._tables[BIRTHS]
        rows = [aged(piece.of(got, "target_user_id"), piece.of(born, "actor_id")) for piece in pieces]
        if begun:
            self._create(EARNED, rows[0])
        self._add_all(EARNED, EARNED_BY, rows, begun=False)

    def _told_late(self) -> bool:
        born = births(self._fresh, self._recognition)
        earned = born.semi_join(self._tables[POSTS], ["object_id", "actor_id"]).limit(1)
        return bool(self._rows(str(self._connection.compile(earned))))

    def _add_all(self, table: str, sums: Sums, pieces: Sequence[ibis.Table], begun: bool) -> None:
        """Add rows piece by piece; to a table that is begun now, where no row of one piece is in another.

        Rows that belong together come to lie together: what is grouped by them later is quicker.
        """
        if begun:
            self._create(table, pieces[0])
        for rows in pieces:
            if not begun:
                self._add(table, sums, rows)
            else:
                ordered = f" ORDER BY {', '.join(sums.key)}" if sums.key else ""
                self._run(f"INSERT INTO book.{table} {narrow(rows)}{ordered}")

    def _create(self, table: str, rows: ibis.Table) -> None:
        self._run(f"CREATE TABLE book.{table} AS {narrow(rows)} LIMIT 0")

    def _add(self, table: str, sums: Sums, rows: ibis.Table) -> None:
        """Add rows to a table: those of a key that is known already become one with what is there."""
        self._lay("more", rows)
        if table == TOUCHED:
            self._run("INSERT INTO book.turned SELECT DISTINCT target_user_id, actor_id FROM more")
        query, values = ADD if sums.key else MORE, ", ".join(f"new.{name}" for name in rows.columns)
        self._run(query.format(table=table, columns=", ".join(rows.columns), values=values, **sums.told()))
        self._run("DROP TABLE more")

    def _pairs(self, opens: float) -> tuple[ibis.Table, ibis.Table]:
        """The pairs of people, seen with a window that opens on a day, and those of them that are mutual.

        After the first time only those who met since, or on a day that the window passed, are taken out and made anew.
        """
        touched, opened = self._tables[TOUCHED], self._rows("SELECT opens FROM book.moment")[0][0]
        pairs = self._held("pairs", pairs_of(touched, opens).schema())
        with self._transaction():
            if opened is None:
                self._pair_all(touched, pairs, opens)
            else:
                self._run(MOVED.format(first=min(opened, opens), last=max(opened, opens)))
                moved, around = (stored(self._connection, name, TWO) for name in ("moved", "around"))
                self._add("pairs", Sums(), pairs_of(touched.semi_join(moved, PAIR), opens))
                self._add("mutual", Sums(PAIR), mutual_of(pairs.semi_join(around, PAIR)))
                self._run("DROP TABLE moved; DROP TABLE around")
            self._run("DELETE FROM book.turned")
            self._rows("UPDATE book.moment SET opens = ?", [opens])
        return pairs, self._held("mutual", TWO)

    def _pair_all(self, touched: ibis.Table, pairs: ibis.Table, opens: float) -> None:
        """Begin the pairs. Two people are looked at together, so a piece is of the one whose number is the lower."""
        pieces = pieces_of(touched, ("target_user_id",), self._at_once)
        met = pairs_of(touched, opens)
        self._add_all("pairs", Sums(PAIR), [piece.of(met, "target_user_id") for piece in pieces], begun=True)
        lower = pairs.mutate(lower=ibis.least(pairs.target_user_id, pairs.actor_id))
        pieces = pieces_of(lower, ("lower",), self._at_once)
        self._add_all("mutual", Sums(PAIR), [mutual_of(piece.of(lower, "lower")) for piece in pieces], begun=True)

    def _weeks(self, day: float, half_life: float) -> ibis.Table:
        """What the weeks of each member add up to. Those that were over a week ago are gone through once."""
        cells, opens = self._tables[CELLS], DAYS * (day // DAYS - 1)
        lately = weeks_of(cells.filter(cells.day >= opens), day, half_life)
        over = self._held("weeks", lately.schema())
        ((closed, faded),) = self._rows("SELECT closed, half_life FROM book.moment")
        if closed is None or faded != half_life:
            past = cells.filter(cells.day < opens)
            pieces = pieces_of(past, ("actor_id",), self._at_once)
            self._close([weeks_of(piece.of(past, "actor_id"), opens, half_life) for piece in pieces], opens, half_life)
        elif closed < opens:
            more = weeks_of(cells.filter(cells.day >= closed, cells.day < opens), opens, half_life)
            self._close([weeks_together(weeks_later(over, opens - closed, half_life), more)], opens, half_life)
        return weeks_together(weeks_later(over, day - opens, half_life), lately)

    def _close(self, pieces: Sequence[ibis.Table], day: float, half_life: float) -> None:
        """Keep what the weeks before a day add up to, as seen from it."""
        with self._transaction():
            self._lay("more", pieces[0])
            for weeks in pieces[1:]:
                self._run(f"INSERT INTO more {narrow(weeks)}")
            self._run("CREATE OR REPLACE TABLE book.weeks AS FROM more; DROP TABLE more")
            self._rows("UPDATE book.moment SET closed = ?, half_life = ?", [day, half_life])

    def _held(self, name: str, schema: ibis.Schema) -> ibis.Table:
        return stored(self._connection, name, schema, "book")

    def _lay(self, name: str, rows: ibis.Table) -> None:
        self._run(f"CREATE TEMPORARY TABLE {name} AS {narrow(rows)}")

    def _run(self, query: str) -> None:
        self._connection.con.execute(query).fetchall()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple]:
        return self._connection.con.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All that happens in the block, or nothing of it."""
        self._run("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):
                self._run("ROLLBACK")
            raise
        self._run("COMMIT")
