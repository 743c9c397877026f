"""CSV and TSV: exact cells, exact line numbers, and nothing swallowed by a quote that is never closed.

Python's csv module parses; this module decides what happens when it cannot. A record that breaks is refused at the
line where it began, and reading goes on with the very next line. Cells are never trimmed or changed.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kolony_engine.events.batches import Refused, shown
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.flat.tables import Options, RawRows, columns_of, named
from kolony_engine.events.reading.raw.encoding import encoding_of
from kolony_engine.events.reading.raw.limits import BATCH, LINE
from kolony_engine.events.reading.raw.lines import Block, line_blocks

HEAD = 1 << 12  # bytes a header is looked for in first
DELIMITERS = (",", "\t", ";", "|")
OPEN_QUOTE = "unexpected end of data"
TOO_LONG = "field larger"


@dataclass
class Records:
    """Parsed records of one stretch of a file, `most` at most: cells, the line each began on, and what was refused
    between them."""

    most: int = sys.maxsize
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    position: int = 0


class _Feed:
    """An iterator over lines that the parser's mistakes can be undone on."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        at = self.at
        if at >= len(self.lines):
            raise StopIteration
        self.at = at + 1
        return self.lines[at]


class Reader:
    """A CSV or TSV file as raw columns. Refuses with E-READ-104 when there is not even a header."""

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self.encoding = encoding_of(path, options.encoding)
        self.delimiter = ","
        head = self._head()
        self.headers = named(head)
        self.kind = "tsv" if self.delimiter == "\t" else "csv"

    def _head(self) -> list[str]:
        lines: list[str] = []
        for block in line_blocks(self.path, self.encoding, HEAD):
            lines += block.lines
            self.delimiter = delimiter_of(lines) or ","
            found = Records(most=1)
            _parse(self.path.name, 1, lines, self.delimiter, block.last, found)
            if found.rows:
                return found.rows[0]
        raise EngineError("E-READ-104", file=self.path.name)

    def rows(self, wanted: Iterable[str]) -> Iterator[RawRows]:
        """All rows; one with too few or too many cells is refused (E-READ-207), unless what is too much is empty."""
        wanted = tuple(wanted)
        waiting = Records()
        header_seen = False
        for found in records(self.path, self.encoding, self.delimiter):
            if found.rows and not header_seen:
                del found.rows[0], found.lines[0]
                header_seen = True
            self._take(found, waiting)
            if len(waiting.lines) + len(waiting.refused) >= BATCH:
                yield self._raw(waiting, wanted)
                waiting = Records()
        yield self._raw(waiting, wanted)

    def _take(self, found: Records, waiting: Records) -> None:
        """Add what fits the header to what waits for a full batch."""
        width = len(self.headers)
        file = self.path.name
        waiting.position = found.position
        waiting.refused += found.refused
        for row, line in zip(found.rows, found.lines, strict=True):
            if len(row) != width and any(row[width:]) | (len(row) < width):
                cells = shown(self.delimiter.join(row))
                waiting.refused.append(Refused(file, line, "", "E-READ-207", cells))
                continue
            waiting.rows.append(row if len(row) == width else row[:width])
            waiting.lines.append(line)

    def _raw(self, waiting: Records, wanted: tuple[str, ...]) -> RawRows:
        columns = columns_of(waiting.rows, self.headers, wanted)
        return RawRows(columns, waiting.lines, waiting.position, waiting.refused)


def records(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Iterator[Records]:
    """The records of a delimited text file, blank lines left out, the header still among them.

    `encoding` and `delimiter` are found out when they are not given. Every record that cannot be parsed is in
    `refused`: E-READ-201 bytes that are not text in this encoding, E-READ-202 a line without end, E-READ-203 a NUL,
    E-READ-204 text after a closing quote, E-READ-205 a quote never closed, E-READ-206 a cell too long.
    """
    encoding = encoding_of(path, encoding)
    carried = Block(1, [], 0)
    for block in line_blocks(path, encoding):
        lines = carried.lines + block.lines
        first = carried.first if carried.lines else block.first
        delimiter = delimiter or delimiter_of(lines)
        found = Records(position=block.position)
        left = _parse(path.name, first, lines, delimiter or ",", block.last, found)
        carried = Block(first + left, lines[left:], block.position)
        if block.broken:
            found.refused.append(Refused(path.name, block.broken.line, "", block.broken.code, block.broken.value))
        yield found


def delimiter_of(lines: list[str]) -> str | None:
    """The delimiter that cuts the first record, which may go on over several lines, into most cells; a comma when none
    does."""
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    return max(DELIMITERS, key=lambda delimiter: _cells(lines[first:], delimiter))


def _cells(lines: list[str], delimiter: str, strict: bool = True) -> int:
    """Into how many cells the first of these records is cut, as far as it is there; 0 where that breaks a quote."""
    try:
        return len(next(csv.reader(lines, delimiter=delimiter, strict=strict), []))
    except csv.Error as error:
        return _cells(lines, delimiter, strict=False) if str(error).startswith(OPEN_QUOTE) else 0


def _parse(file: str, first: int, lines: list[str], delimiter: str, last: bool, found: Records) -> int:
    """Parse what is complete and wanted; returns how many lines were used, the rest begins a record that goes on."""
    feed = _Feed(lines)
    while feed.at < len(lines):
        start, trouble = _parse_on(feed, first, delimiter, found)
        if trouble is None:
            break
        if trouble.startswith(OPEN_QUOTE) and not last and _fits(lines, start):
            return start
        code = "E-READ-205" if feed.at > start + 1 else _code(trouble)
        found.refused.append(Refused(file, first + start, "", code, shown(lines[start].rstrip("\r\n"))))
        feed.at = start + 1
    return len(lines)


def _parse_on(feed: _Feed, first: int, delimiter: str, found: Records) -> tuple[int, str | None]:
    """Parse until the end or the first trouble: where the record in trouble began, and what the parser said."""
    start = feed.at
    try:
        for row in csv.reader(feed, delimiter=delimiter, strict=True):
            if row:
                found.rows.append(row)
                found.lines.append(first + start)
            if len(found.rows) == found.most:
                break
            start = feed.at
    except csv.Error as error:
        return start, str(error)
    return start, None


def _fits(lines: list[str], start: int) -> bool:
    """Whether the record begun here is still short enough to wait for its end."""
    return sum(map(len, lines[start:])) < LINE


def _code(message: str) -> str:
    if message.startswith(OPEN_QUOTE):
        return "E-READ-205"
    return "E-READ-206" if message.startswith(TOO_LONG) else "E-READ-204"
