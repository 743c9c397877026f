"""Batches put together one event at a time, for exports whose rows must be understood before they are events."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from kolony_engine.events.arrays import doubles, flags, integers, texts
from kolony_engine.events.batches import EventBatch, Refused, shown
from kolony_engine.events.contract import EVENT_SCHEMA, MEMBER_SCHEMA, WORDS_SCHEMA
from kolony_engine.events.reading.meaning.times import LATEST
from kolony_engine.events.reading.raw.limits import BATCH


class Event(NamedTuple):
    """One event as the contract has it; `ts` in microseconds of UTC."""

    event_id: str
    ts: int
    verb: str
    actor_id: str | None = None
    object_id: str | None = None
    target_user_id: str | None = None
    topic_id: str | None = None
    value: float = 1.0
    day_only: bool = False
    tags: list[str] | None = None


class Written(NamedTuple):
    """What was written, by object."""

    object_id: str
    author_id: str | None
    ts: int
    kind: str
    topic_id: str | None = None
    title: str | None = None
    text: str | None = None
    url: str | None = None


class Named(NamedTuple):
    """Who an id is."""

    actor_id: str
    name: str | None
    joined_at: int | None


class Gathering:
    """Collects events, words, members and refusals until they make a batch."""

    def __init__(self, until: int = LATEST) -> None:
        self.until = until
        self.events: list[Event] = []
        self.words: list[Written] = []
        self.members: list[Named] = []
        self.refused: list[Refused] = []
        self.skipped: dict[str, int] = {}

    def refuse(self, path: Path, line: int, column: str, code: str, value: object) -> None:
        """Note a row that could not be read."""
        self.refused.append(Refused(path.name, line, column, code, shown(value)))

    def skip(self, why: str) -> None:
        """Note a row that is of no kind we count, on purpose."""
        self.skipped[why] = self.skipped.get(why, 0) + 1

    def full(self) -> bool:
        """Whether it is time to `take` a batch."""
        return max(map(len, (self.events, self.words, self.members, self.refused))) >= BATCH

    def take(self) -> EventBatch:
        """The batch so far; what follows begins another."""
        batch = EventBatch(
            _events(self.events),
            _table(self.words, WORDS_SCHEMA),
            _table(self.members, MEMBER_SCHEMA),
            tuple(self.refused),
            own_ids=True,
            flags=self.skipped,
        )
        self.events, self.words, self.members, self.refused, self.skipped = [], [], [], [], {}
        return batch


def _events(rows: list[Event]) -> pa.Table:
    cells = dict(zip(Event._fields, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(Event._fields, ())
    columns = {
        "ts": _times(cells["ts"]),
        "day_only": flags(np.array(cells["day_only"], dtype=bool)),
        "value": doubles(np.array(cells["value"], dtype=float)),
        "tags": _lists(cells["tags"]),
        "channel": pa.nulls(len(rows), pa.string()),
        "currency": pa.nulls(len(rows), pa.string()),
    }
    arrays = [columns[name] if name in columns else texts(cells[name]) for name in EVENT_SCHEMA.names]
    return pa.table(arrays, schema=EVENT_SCHEMA)


def _table(rows: list, schema: pa.Schema) -> pa.Table:
    cells = list(zip(*rows, strict=True)) or [()] * len(schema)
    columns = [
        _times(column) if pa.types.is_timestamp(field.type) else texts(column)
        for field, column in zip(schema, cells, strict=True)
    ]
    return pa.table(columns, schema=schema)


def _times(micros: tuple[int | None, ...]) -> pa.Array:
    known = np.array([at is not None for at in micros], dtype=bool)
    filled = integers(np.array([at or 0 for at in micros], dtype=np.int64))
    rows = integers(np.where(known, np.arange(len(known)), -1))
    taken = filled if known.all() else filled.take(_nulls_for_negative(rows))
    return taken.cast(EVENT_SCHEMA.field("ts").type)


def _nulls_for_negative(rows: pa.Int64Array) -> pa.Array:
    """Row numbers where -1 becomes nothing, so that taking them leaves a gap."""
    return texts(None if row < 0 else str(row) for row in rows.to_pylist()).cast(pa.int64())


def _lists(values: tuple[list[str] | None, ...]) -> pa.Array:
    kind = EVENT_SCHEMA.field("tags").type
    if not any(values):
        return pa.nulls(len(values), kind)
    lengths = np.array([len(value or ()) for value in values])
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    starts = texts(None if not value else str(start) for value, start in zip(values, offsets, strict=False))
    ends = texts([str(offsets[-1])])
    places = pa.concat_arrays([starts, ends]).cast(pa.int32())
    return pa.ListArray.from_arrays(places, texts(tag for value in values for tag in value or ()), type=kind)
