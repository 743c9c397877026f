"""The engine as the ranking bench uses it, in a module of its own so that the raw side does not import it."""

from pathlib import Path

import ibis

from kolony_engine.events import Recognition, connect, events_table
from kolony_engine.measures import counted_from
from kolony_engine.measures.doors.arrow import numbers
from kolony_engine.ranking import RankQuery, rank

__all__ = [
    "RankQuery",
    "Recognition",
    "counted_from",
    "events",
    "events_table",
    "numbers",
    "open_engine",
    "rank",
]


def events(path: Path, memory: str, threads: int, spill: Path) -> ibis.Table:
    """The events of a file, in an engine of the given size."""
    return events_table(path, connect("duckdb", memory, threads, spill))


def open_engine(memory: str, threads: int, spill: Path):
    """An engine of the given size."""
    return connect("duckdb", memory, threads, spill)
