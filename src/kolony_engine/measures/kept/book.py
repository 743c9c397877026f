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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb
import ibis
from ibis.backends import BaseBackend

from kolony_engine.events import Recognition, events_table
from kolony_engine.measures.counted.cells import before, day_number, naive_utc, received
from kolony_engine.measures.counted.grains import (
    BIRTHS,
    EARNED,
    EARNED_BY,
    GRAINS,
    PLACES,
    POSTS,
    TOUCHED,
    aged,
    births,
)
from kolony_engine.measures.counted.reach import PAIR
from kolony_engine.measures.doors.arrow import narrow
from kolony_engine.measures.doors.coding import People
from kolony_engine.measures.doors.pieces import AT_ONCE, Piece, pieces_of
from kolony_engine.measures.kept.known import Counted
from kolony_engine.measures.kept.lasting import BEGUN, Lasting
from kolony_engine.measures.kept.shelf import Shelf

FORMAT = 5
"""Raised when what is counted changes: the book then has another name, and is begun anew."""

EVENTS = ibis.schema(
    {
        **{"ts": "timestamp(6)", "actor_id": "int32", "verb": "string", "object_id": "int64"},
        **{"target_user_id": "int32", "topic_id": "int64", "value": "float64"},
    }
)
PEOPLE = ibis.schema({"name": "string", "number": "int32"})

Read = Callable[[list[Path], BaseBackend], ibis.Table]

EMPTY = """
CREATE TABLE book.files (name VARCHAR);
CREATE TABLE book.people (name VARCHAR, number INTEGER);
CREATE TABLE book.moment (as_of TIMESTAMP, memory VARCHAR, bytes BIGINT);
INSERT INTO book.moment SELECT NULL, NULL, NULL
"""
NEWCOMERS = """
CREATE TEMPORARY TABLE newcomers AS
SELECT name, CAST(row_number() OVER (ORDER BY name) + (SELECT coalesce(max(number), 0) FROM book.people) AS INTEGER)
  AS number
FROM (SELECT actor_id AS name FROM ({events}) AS did UNION SELECT target_user_id FROM ({events}) AS got) AS met
ANTI JOIN book.people USING (name) WHERE name IS NOT NULL
"""
SUFFICES = "SELECT coalesce(memory <> current_setting('memory_limit') OR bytes > ?, true) FROM book.moment"
TOO_MUCH = "UPDATE book.moment SET memory = current_setting('memory_limit'), bytes = ?"


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
            _remove(path)
            book.attach(path)
        yield book
    finally:
        book.detach()


