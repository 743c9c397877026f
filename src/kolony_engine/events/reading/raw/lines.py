"""Physical lines of a text file with their numbers, whatever ends them: LF, CRLF, CR or all three mixed.

Lines come in blocks, because a block without trouble can be parsed at once. A line that cannot be text (broken bytes,
a NUL, a million bytes long) is refused on its own and ends its block.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kolony_engine.events.batches import shown
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.raw.encoding import mark_of
from kolony_engine.events.reading.raw.limits import BLOCK, LINE
from kolony_engine.events.reading.raw.streams import blocks


@dataclass(frozen=True)
class Broken:
    """One line that is not text: its number, the code of the refusal, and its beginning."""

    line: int
    code: str
    value: str


@dataclass(frozen=True)
class Block:
    """Lines `first`, `first + 1`, ... with their ends; `broken` is the line right after them, if that one is refused.

    `last` says that nothing follows that could belong to a quoted cell begun here; `position` is how many bytes of the
    file on disk were read.
    """

    first: int
    lines: list[str]
    position: int
    broken: Broken | None = None
    last: bool = False


def line_blocks(path: Path, encoding: str, size: int = BLOCK) -> Iterator[Block]:
    """The lines of a file, in order, as `Block`s of about `size` bytes; wide encodings (UTF-16, UTF-32) are unfolded to
    UTF-8 first."""
    number = 1
    position = 0
    for chunk, giant, position in _whole_lines(_narrow(path, encoding, size)):
        narrow = "utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding
        if giant:
            text = chunk[:LINE].decode(narrow, "backslashreplace")
            yield Block(number, [], position, Broken(number, "E-READ-202", shown(text)), last=True)
            number += 1
            continue
        for block in _decoded(chunk, narrow, number, position):
            yield block
            number = block.first + len(block.lines) + (block.broken is not None)
    yield Block(number, [], position, last=True)


def _narrow(path: Path, encoding: str, size: int) -> Iterator[tuple[bytes, int]]:
    """Bytes in which a line end is one byte, without the byte order mark."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass") if wide else None
    start = True
    for block, position in blocks(path, size):
        data = block[mark_of(block) :] if start else block
        start = False
        yield (_unfolded(decoder, data, path) if decoder else data), position


def _unfolded(decoder: codecs.IncrementalDecoder, data: bytes, path: Path) -> bytes:
    """UTF-8 of wide text; a surrogate without its partner stays broken, so that its line is refused."""
    try:
        return decoder.decode(data).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise EngineError("E-READ-109", file=path.name) from None


def _whole_lines(source: Iterator[tuple[bytes, int]]) -> Iterator[tuple[bytes, bool, int]]:
    """Chunks of whole lines; a line longer than `LINE` comes alone, cut, and marked as a giant."""
    carry = b""
    position = 0
    skipping = False
    for block, position in source:
        if skipping:
            end = _line_end(block, block.find(b"\n"), block.find(b"\r"))
            if end < 0:
                continue
            yield carry, True, position
            block, carry, skipping = block[end:], b"", False
        data = carry + block
        cut = max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1)) + 1
        if cut:
            yield data[:cut], False, position
        carry = data[cut:]
        if len(carry) > LINE:
            carry, skipping = carry[:LINE], True
    if carry:
        yield carry, skipping, position


def _line_end(block: bytes, newline: int, carriage: int) -> int:
    """Where the next line begins in a block, -1 if it does not."""
    if newline < 0 and carriage < 0:
        return -1
    if carriage < 0 or 0 <= newline < carriage:
        return newline + 1
    return carriage + (2 if block[carriage + 1 : carriage + 2] == b"\n" else 1)


def _decoded(chunk: bytes, encoding: str, number: int, position: int) -> Iterator[Block]:
    try:
        text = chunk.decode(encoding)
    except UnicodeDecodeError:
        text = None
    if text is not None and "\0" not in text:
        yield Block(number, _split(text), position)
        return
    yield from _line_by_line(chunk, encoding, number, position)


def _split(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


def _line_by_line(chunk: bytes, encoding: str, number: int, position: int) -> Iterator[Block]:
    good: list[str] = []
    for raw in _split(chunk.decode("latin-1")):
        line = raw.encode("latin-1")
        code, text = _judged(line, encoding)
        if code is None:
            good.append(text)
            continue
        yield Block(number, good, position, Broken(number + len(good), code, shown(text.rstrip("\r\n"))), last=True)
        number += len(good) + 1
        good = []
    if good:
        yield Block(number, good, position)


def _judged(line: bytes, encoding: str) -> tuple[str | None, str]:
    """The code of the refusal, or None, and the text of one line."""
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return "E-READ-201", line.decode(encoding, "backslashreplace")
    return ("E-READ-203" if "\0" in text else None), text
