"""Raw columns to the event contract: the one place where a cell becomes an id, a time, a number, or a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kolony_engine.events.arrays import doubles, flags, integers, nothing, numpy_of, rows_where, text, texts
from kolony_engine.events.batches import EventBatch, Refused, shown
from kolony_engine.events.contract import EVENT_SCHEMA, WORDS_SCHEMA, verbs_of
from kolony_engine.events.reading.meaning import numbers, times
from kolony_engine.events.reading.meaning.headers import CONSTANT
from kolony_engine.events.reading.meaning.verbs import verb_of
from kolony_engine.events.reading.raw.limits import FIELD, ID

IDS = ("actor_id", "object_id", "target_user_id", "topic_id", "channel", "currency")
NO_VALUE = texts(["", "NULL", "null", "\\N", "NaN", "nan", "None"])
"""What databases and data frames write into an id column when there is no id."""

WRITTEN = texts(verbs_of("contribution"))

_DECIMAL_ID = r"^-?\d+\.0+$"


@dataclass
class Shaper:
    """Turns raw columns of one file into batches; `mapping` says which header is which column of the contract."""

    file: str
    mapping: Mapping[str, str]
    prefix: str
    zone: tzinfo = UTC
    until: int = times.LATEST
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = {column: header for header, column in self.mapping.items()}

    def shape(self, raw: Mapping[str, pa.Array], lines: Sequence[int]) -> EventBatch:
        """One batch from the columns by header, each as text or as Parquet typed it, and the line of every row."""
        return _Shaping(self, raw, np.asarray(lines, dtype=np.int64)).batch()


class _Shaping:
    """The work on one batch: every column is converted, then the rows with a refusal are taken out together."""

    def __init__(self, shaper: Shaper, raw: Mapping[str, pa.Array], lines: np.ndarray) -> None:
        self.shaper = shaper
        self.raw = raw
        self.lines = lines
        self.size = len(lines)
        self.bad: dict[int, tuple[str, str]] = {}
        self.flags: dict[str, int] = {}

    def batch(self) -> EventBatch:
        micros, day_only = self._times()
        verbs, own_ids = self._verbs(), self._ids("event_id")
        columns: dict[str, pa.Array] = {
            "ts": integers(micros).cast(EVENT_SCHEMA.field("ts").type),
            "day_only": flags(day_only),
            "verb": verbs,
            **{name: self._ids(name) for name in IDS},
            "value": doubles(self._values()),
            "tags": self._tags(),
            "event_id": self._event_ids(own_ids),
        }
        if "object_id" not in self.shaper.headers:
            columns["object_id"] = self._own_objects(verbs, own_ids)
        words = {name: self._texts(name) for name in ("title", "text", "url")}
        keep = np.ones(self.size, dtype=bool)
        keep[list(self.bad)] = False
        kept = flags(keep)
        events = pa.table([columns[name] for name in EVENT_SCHEMA.names], schema=EVENT_SCHEMA).filter(kept)
        return EventBatch(
            events=events,
            words=_words(events, {name: column.filter(kept) for name, column in words.items()}),
            refused=tuple(self._refused(row, *why) for row, why in sorted(self.bad.items())),
            own_ids="event_id" in self.shaper.headers,
            flags=self.flags,
        )

    def _refused(self, row: int, column: str, code: str) -> Refused:
        source = self._column(column)
        value = source[row].as_py() if source is not None else ""
        header = self.shaper.headers.get(column, column)
        return Refused(self.shaper.file, int(self.lines[row]), header, code, shown("" if value is None else value))

    def _refuse(self, column: str, codes: Mapping[int, str]) -> None:
        for row, code in codes.items():
            self.bad.setdefault(row, (column, code))

    def _refuse_where(self, column: str, mask: pa.Array, code: str) -> None:
        self._refuse(column, dict.fromkeys(rows_where(mask), code))

    def _too_long(self, column: pa.Array, limit: int) -> pa.Array:
        return pc.greater(pc.cast(pc.utf8_length(column), pa.int64()), integers(np.array([limit]))[0])

    def _column(self, name: str) -> pa.Array | None:
        """The raw column mapped to `name`: text, or as Parquet typed it; None when nothing is mapped to it."""
        header = self.shaper.headers.get(name)
        if header is None:
            return None
        if header.startswith(CONSTANT):
            return texts([header[len(CONSTANT) :]] * self.size)
        return self.raw[header]

    def _text_column(self, name: str) -> pa.Array:
        column = self._column(name)
        if column is None:
            return pa.nulls(self.size, pa.string())
        written = as_text(column)
        self._refuse_where(name, pc.match_substring(written, "\0"), "E-READ-203")
        return written

    def _times(self) -> tuple[np.ndarray, np.ndarray]:
        column = self._column("ts")
        typed = pa.types.is_timestamp(column.type) or pa.types.is_date(column.type)
        if pa.types.is_date(column.type):
            column = pc.cast(column, pa.timestamp("us"))
        parse = times.typed if typed else times.parsed_all
        micros, day_only, codes = parse(column if typed else as_text(column), self.shaper.zone, self.shaper.until)
        self._refuse("ts", codes)
        marked = self._column("day_only")
        if marked is not None:
            said = pc.is_in(pc.utf8_lower(as_text(marked)), texts(["true", "1", "yes", "t", "y", "是"]))
            day_only = numpy_of(said)
        return micros, day_only

    def _verbs(self) -> pa.Array:
        raw = pc.dictionary_encode(pc.fill_null(self._text_column("verb"), text("")))
        names = [verb_of(word) for word in raw.dictionary.to_pylist()]
        verbs = texts(names).take(raw.indices)
        self._refuse_where("verb", pc.equal(verbs, text("")), "E-READ-231")
        self._refuse_where("verb", self._too_long(verbs, ID), "E-READ-232")
        return verbs

    def _ids(self, name: str) -> pa.Array:
        if name not in self.shaper.headers:
            return pa.nulls(self.size, pa.string())
        ids = pc.utf8_trim_whitespace(self._text_column(name))
        ids = pc.if_else(pc.is_in(ids, NO_VALUE), text(None), ids)
        decimal = pc.match_substring_regex(ids, _DECIMAL_ID)
        if pc.any(decimal).as_py():
            ids = pc.if_else(decimal, pc.replace_substring_regex(ids, r"\.0+$", ""), ids)
            self.flags["decimal_id"] = self.flags.get("decimal_id", 0) + pc.sum(decimal).as_py()
        self._refuse_where(name, self._too_long(ids, ID), "E-READ-232")
        return ids

    def _own_objects(self, verbs: pa.Array, own_ids: pa.Array) -> pa.Array:
        """In a table of posts the number of the row is the post; a column called `event_id` says that it is not."""
        if self.shaper.headers.get("event_id", "event_id") == "event_id":
            return pa.nulls(self.size, pa.string())
        return pc.if_else(pc.is_in(verbs, WRITTEN), own_ids, text(None))

    def _event_ids(self, own_ids: pa.Array) -> pa.Array:
        """Their own ids, else file and line; where a whole table is one act, like 17 is not the post 17."""
        lines = pc.cast(integers(self.lines), pa.string())
        made = pc.binary_join_element_wise(text(self.shaper.prefix), lines, text(":"))
        if (act := self.shaper.headers.get("verb", "")).startswith(CONSTANT):
            own_ids = pc.binary_join_element_wise(text(verb_of(act[len(CONSTANT) :])), own_ids, text(":"))
        return pc.coalesce(own_ids, made)

    def _values(self) -> np.ndarray:
        column = self._column("value")
        if column is None:
            return np.ones(self.size)
        number = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
        values, codes = numbers.typed(column) if number else numbers.numbers(as_text(column))
        self._refuse("value", codes)
        return values

    def _tags(self) -> pa.Array:
        column = self._column("tags")
        kind = EVENT_SCHEMA.field("tags").type
        if column is None:
            return pa.nulls(self.size, kind)
        if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
            return pc.cast(column, kind)
        plain = pc.replace_substring_regex(as_text(column), r'^[\s\[<"]+|[\s\]>"]+$', "")
        lists = pc.split_pattern_regex(plain, r'\s*(?:"?[,;|、，；]"?|><)\s*"?')
        return pc.if_else(pc.equal(pc.fill_null(plain, text("")), text("")), pa.nulls(1, kind)[0], lists)

    def _texts(self, name: str) -> pa.Array:
        column = self._text_column(name)
        self._refuse_where(name, self._too_long(column, FIELD), "E-READ-206")
        return column


def as_text(column: pa.Array) -> pa.Array:
    """Any column as text: whole floats lose their `.0`, timestamps become ISO 8601, lists and the like their JSON."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_string(kind):
        return column
    if pa.types.is_floating(kind):
        return pc.cast(_whole(column), pa.string())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return texts(None if cell is None else str(cell) for cell in column.to_pylist())
    return pc.cast(column, pa.string())


def _whole(column: pa.Array) -> pa.Array:
    """Floats that are all whole numbers as integers: a data frame makes floats of ids as soon as one is missing."""
    try:
        return pc.cast(column, pa.int64())
    except pa.ArrowInvalid:
        return column


def _words(events: pa.Table, written: Mapping[str, pa.Array]) -> pa.Table:
    """The words of a batch: a row for each event that has a title, a text or an address, under its object's id."""
    if all(column.null_count == len(column) for column in written.values()):
        return nothing(WORDS_SCHEMA)
    columns = {
        **written,
        "object_id": pc.coalesce(events["object_id"], events["event_id"]),
        "author_id": events["actor_id"],
        "ts": events["ts"],
        "kind": events["verb"],
        "topic_id": events["topic_id"],
    }
    table = pa.table([columns[name] for name in WORDS_SCHEMA.names], schema=WORDS_SCHEMA)
    empty = [pc.equal(pc.fill_null(table[name], text("")), text("")) for name in ("title", "text", "url")]
    return table.filter(pc.invert(pc.and_(pc.and_(empty[0], empty[1]), empty[2])))
