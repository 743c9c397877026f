"""Ids met piece by piece, and their numbers: positions among all that were met, sorted."""

from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from kolony_engine.diffusion.graphs.pieces import Piece
from kolony_engine.diffusion.machine.bits import LOW_SIX, ONE, SIX, place_of, running_counts
from kolony_engine.diffusion.machine.untouched import untouched

FEW = 1 << 16  # ids that are sorted in at once, at least
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
    """Whole numbers and texts of any kind, sorted."""

    def __init__(self) -> None:
        self._ids: np.ndarray | None = None
        self._fresh: list[np.ndarray] = []

    def meet(self, piece: Piece) -> bool:
        for fresh in (_distinct(piece.source), _distinct(piece.target)):
            self._fresh.append(fresh if self._ids is None else fresh[_position(fresh, self._ids) < 0])
        if sum(map(len, self._fresh)) > max(FEW, 0 if self._ids is None else len(self._ids)):
            self._sort_in()
        return True

    def _sort_in(self) -> None:
        self._ids = np.unique(np.concatenate([*([] if self._ids is None else [self._ids]), *self._fresh]))
        self._fresh = []

    def settle(self) -> tuple[np.ndarray, None]:
        self._sort_in()
        return self._ids, None

    def numbers(self, ids: np.ndarray | pa.StringArray) -> np.ndarray:
        if isinstance(ids, np.ndarray):
            return np.searchsorted(self._ids, ids).astype(np.int32)
        coded = ids.dictionary_encode()
        known = np.searchsorted(self._ids, _texts(coded.dictionary)).astype(np.int32)
        return known[np.frombuffer(coded.indices.buffers()[1], np.int32)[: len(ids)]]


def _longer(array: np.ndarray, needed: int, most: int) -> np.ndarray:
    """With room for so many, and for more that may come; zeros."""
    if needed <= len(array):
        return array
    return np.append(array, np.zeros(min(max(needed, 2 * len(array)), most) - len(array), array.dtype))


def _distinct(ids: np.ndarray | pa.StringArray) -> np.ndarray:
    return np.unique(ids) if isinstance(ids, np.ndarray) else np.unique(_texts(pc.unique(ids)))


def _texts(column: pa.StringArray) -> np.ndarray:
    return np.asarray(column.to_pylist(), dtype=str)


def _position(wanted: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Where each stands among others that are sorted; -1: nowhere."""
    place = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return np.where(among[place] == wanted, place, -1)


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
def count_arcs(source, target, chances, degree):
    """Arcs into each: not from oneself, nor those that are never live."""
    for i in range(len(source)):
        if source[i] != target[i] and (len(chances) == 0 or chances[i] > 0):
            degree[target[i]] += 1
