"""Partials: what was counted from one file of events, kept beside it, so that a new day costs what that day costs.

A published file never changes, so what was counted from it never does either. Member-days and touches of several files
add up: everything the ranking listens to comes from these sums, and only files not seen before are read. A load that is
undone takes its files with it, and a late event comes in a file of its own: neither touches what other files counted.

    with counted_from(files, folder, recognition, connection) as counted: rank_all(events, ..., counted=counted)
    refresh(files, folder, recognition)             count the files that are new, forget those that are gone
    whole(files, folder, recognition, connection)   member-days and touches of these files, to be added up

Everything in the folder may be deleted at any time: it is counted anew when it is next needed.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import ibis
from ibis.backends import BaseBackend

from kolony_engine.events import Recognition, connect, events_table
from kolony_engine.events.staging import sync
from kolony_engine.measures.arrow import fetch
from kolony_engine.measures.cells import member_days, touches
from kolony_engine.measures.known import Counted

DAYS, TOUCHES, NEWEST = "days", "touches", "newest"
COUNTERS: dict[str, Callable[[ibis.Table, Recognition], ibis.Table]] = {
    DAYS: member_days,
    TOUCHES: lambda events, recognition: touches(events),
    NEWEST: lambda events, recognition: events.agg(ts=events.ts.max()),
}
FORMAT = 1
"""Raised when what is counted changes: older partials are then other files, and forgotten."""

Read = Callable[[Path, BaseBackend], ibis.Table]


def place_of(folder: Path, recognition: Recognition) -> Path:
    """Where partials of this recognition lie: other weights are other numbers."""
    weights = sorted(recognition.weights.items())
    return folder / hashlib.sha256(repr((FORMAT, weights)).encode()).hexdigest()[:16]


@contextmanager
def counted_from(
    files: Mapping[str, Path],
    folder: Path,
    recognition: Recognition,
    connection: BaseBackend,
    read: Read = events_table,
) -> Iterator[Counted | None]:
    """Bring the partials of these files up to date and add them up; nothing where there are no files.

    The folder is held until the block ends, so that nobody forgets a partial that is being read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refresh(files, folder, recognition, connection, read)
        yield whole(files, folder, recognition, connection) if files else None


def refresh(
    files: Mapping[str, Path],
    folder: Path,
    recognition: Recognition,
    connection: BaseBackend | None = None,
    read: Read = events_table,
) -> tuple[str, ...]:
    """Count every file that is new, and forget the partials of files that are gone. Returns the keys counted.

    Each partial is written beside its place and moved there, so a run cut off in the middle leaves nothing half done.
    """
    place = place_of(folder, recognition)
    place.mkdir(parents=True, exist_ok=True)
    wanted = {key: {part: _file(place, key, path, part) for part in COUNTERS} for key, path in files.items()}
    for stale in set(place.iterdir()) - {path for parts in wanted.values() for path in parts.values()}:
        stale.unlink()
    connection = connection or connect()
    new = tuple(key for key, parts in wanted.items() if not all(path.exists() for path in parts.values()))
    for key in new:
        events = read(files[key], connection)
        for part, count in COUNTERS.items():
            _write(count(events, recognition), wanted[key][part])
    return new


def whole(
    files: Mapping[str, Path], folder: Path, recognition: Recognition, connection: BaseBackend | None = None
) -> Counted:
    """Member-days and touches of all these files, each file's apart: `added_days` and `added_touches` add them up."""
    connection = connection or connect()
    place = place_of(folder, recognition)

    def read(part: str) -> ibis.Table:
        paths = [str(_file(place, key, path, part)) for key, path in files.items()]
        return connection.read_parquet(paths)

    newest = read(NEWEST)
    return Counted(read(DAYS), read(TOUCHES), fetch(newest.agg(ts=newest.ts.max()))["ts"][0].as_py())


def _file(place: Path, key: str, path: Path, part: str) -> Path:
    """Named after the file it was counted from, its size and its moment: a copy put in its place is another file."""
    told = path.stat()
    name = hashlib.sha256(f"{key}|{told.st_size}|{told.st_mtime_ns}".encode()).hexdigest()[:32]
    return place / f"{name}.{part}.parquet"


def _write(expression: ibis.Table, path: Path) -> None:
    waiting = path.with_name(f".{uuid4().hex}")
    backend = expression.get_backend()
    if backend.name == "duckdb":
        query = backend.compile(expression)
        backend.con.execute(f"COPY ({query}) TO '{waiting}' (FORMAT parquet, COMPRESSION zstd)").fetchall()
    else:
        expression.get_backend().to_parquet(expression, waiting)
    sync(waiting)
    waiting.rename(path)