class Book:
    """A book that is attached to a connection. Whoever opens it holds the folder."""

    def __init__(self, connection: BaseBackend, recognition: Recognition, at_once: int) -> None:
        self._connection, self._recognition, self._at_once = connection, recognition, at_once
        self._shelf = Shelf(connection)
        self._people = People(self._shelf.held("people", PEOPLE))
        self._fresh, self._every = (self._shelf.held(name, EVENTS, "beside") for name in ("fresh", "every"))
        counts = {name: grain.count(self._fresh, recognition) for name, grain in GRAINS.items()}
        self._tables = {name: self._shelf.held(name, rows.schema()) for name, rows in counts.items()}
        self._earned = self._shelf.held(EARNED, aged(received(self._fresh, recognition), counts[BIRTHS]).schema())
        self._lasting = Lasting(self._shelf, self._tables, at_once)

    def attach(self, path: Path) -> None:
        """Open the database of this path, a fresh one where there is none."""
        self._beside = path.with_suffix(".events")
        self._shelf.attach(path, "book")
        if not self._shelf.rows("SELECT 1 FROM duckdb_tables() WHERE database_name = 'book'"):
            with self._shelf.transaction():
                self._shelf.run(EMPTY)
                self._shelf.run(BEGUN)

    def detach(self) -> None:
        """Close the database."""
        self._shelf.detach("book")

    def files(self) -> set[str]:
        """The names of the files it was written from."""
        return {name for (name,) in self._shelf.rows("SELECT name FROM book.files")}

    def stands_at(self) -> datetime | None:
        """All events before this moment were counted; nothing was yet, where there is none."""
        return self._shelf.rows("SELECT as_of FROM book.moment")[0][0]

    def holds(self, size: int) -> bool:
        """Whether memory may suffice for files of this size: less than has been tried in vain, or other memory."""
        return self._shelf.rows(SUFFICES, [size])[0][0]

    def refuse(self, size: int) -> None:
        """Note that memory did not suffice, so that it is not tried every morning."""
        self._shelf.rows(TOO_MUCH, [size])

    def counted(self, as_of: datetime) -> Counted:
        """What the book holds, as of the moment at which it stands."""
        day, lasting = day_number(as_of), self._lasting
        return Counted(
            as_of=as_of,
            grains=self._tables,
            earned=self._earned,
            early=lasting.early,
            reach=lasting.reach,
            weeks=partial(lasting.weeks, day),
            silences=partial(lasting.silences, day),
            people=self._people,
        )

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
            with self._shelf.transaction():
                self._count(begun=stands is None, late=late)
                self._shelf.run("INSERT INTO book.people FROM newcomers; DELETE FROM book.files")
                self._connection.con.executemany("INSERT INTO book.files VALUES (?)", [[name] for name in names])
                self._shelf.rows("UPDATE book.moment SET as_of = ?", [naive_utc(as_of)])

    @contextmanager
    def _laid_beside(self, events: ibis.Table) -> Iterator[None]:
        """Events by number of person, in a database of their own while the block lasts: packed, and not in memory."""
        try:
            for left in self._beside.parent.glob(f"*{self._beside.suffix}"):
                _remove(left)
            self._shelf.attach(self._beside, "beside")
            self._shelf.run(NEWCOMERS.format(events=self._connection.compile(events)))
            self._lay_beside("fresh", events)
            yield
        finally:
            self._shelf.detach("beside")
            self._shelf.run("DROP TABLE IF EXISTS newcomers")
            _remove(self._beside)

    def _lay_beside(self, name: str, events: ibis.Table) -> None:
        """Posts and topics become numbers that only tell them apart: 63 bits of a hash."""
        everybody = People(self._people.numbers.union(self._shelf.held("newcomers", PEOPLE, None)))
        rows = everybody.numbered(events.select(*EVENTS.names), *PAIR)
        told = {column: rows[column] for column in EVENTS.names}
        told |= {column: _number_of(rows[column]) for column in ("object_id", "topic_id")}
        self._shelf.run(f"CREATE TABLE beside.{name} AS {narrow(rows.select(**told))}")

    def _count(self, *, begun: bool, late: bool) -> None:
        """Count the fresh events, and add them to what is there.

        A post that earned something before anybody told who wrote it asks for the whole history once more.
        """
        pieces = pieces_of(self._fresh, PAIR, self._at_once)
        counts = {name: grain.count(self._fresh, self._recognition) for name, grain in GRAINS.items()}
        if not begun:
            self._lasting.expect(counts[TOUCHED])
        for name, grain in GRAINS.items():
            some = [piece.of(counts[name], grain.person) for piece in pieces]
            self._shelf.add_all(name, grain.sums, some, begun)
        self._age(late, pieces_of(self._every, PAIR, self._at_once) if late else pieces, begun)
        if begun:
            self._lasting.begin()
        else:
            self._lasting.note(counts[PLACES])

    def _age(self, late: bool, pieces: list[Piece], begun: bool) -> None:
        """Add what the fresh events tell of posts by age; late: all events, from the start."""
        if late:
            self._shelf.run("DELETE FROM book.earned")
        got, born = received(self._every if late else self._fresh, self._recognition), self._tables[BIRTHS]
        rows = [aged(piece.of(got, "target_user_id"), piece.of(born, "actor_id")) for piece in pieces]
        if begun:
            self._shelf.create(EARNED, rows[0])
        self._shelf.add_all(EARNED, EARNED_BY, rows, begun=False)

    def _told_late(self) -> bool:
        born = births(self._fresh, self._recognition)
        earned = born.semi_join(self._tables[POSTS], ["object_id", "actor_id"]).limit(1)
        return bool(self._shelf.rows(str(self._connection.compile(earned))))


def _number_of(text: ibis.expr.types.StringValue) -> ibis.expr.types.IntegerValue:
    return ibis.ifelse(text.notnull(), text.hash() >> 1, ibis.null("int64"))


def _remove(path: Path) -> None:
    """Take a database away, and what was noted to be written into it."""
    for part in (path, path.with_name(f"{path.name}.wal")):
        part.unlink(missing_ok=True)
