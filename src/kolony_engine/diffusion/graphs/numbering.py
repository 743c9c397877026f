"""Ids met piece by piece, and their numbers: positions among all that were met, sorted."""

from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from kolony_engine.diffusion.graphs.cells import Cells, Known, of_numbers
from kolony_engine.diffusion.graphs.columns import MISSING
from kolony_engine.diffusion.graphs.pieces import OddRowsError, Piece
from kolony_engine.diffusion.machine.bits import LOW_SIX, ONE, SIX, place_of, running_counts
from kolony_engine.diffusion.machine.untouched import untouched
from kolony_engine.events.arrays import numpy_of

BLANKS = [code for code in range(0x3001) if chr(code).isspace()]
SPARSE = 8  # how many times more numbers than arcs a bit each is kept for
DENSE = 0.5  # how many times as many four bytes each


class Numbering(Protocol):
    """First `meet` all arcs, then `settle`, then ask for `numbers`.

    meet     False: these ids are not for this one
    settle   the ids, sorted, and how many arcs come in to each (None: not known)
    numbers  int32: their positions
    """

    def meet(self, piece: Piece) -> bool: ...

    def settle(self) -> tuple[np.ndarray, np.ndarray | None]: ...

    def numbers(self, ids) -> np.ndarray: ...


class SmallNumbers:
    """Whole numbers for `arcs` arcs, from 0 to below SPARSE times as many: a bit each, and four bytes for every 64.

    While numbers are less than DENSE of the arcs, these are counted at once.
    """

    def __init__(self, arcs: int) -> None:
        self._limit, self._dense, self._top = int(SPARSE * arcs) + 1024, int(DENSE * arcs) + 1024, -1
        self._bits, self._before = np.zeros(0, np.uint64), np.zeros(0, np.int32)
        self._degree: np.ndarray | None = np.zeros(0, np.int32)

    def meet(self, piece: Piece) -> bool:
        self._top = max(self._top, int(piece.source.max()), int(piece.target.max()))
        if self._top >= self._limit or min(piece.source.min(), piece.target.min()) < 0:
            return False
        self._bits = _longer(self._bits, self._top // 64 + 1, self._limit // 64 + 1)
        _mark_all(piece.source, self._bits)
        _mark_all(piece.target, self._bits)
        if self._top >= self._dense:
            self._degree = None
        if self._degree is not None:
            self._degree = _longer(self._degree, self._top + 1, self._dense)
            count_arcs(piece.source, piece.target, piece.p, self._degree)
        return True

    def settle(self) -> tuple[np.ndarray, np.ndarray | None]:
        self._bits = self._bits[: self._top // 64 + 1]
        self._before = np.zeros(len(self._bits), np.int32)
        members = running_counts(self._bits, self._before)
        ids = untouched(members, np.int32 if self._top < 2**31 else np.int64)
        _spell_out(self._bits, ids)
        degree, self._degree = None if self._degree is None else self._degree[ids], None
        return ids, degree

    def numbers(self, ids: np.ndarray) -> np.ndarray:
        return _places_of(ids, self._bits, self._before)


class AnyIds:
    """Whole numbers and texts of any kind: numbered as they are met, then sorted."""

    def __init__(self) -> None:
        self._known, self._whole = Known(), False
        self._degree, self._place = np.zeros(0, np.int32), np.zeros(0, np.int32)

    def meet(self, piece: Piece) -> bool:
        self._whole = isinstance(piece.source, np.ndarray)
        source, target = (self._known.numbers(_cells(ids), more=True) for ids in (piece.source, piece.target))
        self._degree = _longer(self._degree, self._known.count, 1 << 31)
        count_arcs(source, target, piece.p, self._degree)
        return True

    def settle(self) -> tuple[np.ndarray, np.ndarray]:
        """May raise OddRowsError for an id that is not only what it seems, pa.ArrowInvalid for one that is no text."""
        ids, order = (_sorted_numbers if self._whole else _sorted_texts)(self._known)
        self._place = np.empty(len(order), np.int32)
        self._place[order] = np.arange(len(order), dtype=np.int32)
        degree, self._degree = self._degree[order], np.zeros(0, np.int32)
        return ids, degree

    def numbers(self, ids: np.ndarray | Cells) -> np.ndarray:
        found = self._known.numbers(_cells(ids), more=False)
        if len(found) and found.min() < 0:
            raise OddRowsError  # the file is being written
        return self._place[found]


def _cells(ids: np.ndarray | Cells) -> Cells:
    return of_numbers(ids) if isinstance(ids, np.ndarray) else ids


def _sorted_numbers(known: Known) -> tuple[np.ndarray, np.ndarray]:
    """The ids, rising, and which of them was met when."""
    ids = known.octets[: known.ends[known.count]].view(np.int64)
    order = np.argsort(ids)
    return ids[order], order


def _sorted_texts(known: Known) -> tuple[np.ndarray, np.ndarray]:
    octets, ends = known.octets[: known.ends[known.count]], known.ends[: known.count + 1]
    if (octets < ord(" ")).any() or not np.diff(ends).all() or _ends_in_point_zero(octets, ends).any():
        raise OddRowsError
    texts = pa.LargeStringArray.from_buffers(known.count, pa.py_buffer(ends), pa.py_buffer(octets))
    texts.validate(full=True)
    lengths = numpy_of(pc.utf8_length(texts))
    order = numpy_of(pc.array_sort_indices(texts))
    codes = np.zeros((known.count, lengths.max()), np.uint32)
    _spell(octets, ends, order, codes)
    around = codes[:, 0], codes[np.arange(known.count), lengths[order] - 1]
    if np.isin(around, BLANKS).any():
        raise OddRowsError
    ids = codes.view(f"U{codes.shape[1]}")[:, 0]
    if (ids[np.searchsorted(ids[:-1], MISSING)] == MISSING).any():  # `NA`, which among numbers is nobody
        raise OddRowsError
    return ids, order


def _ends_in_point_zero(octets: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """bool: `7.0`, which may be the number 7."""
    last = ends[1:][np.diff(ends) > 2] - 1
    return (octets[last] == ord("0")) & (octets[last - 1] == ord("."))


def _longer(array: np.ndarray, needed: int, most: int) -> np.ndarray:
    """With room for so many, and for more that may come; zeros."""
    if needed <= len(array):
        return array
    return np.append(array, np.zeros(min(max(needed, 2 * len(array)), most) - len(array), array.dtype))


@njit(nogil=True, cache=True)
def _mark_all(ids, bits):
    for own in ids:
        bits[np.uint64(own) >> SIX] |= ONE << (np.uint64(own) & LOW_SIX)


@njit(nogil=True, cache=True)
def _places_of(ids, bits, before):
    found = np.empty(len(ids), np.int32)
    for i in range(len(ids)):
        found[i] = place_of(ids[i], bits, before)
    return found


@njit(nogil=True, cache=True)
def _spell_out(bits, ids):
    """The numbers whose bits are set, rising."""
    end = 0
    for number in range(64 * len(bits)):
        if bits[number >> 6] & (ONE << (np.uint64(number) & LOW_SIX)):
            ids[end] = number
            end += 1


@njit(nogil=True, cache=True)
def _spell(octets, ends, order, codes):
    """The characters of texts in UTF-8, in that order."""
    for row in range(len(order)):
        at, place = ends[order[row]], 0
        while at < ends[order[row] + 1]:
            lead = octets[at]
            more = (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0)
            code = np.uint32(lead) & np.uint32(0xFF >> (more + 1 if more else 0))
            for _ in range(more):
                at += 1
                code = (code << np.uint32(6)) | (np.uint32(octets[at]) & np.uint32(0x3F))
            codes[row, place] = code
            at, place = at + 1, place + 1


@njit(nogil=True, cache=True)
def count_arcs(source, target, chances, degree):
    """Arcs into each: not from oneself, nor those that are never live."""
    for i in range(len(source)):
        if source[i] != target[i] and (len(chances) == 0 or chances[i] > 0):
            degree[target[i]] += 1
