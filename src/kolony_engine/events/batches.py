"""What readers deliver: batches of events with the words, the members and the refused rows that came with them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pyarrow as pa

from kolony_engine.events.arrays import nothing
from kolony_engine.events.contract import MEMBER_SCHEMA, WORDS_SCHEMA

Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes there are."""

SHOWN = 200
"""How much of a refused value is kept: enough to find it, not enough to keep a novel."""


@dataclass(frozen=True)
class Refused:
    """A row that could not be read: where it is, which column, why (a code), and what stood there (its beginning)."""

    file: str
    line: int
    column: str
    code: str
    value: str


@dataclass(frozen=True)
class SourceFile:
    """One file of a source, known by the SHA-256 of its bytes as they lie on disk."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True)
class EventBatch:
    """Some thousands of rows: `events` by `EVENT_SCHEMA`, `words` by `WORDS_SCHEMA`, `members` by `MEMBER_SCHEMA`.

    `own_ids` says that the event ids come from the source itself (a vote's number), so that an event seen before can
    be recognised; without it they were made from file and line. `flags` counts what is legal but worth telling.
    """

    events: pa.Table
    words: pa.Table = field(default_factory=partial(nothing, WORDS_SCHEMA))
    members: pa.Table = field(default_factory=partial(nothing, MEMBER_SCHEMA))
    refused: tuple[Refused, ...] = ()
    own_ids: bool = False
    flags: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """The first rows as they stand in the file, and how they would be understood."""

    kind: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: dict[str, str]
    missing: tuple[str, ...]
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class Layout:
    """One flat file as it would be understood: its headers, what they stand for, what is missing, what it holds.

    It holds "events", or beside other files "members" (who is who) or "words".
    """

    path: Path
    headers: tuple[str, ...]
    mapping: dict[str, str]
    missing: tuple[str, ...]
    holds: str


def shown(value: object) -> str:
    """The beginning of a value, fit to be kept: no NUL, nothing that cannot be encoded, at most `SHOWN` characters."""
    text = value if isinstance(value, str) else str(value)
    if len(text) > SHOWN:
        text = text[: SHOWN - 1] + "…"
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "backslashreplace").decode("utf-8")
