"""Edge lists read in pieces, and grouped as they come: what is in memory is the graph and one piece."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numba import njit

from kolony_engine.diffusion.graphs.graph import Graph, offset_type, sort_rows
from kolony_engine.diffusion.graphs.numbering import AnyIds, Numbering, SmallNumbers, count_arcs
from kolony_engine.diffusion.graphs.pieces import EdgeFile, NotWholeError, OddRowsError, look_into
from kolony_engine.diffusion.machine.untouched import give_back, untouched


def read_in_pieces(path: Path) -> Graph | None:
    """The graph of an edge list; None for a file that has to be read whole to be understood, or refused.

    The same as `build_graph` of the whole file.
    """
    try:
        file = look_into(path)
        return None if file is None else _grouped(file)
    except (pa.ArrowException, OSError, OddRowsError):
        return None
    finally:
        give_back()


def _grouped(file: EdgeFile) -> Graph | None:
    try:
        numbering = _numbering(file)
    except NotWholeError:
        file = replace(file, whole=False)
        numbering = _numbering(file)
    if numbering is None:
        return None
    file, (ids, degree) = replace(file, sure=True), numbering.settle()
    if degree is None:
        degree = np.zeros(len(ids), np.int32)
        for piece in file.pieces():
            count_arcs(numbering.numbers(piece.source), numbering.numbers(piece.target), piece.p, degree)
    arcs = int(degree.sum(dtype=np.int64))
    offsets = np.zeros(len(ids) + 1, offset_type(arcs))
    np.cumsum(degree, out=offsets[1:])
    del degree
    sources, chances = untouched(arcs, np.int32), untouched(arcs if file.weighed else 0, np.float32)
    for piece in file.pieces():
        source, target = numbering.numbers(piece.source), numbering.numbers(piece.target)
        _fill(source, target, piece.p, offsets, sources, chances)
    _set_back(offsets)
    if not file.weighed:
        sort_rows(offsets, sources)
        return Graph(ids, offsets, sources)
    sort_by_chance(offsets, sources, chances)
    return Graph(ids, offsets, sources, chances)


def _numbering(file: EdgeFile) -> Numbering | None:
    """With all ids met; None where there is nobody."""
    if next(file.pieces(), None) is None:
        return None
    small = SmallNumbers(file.most)
    if file.whole and _all_met(small, file):
        return small
    any_ids = AnyIds()
    _all_met(any_ids, file)
    return any_ids


def _all_met(numbering: Numbering, file: EdgeFile) -> bool:
    return all(numbering.meet(piece) for piece in file.pieces())


@njit(nogil=True, cache=True)
def _fill(source, target, chances, offsets, sources, probability):
    """Each source to where its target's row has come: `offsets` move from the rows' beginnings to their ends."""
    for i in range(len(source)):
        if source[i] != target[i] and (len(chances) == 0 or chances[i] > 0):
            place = offsets[target[i]]
            sources[place] = source[i]
            if len(chances):
                probability[place] = chances[i]
            offsets[target[i]] += 1


@njit(nogil=True, cache=True)
def _set_back(offsets):
    """Ends of rows, each moved to where the next one begins."""
    for node in range(len(offsets) - 1, 0, -1):
        offsets[node] = offsets[node - 1]
    offsets[0] = 0


@njit(nogil=True, cache=True)
def sort_by_chance(offsets, sources, probability):
    """Each member's arcs by falling probability, then by source, in place."""
    chances, high, ones = probability.view(np.uint32), np.uint64(32), np.uint64(0xFFFFFFFF)
    for node in range(len(offsets) - 1):
        begin, end = offsets[node], offsets[node + 1]
        if end - begin < 2:
            continue
        keys = np.empty(end - begin, np.uint64)  # positive numbers are in the order of their bits
        for i in range(end - begin):
            keys[i] = ((ones - np.uint64(chances[begin + i])) << high) | np.uint64(sources[begin + i])
        keys.sort()
        for i in range(end - begin):
            sources[begin + i] = np.int32(keys[i] & ones)
            chances[begin + i] = np.uint32(ones - (keys[i] >> high))
