"""Ids as bytes, numbered as they are met: a table that finds a known one in one step, whatever its length."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numba import njit

from kolony_engine.diffusion.machine.instructions import word_at
from kolony_engine.diffusion.machine.untouched import longer, untouched

WORD = 8
LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 by the golden ratio: spreads what lies close together

inlined = njit(nogil=True, cache=True, error_model="numpy", _nrt=False, forceinline=True)


@dataclass(frozen=True)
class Cells:
    """Texts in `octets` (uint8), one behind the other: each from one of the `places` (int32) to the next."""

    octets: np.ndarray
    places: np.ndarray

    def __len__(self) -> int:
        return len(self.places) - 1

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return int(self.places[-1]) - int(self.places[0])


def of_numbers(ids: np.ndarray) -> Cells:
    """int64, each as its eight bytes."""
    octets, places = ids.view(np.uint8), np.arange(0, WORD * len(ids) + 1, WORD, dtype=np.int32)
    for array in (octets, places):
        array.flags.writeable = False  # as those of texts: one kind of array, one kernel
    return Cells(octets, places)


def of_texts(column: pa.StringArray) -> Cells:
    """Without a missing one."""
    _, places, octets = column.buffers()
    places = np.frombuffer(places, np.int32)[column.offset : column.offset + len(column) + 1]
    return Cells(np.frombuffer(octets or b"", np.uint8), places)


class Known:
    """All that were met, one behind the other in `octets` and in that order.

    ends   int64[count + 1]: where each ends; the first is 0
    slots  uint64[a power of two]: the upper half of a text's hash and its number from 1 on; 0: free
    """

    def __init__(self) -> None:
        self.count = 0
        self.octets, self.ends = untouched(0, np.uint8), untouched(1, np.int64)
        self._slots = untouched(2, np.uint64)

    def numbers(self, cells: Cells, *, more: bool) -> np.ndarray:
        """int32: their numbers, from 0 on; -1 for one that is not known, unless there may be `more`."""
        found = np.empty(len(cells), np.int32)
        if more:
            self._make_room(len(cells), cells.size)
        table = self.octets, self.ends, self._slots
        self.count = _number(cells.octets, cells.places, *table, self.count, more, found)
        return found

    def _make_room(self, cells: int, size: int) -> None:
        used, count = int(self.ends[self.count]), self.count + cells
        self.octets = longer(self.octets, used, used + size, 2 * len(self.octets))
        self.ends = longer(self.ends, self.count + 1, count + 1, 2 * len(self.ends))
        places = len(self._slots)
        while 2 * places < 3 * count:
            places *= 2
        if places > len(self._slots):
            self._slots = untouched(places, np.uint64)
            _place_all(self.octets, self.ends, self.count, self._slots)


@inlined
def _mixed(hashed, word):
    hashed = (hashed ^ word) * GOLDEN
    return hashed ^ (hashed >> HALF)


@inlined
def _hash(octets, begin, end):
    """The last word is mixed in twice: what differs in its upper bytes has to reach all bits."""
    hashed = np.uint64(end - begin)
    if end - begin < WORD:
        word = np.uint64(0)
        for at in range(begin, end):
            word = (word << np.uint64(8)) | np.uint64(octets[at])
        return _mixed(_mixed(hashed, word), word)
    for at in range(begin, end - WORD, WORD):
        hashed = _mixed(hashed, word_at(octets, at))
    word = word_at(octets, end - WORD)
    return _mixed(_mixed(hashed, word), word)


@inlined
def _same(octets, begin, others, other, length):
    at = 0
    while at < length - WORD:
        if word_at(octets, begin + at) != word_at(others, other + at):
            return False
        at += WORD
    if length < WORD:
        while at < length and octets[begin + at] == others[other + at]:
            at += 1
        return at == length
    return word_at(octets, begin + length - WORD) == word_at(others, other + length - WORD)


@inlined
def _sought(octets, begin, end, hashed, known, ends, slots):
    """The slot of a text: the one that holds it, or the free one where it belongs."""
    at = np.int64(hashed & np.uint64(len(slots) - 1))
    while slots[at]:
        number = np.int64(slots[at] & LOW)
        start = ends[number - 1]
        fits = slots[at] >> HALF == hashed >> HALF and ends[number] - start == end - begin
        if fits and _same(octets, begin, known, start, end - begin):
            return at
        at = (at + 1) & (len(slots) - 1)
    return at


@njit(nogil=True, cache=True, error_model="numpy", _nrt=False)
def _number(octets, places, known, ends, slots, count, more, found):
    """Numbers of texts into `found`; returns how many are known then."""
    for i in range(len(found)):
        begin, end = places[i], places[i + 1]
        hashed = _hash(octets, begin, end)
        at = _sought(octets, begin, end, hashed, known, ends, slots)
        if more and not slots[at]:
            place = ends[count]
            for octet in range(begin, end):
                known[place] = octets[octet]
                place += 1
            count += 1
            ends[count] = place
            slots[at] = (hashed >> HALF << HALF) | np.uint64(count)
        found[i] = np.int64(slots[at] & LOW) - 1
    return count


@njit(nogil=True, cache=True, error_model="numpy", _nrt=False)
def _place_all(known, ends, count, slots):
    """Those that are known, into free slots."""
    for number in range(1, count + 1):
        hashed = _hash(known, ends[number - 1], ends[number])
        at = np.int64(hashed & np.uint64(len(slots) - 1))
        while slots[at]:
            at = (at + 1) & (len(slots) - 1)
        slots[at] = (hashed >> HALF << HALF) | np.uint64(number)
