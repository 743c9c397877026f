"""Excel workbooks (xlsx, xlsb, xls, ods) by calamine, after a look at how much they would unpack to."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from kolony_engine.events.arrays import texts
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.flat.tables import Options, RawRows, columns_of, named
from kolony_engine.events.reading.meaning import headers
from kolony_engine.events.reading.raw.limits import BATCH, BLOCK, BOMB_RATIO, SHEET_BYTES

BOMB_FLOOR = 16 << 20
"""Bytes a workbook may unpack to whatever its ratio; it is read whole, so less than a text file may."""


class Reader:
    """The sheet that looks most like events (or the one asked for), as raw columns; the line is the sheet's row.

    Refuses with E-READ-105 (unpacks to far more than its size), E-READ-122 (not readable as a workbook),
    E-READ-123 (no such sheet) and E-READ-104 (nothing in it).
    """

    kind = "excel"
    encoding = None
    delimiter = None

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self.size = path.stat().st_size
        refuse_bomb(path)
        try:
            self.book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError) as error:
            raise EngineError("E-READ-122", file=path.name, detail=str(error)) from error
        self.sheet = self._chosen(options.sheet)
        head = next(self._numbered(self.sheet), None)
        if head is None:
            raise EngineError("E-READ-104", file=path.name)
        self.headers = named(head[1])

    def _chosen(self, wanted: str | None) -> CalamineSheet:
        names = self.book.sheet_names
        if wanted and wanted not in names:
            raise EngineError("E-READ-123", file=self.path.name, given=wanted, sheets=names)
        try:
            sheets = [self.book.get_sheet_by_name(name) for name in ([wanted] if wanted else names)]
        except CalamineError as error:
            raise EngineError("E-READ-122", file=self.path.name, detail=str(error)) from error
        if not sheets:
            raise EngineError("E-READ-104", file=self.path.name)
        return max(sheets, key=self._likeness)

    def _likeness(self, sheet: CalamineSheet) -> int:
        head = next(self._numbered(sheet), None)
        return len(headers.proposed(named(head[1]))) if head else -1

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets, the one that is read first."""
        return (self.sheet.name, *(name for name in self.book.sheet_names if name != self.sheet.name))

    @staticmethod
    def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
        """The written rows as text, each with its number in the sheet."""
        start = sheet.start
        if start is None:
            return
        for line, row in enumerate(sheet.iter_rows(), 1):
            cells = [text_of(cell) for cell in row]
            if any(cells):
                yield line, cells

    def rows(self, wanted: Iterable[str]) -> Iterator[RawRows]:
        """All written rows below the header."""
        wanted = tuple(wanted)
        numbered = islice(self._numbered(self.sheet), 1, None)
        height = max(self.sheet.total_height, 1)
        while taken := list(islice(numbered, BATCH)):
            lines = [line for line, _ in taken]
            columns = columns_of([cells for _, cells in taken], self.headers, wanted)
            yield RawRows(columns, lines, self.size * lines[-1] // height)
        yield RawRows({header: texts([]) for header in wanted}, [], self.size)


def text_of(cell: object) -> str:
    """A typed cell as the text a CSV file would hold: 12.0 is "12", a date ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**63 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return "" if cell is None else str(cell)


def refuse_bomb(path: Path) -> None:
    """Unpack the workbook into nothing and count: the sizes its own directory states may lie."""
    if not zipfile.is_zipfile(path):
        return
    packed = path.stat().st_size
    ceiling = min(SHEET_BYTES, max(BOMB_FLOOR, BOMB_RATIO * packed))
    try:
        unpacked = _unpacked(path, ceiling)
    except (zipfile.BadZipFile, zlib.error, OSError) as error:
        raise EngineError("E-READ-122", file=path.name, detail=str(error)) from error
    if unpacked > ceiling:
        raise EngineError("E-READ-105", file=path.name, packed=packed, unpacked=unpacked)


def _unpacked(path: Path, ceiling: int) -> int:
    """The true size of all entries together, or something above the ceiling."""
    unpacked = 0
    with zipfile.ZipFile(path) as archive, path.open("rb") as disk:
        for entry in archive.infolist():
            unpacked = _count(disk, entry, unpacked, ceiling)
            if unpacked > ceiling:
                break
    return unpacked


def _count(disk, entry: zipfile.ZipInfo, unpacked: int, ceiling: int) -> int:
    """Add the true size of one entry, stopping soon after the ceiling."""
    disk.seek(entry.header_offset)
    header = disk.read(30)
    disk.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return unpacked + max(entry.file_size, entry.compress_size)
    inflate = zlib.decompressobj(-15)
    left = entry.compress_size
    while left > 0 and unpacked <= ceiling and not inflate.eof:
        block = disk.read(min(left, BLOCK))
        if not block:
            break
        left -= len(block)
        while block and unpacked <= ceiling:
            unpacked += len(inflate.decompress(block, BLOCK))
            block = inflate.unconsumed_tail
    return unpacked
