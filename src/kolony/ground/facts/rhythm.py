"""The members' rhythm, computed by the engine and kept in PostgreSQL, so that a dossier page reads one row.

Derived from the store and from nothing else: it may be dropped and drawn anew at any time.
"""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from kolony.ground.facts import queries
from kolony.ground.facts.actions import outcomes
from kolony.ground.facts.models import Source
from kolony.ground.facts.store import open_store
from kolony_engine.events import EngineError, Recognition
from kolony_engine.measures.around.rhythm import member_rhythm


def refresh(load_id) -> int:
    """Draw the rhythm of the load's source anew. Says how many members it has."""
    return refresh_source(queries.load_called(load_id).source)


def refresh_source(source: Source) -> int:
    """The whole series of one community, replaced in one transaction."""
    if not queries.loads_in(source).exists():
        return outcomes.replace_rhythms(source=source, rows=[])
    try:
        weights = Recognition.parse(source.recognition)
    except EngineError:
        weights = Recognition.parse("discourse")
    table = member_rhythm(open_store().events(source.platform), weights)
    return outcomes.replace_rhythms(source=source, rows=_rows(table))


def _rows(table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from (_row(row) for row in batch.to_pylist())


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """The engine counts in UTC without saying so; PostgreSQL is told."""
    moments = {name: row[name] and row[name].replace(tzinfo=UTC) for name in ("first_at", "last_at")}
    return {**row, **moments, "topics": row["topics"] or []}
