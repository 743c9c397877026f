"""What flat files have in common: a header, and rows in columns with the line each stands on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from kolony_engine.events.arrays import texts
from kolony_engine.events.batches import Refused
from kolony_engine.events.reading.meaning.times import LATEST


@dataclass(frozen=True)
class Options:
    """What a person may settle before a file is read."""

    encoding: str | None = None
    zone: tzinfo = UTC
    sheet: str | None = None
    until: int = LATEST
    """Microseconds of UTC from which on nothing can have happened yet."""


@dataclass
class RawRows:
    """Some rows as they stand in the file: text (or typed) columns by header, the line of each row, refused rows."""

    columns: dict[str, pa.Array]
    lines: list[int]
    position: int
    refused: list[Refused] = field(default_factory=list)


class TableReader(Protocol):
    """A flat file: CSV, TSV, JSON, Parquet, Excel."""

    kind: str
    headers: tuple[str, ...]
    encoding: str | None
    delimiter: str | None

    def __init__(self, path: Path, options: Options) -> None: ...

    def rows(self, wanted: Iterable[str]) -> Iterator[RawRows]:
        """All rows, with the columns of these headers."""
        ...


def named(cells: Iterable[object]) -> tuple[str, ...]:
    """Header cells as names that are written and unlike: a second "id" becomes "id (2)", an empty one "column 3"."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(cells, 1):
        name = str("" if cell is None else cell).strip().lstrip("\ufeff") or f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def columns_of(rows: list[list[str]], headers: tuple[str, ...], wanted: Iterable[str]) -> dict[str, pa.Array]:
    """The wanted columns of complete rows, as text."""
    chosen = set(wanted)
    if not rows:
        return {header: texts([]) for header in headers if header in chosen}
    return {
        header: texts(cells) for header, cells in zip(headers, zip(*rows, strict=True), strict=True) if header in chosen
    }
