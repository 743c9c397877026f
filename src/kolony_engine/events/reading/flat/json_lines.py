"""JSON Lines: one object a line, strictly JSON, nested objects one level deep under dotted names."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from kolony_engine.events.arrays import texts
from kolony_engine.events.batches import Refused, shown
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.flat.tables import Options, RawRows
from kolony_engine.events.reading.raw.encoding import encoding_of
from kolony_engine.events.reading.raw.limits import BATCH
from kolony_engine.events.reading.raw.lines import line_blocks

SCANNED = 1000
"""Lines looked at to learn the names there are."""

Cells = dict[str, str | None]


class Reader:
    """A JSON Lines file as raw columns; a name that a line lacks is empty there."""

    kind = "jsonl"
    delimiter = None

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self.encoding = encoding_of(path, options.encoding)
        names: dict[str, None] = {}
        for line, (cells, _) in enumerate(self._objects()):
            if isinstance(cells, dict):
                names |= dict.fromkeys(cells)
            if line > SCANNED:
                break
        if not names:
            raise EngineError("E-READ-104", file=path.name)
        self.headers = tuple(names)

    def rows(self, wanted: Iterable[str]) -> Iterator[RawRows]:
        """All lines; refused are those that are not JSON (E-READ-241) and those that are no object (E-READ-242)."""
        wanted = tuple(wanted)
        lines: list[int] = []
        found: list[Cells] = []
        refused: list[Refused] = []
        position = 0
        for cells, (line, position) in self._objects():
            if isinstance(cells, Refused):
                refused.append(cells)
            else:
                found.append(cells)
                lines.append(line)
            if len(found) + len(refused) >= BATCH:
                yield RawRows(_columns(found, wanted), lines, position, refused)
                lines, found, refused = [], [], []
        yield RawRows(_columns(found, wanted), lines, position, refused)

    def _objects(self) -> Iterator[tuple[Cells | Refused, tuple[int, int]]]:
        for block in line_blocks(self.path, self.encoding):
            for line, text in enumerate(block.lines, block.first):
                if text.strip():
                    yield self._object(text, line), (line, block.position)
            if block.broken:
                refused = Refused(self.path.name, block.broken.line, "", block.broken.code, block.broken.value)
                yield refused, (block.broken.line, block.position)

    def _object(self, text: str, line: int) -> Cells | Refused:
        try:
            value = json.loads(text, parse_constant=_no_constant)
            fit = is_text(value, text)
        except (ValueError, RecursionError):
            fit = False
        if not fit:
            return Refused(self.path.name, line, "", "E-READ-241", shown(text.strip()))
        if not isinstance(value, dict):
            return Refused(self.path.name, line, "", "E-READ-242", shown(text.strip()))
        return cells_of(value)


def is_text(value: object, written: str) -> bool:
    """Whether everything in it can be written down: an escape may name half a sign."""
    if "\\u" not in written:
        return True
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def cells_of(value: dict) -> Cells:
    """An object as the cells of one row."""
    return dict(_flat(value))


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _flat(value: dict, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    for key, cell in value.items():
        if isinstance(cell, dict) and not prefix:
            yield from _flat(cell, f"{key}.")
        else:
            yield f"{prefix}{key}", _cell(cell)


def _cell(value: object) -> str | None:
    """A JSON value as the text a CSV file would hold."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _columns(found: list[Cells], wanted: tuple[str, ...]) -> dict[str, pa.Array]:
    return {name: texts(cells.get(name) for cells in found) for name in wanted}
