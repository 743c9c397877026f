"""Plain CSV in one loop over its bytes: three times as fast as a reader of every kind of CSV, and an id is never taken
for another: `007`, `+7`, `7.0`, `1e3` and numbers beyond 64 bits are texts, and make texts of all ids.

Blanks around a cell are not part of it, as everywhere; quotes may stand around it. A quote within an id, a line break
within a cell, a row of more or fewer cells: whoever reads with care says what such a file means.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numba import njit

from kolony_engine.events.reading.raw.limits import LINE
from kolony_engine.events.reading.raw.streams import blocks

COMMA, QUOTE, LINE_END, RETURN, BLANK, MINUS, POINT, ZERO = 44, 34, 10, 13, 32, 45, 46, 48
DIGITS = 19  # of the longest number of 64 bits
ODD, NOT_WHOLE = -1, -2

kernel = njit(nogil=True, cache=True, error_model="numpy", _nrt=False)
inlined = njit(nogil=True, cache=True, error_model="numpy", _nrt=False, forceinline=True)


class OddRowsError(ValueError):
    """What only whoever holds the whole file can understand, or refuse with the number of the row."""


class NotWholeError(OddRowsError):
    """An id that is no whole number: all of them are to be read as texts."""


def header_of(path: Path, stretch: int) -> tuple[str, ...]:
    """The cells of the first line, without blanks and capitals; none where that is no text, or nothing follows."""
    first, line_end, _ = next(blocks(path, stretch), (b"", 0))[0].partition(b"\n")
    try:
        cells = next(csv.reader([first.decode("utf-8-sig")], strict=True), ()) if line_end else ()
    except (UnicodeDecodeError, csv.Error):
        return ()
    return tuple(cell.strip().casefold() for cell in cells)


def rows_of(path: Path, stretch: int) -> Iterator[np.ndarray]:
    """uint8: whole lines, about so many bytes of them, without the header. Raises OddRowsError for an endless line."""
    left, header = b"", True
    for block, _ in blocks(path, stretch):
        left += block
        end = left.rfind(b"\n") + 1
        begin = left.find(b"\n") + 1 if header else 0
        header = header and not end
        if begin < end:
            yield np.frombuffer(left, np.uint8, end - begin, begin)
        left = left[end:]
        if len(left) > LINE:
            raise OddRowsError
    if left and not header:
        yield np.frombuffer(left + b"\n", np.uint8)


@kernel
def cut(lines, slots, whole, values, begin, end):
    """Rows into their cells; returns how many, or ODD, or NOT_WHOLE.

    slots   for each column where it goes; ids go to 0 and 1
    whole   whether ids are numbers, and so go to `values`; other cells are told by [begin, end) in `lines`
    """
    at, row, last = 0, 0, len(slots) - 1
    while at < len(lines):
        if lines[at] == LINE_END or (lines[at] == RETURN and lines[at + 1] == LINE_END):
            at += 1
            continue
        for column in range(last + 1):
            slot = slots[column]
            if whole and slot < 2:
                values[slot, row], at = _number(lines, at)
            else:
                start, stop, at = _cell(lines, at)
                begin[slot, row], end[slot, row] = start, stop
                at = ODD if slot < 2 and start == stop else at
            if at < 0 or lines[at] != (LINE_END if column == last else COMMA):
                return min(at, ODD)
            at += 1
        row += 1
    return row


@inlined
def _after_blanks(lines, at):
    while lines[at] <= BLANK and lines[at] != LINE_END:
        at += 1
    return at


@inlined
def _number(lines, at):
    """A whole number written in the one usual way, and where its cell ends; NOT_WHOLE for what is none."""
    value, end = _digits(lines, at)
    bare = lines[end] == COMMA or lines[end] == LINE_END
    if bare and 0 < end - at < DIGITS and (lines[at] != ZERO or end - at == 1):
        return value, end
    return _number_within(lines, at)


@kernel
def _number_within(lines, at):
    """The same of one with blanks or quotes around it, or a minus, or very long."""
    at = _after_blanks(lines, at)
    quoted = lines[at] == QUOTE
    at = _after_blanks(lines, at + quoted)
    negative = lines[at] == MINUS
    at += negative
    value, end = _digits(lines, at)
    named = lines[at] == ZERO and (end - at > 1 or negative)
    plain = 0 < end - at <= DIGITS and value >= 0 and not named
    end = _after_blanks(lines, end)
    if quoted and lines[end] == QUOTE:
        end, quoted = _after_blanks(lines, end + 1), False
    if not plain or quoted or (lines[end] != COMMA and lines[end] != LINE_END):
        return value, NOT_WHOLE
    return (-value if negative else value), end


@inlined
def _digits(lines, at):
    """What they say, and where they end."""
    value, digit = np.int64(0), np.int64(lines[at]) - ZERO
    while 0 <= digit <= 9:
        value = value * 10 + digit
        at += 1
        digit = np.int64(lines[at]) - ZERO
    return value, at


@inlined
def _cell(lines, at):
    """Where a cell begins and ends, and where the next comma or line end is."""
    if lines[at] == QUOTE:
        begin, at = at + 1, _closing(lines, at + 1)
        end = at
        at = _after_blanks(lines, at + 1) if at >= 0 else at
    else:
        begin = at
        while lines[at] != COMMA and lines[at] != LINE_END:
            at += 1
        end = at
    while begin < end and lines[begin] <= BLANK:
        begin += 1
    while begin < end and lines[end - 1] <= BLANK:
        end -= 1
    return begin, end, at


@inlined
def _closing(lines, at):
    """The quote that closes a cell, ODD where there is none in the line; two of them are one in the cell."""
    while lines[at] != LINE_END:
        if lines[at] == QUOTE:
            if lines[at + 1] != QUOTE:
                return at
            at += 1
        at += 1
    return ODD


@kernel
def packed(lines, begin, end, offsets, room):
    """Cells one behind the other: `offsets` of each in `room`."""
    at = 0
    for i in range(len(begin)):
        offsets[i] = at
        for place in range(begin[i], end[i]):
            room[at] = lines[place]
            at += 1
    offsets[len(begin)] = at
