"""Partials: what was counted from one file of events, kept beside it, so that a new day costs what that day costs.

A published file never changes, so what was counted from it never does either. Member-days and touches of several files
add up: everything the ranking listens to comes from these sums, and only files not seen before are read.

    refresh(files, folder, recognition)         count the files that are new, forget those that are gone
    whole(folder, recognition, connection)      member-days and touches of all files, as tables
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import ibis
from ibis.backends import BaseBackend

from kolony_engine.events import Recognition, connect, events_table
from kolony_engine.measures.cells import AMOUNTS, member_days, touches

DAYS, TOUCHES = "days", "touches"
SUMMED = {
    DAYS: (("actor_id", "day"), AMOUNTS),
    TOUCHES: (("actor_id", "target_user_id", "day"), ("times",)),
}


def place_of(folder: Path, recognition: Recognition) -> Path:
    """Where partials of this recognition lie: other weights are other numbers."""
    weights = sorted(recognition.weights.items())
    return folder / hashlib.sha256(repr(weights).encode()).hexdigest()[:16]


def refresh(
    files: Mapping[str, Path], folder: Path, recognition: Recognition, connection: BaseBackend | None = None
) -> tuple[str, ...]:
    """Count every file whose key is new, and forget the partials of keys that are gone. Returns the keys counted.

    Each partial is written beside its place and moved there, so a run cut off in the middle leaves nothing half done.
    """
    place = place_of(folder, recognition)
    place.mkdir(parents=True, exist_ok=True)
    for stale in place.glob("*.parquet"):
        if stale.name.rsplit(".", 2)[0] not in files:
            stale.unlink()
    connection = connection or connect()
    new = tuple(key for key in files if not all(_file(place, key, part).exists() for part in SUMMED))
    for key in new:
        events = events_table(files[key], connection)
        _write(member_days(events, recognition), _file(place, key, DAYS))
        _write(touches(events), _file(place, key, TOUCHES))
    return new


def whole(
    folder: Path, recognition: Recognition, connection: BaseBackend | None = None
) -> tuple[ibis.Table, ibis.Table]:
    """Member-days and touches of all counted files: the same tables as from all events at once."""
    connection = connection or connect()
    place = place_of(folder, recognition)
    return tuple(_summed(connection, place, part) for part in (DAYS, TOUCHES))


def _summed(connection: BaseBackend, place: Path, part: str) -> ibis.Table:
    keys, sums = SUMMED[part]
    table = connection.read_parquet(str(place / f"*.{part}.parquet"))
    return table.group_by(*keys).agg(**{name: table[name].sum().cast(table[name].type()) for name in sums})


def _file(place: Path, key: str, part: str) -> Path:
    return place / f"{key}.{part}.parquet"


def _write(expression: ibis.Table, path: Path) -> None:
    waiting = path.with_name(f".{uuid4().hex}")
    backend = expression.get_backend()
    if backend.name == "duckdb":
        query = backend.compile(expression)
        backend.con.execute(f"COPY ({query}) TO '{waiting}' (FORMAT parquet, COMPRESSION zstd)").fetchall()
    else:
        expression.get_backend().to_parquet(expression, waiting)
    waiting.rename(path)
