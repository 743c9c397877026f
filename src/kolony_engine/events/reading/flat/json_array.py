"""A JSON file that is one array of objects, read element by element: it is never held whole."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kolony_engine.events.batches import Refused, shown
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.flat import json_lines
from kolony_engine.events.reading.raw.encoding import mark_of
from kolony_engine.events.reading.raw.limits import LINE
from kolony_engine.events.reading.raw.streams import blocks

_SPACE = re.compile(r"[ \t\r\n]*")
_FOLLOWS = {"": "[", "[": "]", ",": "", "element": ",]", "]": ""}
"""Which signs may come after what came before, where no element does."""


class Element(NamedTuple):
    """One element of the array as it is written, what it says, and the line it begins on."""

    text: str
    value: object
    line: int
    numbers: bool


class Reader(json_lines.Reader):
    """An array of objects as raw columns; an array that is broken is no file at all (E-READ-132)."""

    kind = "json"

    def _objects(self) -> Iterator[tuple[json_lines.Cells | Refused, tuple[int, int]]]:
        scanner, position = _Scanner(self.path), 0
        for piece, position in self._pieces():
            for element in scanner.feed(piece):
                yield self._judged(element), (element.line, position)
        for element in scanner.end():
            yield self._judged(element), (element.line, position)

    def _pieces(self) -> Iterator[tuple[str, int]]:
        """The text as it comes; bytes that are none become signs no text holds, so that their element is refused."""
        decoder = codecs.getincrementaldecoder(self.encoding)("surrogateescape")
        begun = False
        for block, position in blocks(self.path):
            data, begun = block if begun else block[mark_of(block) :], True
            try:
                yield decoder.decode(data), position
            except UnicodeDecodeError:
                raise EngineError("E-READ-109", file=self.path.name) from None

    def _judged(self, element: Element) -> json_lines.Cells | Refused:
        try:
            element.text.encode()
        except UnicodeEncodeError:
            return self._refused(element, "E-READ-201")
        if not element.numbers or not json_lines.is_text(element.value, element.text):
            return self._refused(element, "E-READ-241")
        if not isinstance(element.value, dict):
            return self._refused(element, "E-READ-242")
        return json_lines.cells_of(element.value)

    def _refused(self, element: Element, code: str) -> Refused:
        return Refused(self.path.name, element.line, "", code, shown(element.text))


class _Scanner:
    """Takes elements out of text that comes in pieces, and holds no more than the one that has not ended yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""
        self.at = 0
        self.line = 1
        self.before = ""
        self.strange: list[str] = []
        self.decoder = json.JSONDecoder(parse_constant=self.strange.append)

    def feed(self, piece: str) -> Iterator[Element]:
        """The elements that have ended with this piece."""
        self.text, self.at = self.text[self.at :] + piece, 0
        yield from self._elements(final=False)

    def end(self) -> Iterator[Element]:
        """What is left when nothing follows: the array must be closed."""
        yield from self._elements(final=True)
        if self.before != "]":
            raise self._broken()

    def _elements(self, *, final: bool) -> Iterator[Element]:
        while self._skip_to(_SPACE.match(self.text, self.at).end()) < len(self.text):
            sign = self.text[self.at]
            if sign in _FOLLOWS[self.before]:
                self.before = sign
                self._skip_to(self.at + 1)
                continue
            if self.before not in ("[", ","):
                raise self._broken()
            element = self._element(final)
            if element is None:
                return
            yield element

    def _element(self, final: bool) -> Element | None:
        """The element that begins here, or None while its end has not come."""
        self.strange.clear()
        try:
            value, end = self.decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError:
            if final or len(self.text) - self.at > LINE:
                raise self._broken() from None
            return None
        except (RecursionError, ValueError):
            raise self._broken() from None
        if end == len(self.text) and not final:
            return None  # a number may go on
        found = Element(self.text[self.at : end], value, self.line, not self.strange)
        self.before = "element"
        self._skip_to(end)
        return found

    def _skip_to(self, place: int) -> int:
        self.line += self.text.count("\n", self.at, place)
        self.at = place
        return place

    def _broken(self) -> EngineError:
        return EngineError("E-READ-132", file=self.path.name, line=self.line)
