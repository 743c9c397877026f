"""Which encoding a text file has, by a fixed order instead of a guess.

Detection by statistics takes short GBK files for UTF-16, so the order is: a byte order mark; else strict UTF-8; else
strict GB18030. Real files are dirty: if neither fits every byte, the encoding in which most of the lines beyond ASCII
are readable is taken, and the lines it cannot read are refused one by one. A UTF-8 file with one broken character must
not become GB18030 only because nearly any bytes are legal there: so UTF-8 stays if most such lines are good UTF-8.
"""

import codecs
from dataclasses import dataclass, field
from pathlib import Path

from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.raw.limits import LINE
from kolony_engine.events.reading.raw.streams import blocks

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CANDIDATES = ("utf-8", "gb18030")
NUL_SHARE = 0.1


@dataclass
class _Candidate:
    """How well one encoding fits: strictly so far, and by lines that hold more than ASCII."""

    name: str
    strict: bool = True
    good: int = 0
    bad: int = 0
    decoder: codecs.IncrementalDecoder = field(init=False)

    def __post_init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder(self.name)()

    def feed(self, block: bytes, final: bool = False) -> None:
        if self.strict:
            try:
                self.decoder.decode(block, final)
            except UnicodeDecodeError:
                self.strict = False

    def count(self, lines: list[bytes]) -> None:
        for line in lines:
            try:
                line.decode(self.name)
                self.good += 1
            except UnicodeDecodeError:
                self.bad += 1

    @property
    def share(self) -> float:
        return self.good / max(self.good + self.bad, 1)


def encoding_of(path: Path, wanted: str | None = None) -> str:
    """The encoding of a text file, as Python names it; `wanted` is what a person chose, and is only checked.

    Refuses with E-READ-107 (no such encoding), E-READ-108 (not text) and E-READ-109 (neither UTF-8 nor GB18030).
    """
    if wanted:
        return _known(wanted)
    start, _ = next(blocks(path), (b"", 0))
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    if start and start[:4096].count(0) > NUL_SHARE * len(start[:4096]):
        raise EngineError("E-READ-108", file=path.name)
    candidates = [_Candidate(name) for name in CANDIDATES]
    if _fits_strictly(path, candidates[0]):
        return candidates[0].name
    return _best(path, candidates)


def mark_of(start: bytes) -> int:
    """The length of the byte order mark a file starts with, 0 without one."""
    return next((len(mark) for mark, _ in MARKS if start.startswith(mark)), 0)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise EngineError("E-READ-107", given=name) from None


def _fits_strictly(path: Path, candidate: _Candidate) -> bool:
    for block, _ in blocks(path):
        candidate.feed(block)
        if not candidate.strict:
            return False
    candidate.feed(b"", final=True)
    return candidate.strict


def _best(path: Path, candidates: list[_Candidate]) -> str:
    utf8, gb18030 = candidates
    carry = b""
    total = 1
    for block, _ in blocks(path):
        gb18030.feed(block)
        *lines, carry = (carry + block).split(b"\n")
        carry = carry if len(carry) < LINE else b""
        total += len(lines)
        _count(lines, candidates)
    _count([carry], candidates)
    gb18030.feed(b"", final=True)
    if gb18030.strict and utf8.share <= 0.5:
        return gb18030.name
    best = gb18030 if gb18030.good > utf8.good and utf8.share <= 0.5 else utf8
    if 2 * best.bad > total:
        raise EngineError("E-READ-109", file=path.name)
    return best.name


def _count(lines: list[bytes], candidates: list[_Candidate]) -> None:
    beyond_ascii = [line for line in lines if not line.isascii()]
    for candidate in candidates:
        candidate.count(beyond_ascii)
