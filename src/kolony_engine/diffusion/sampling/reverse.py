"""Reverse reachable (RR) sets: who could have reached a random target. The hot kernel of the house.

Borgs et al. (SODA 2014): a set of seeds reaches, in expectation, W times the share of RR sets it meets, where W is the
total target weight. Live in-arcs are drawn without looking at each arc: the *number* of live arcs first, then that
many distinct positions (the idea of SUBSIM, Guo et al., SIGMOD 2020). Where arcs differ, one number a member says how
likely it is that none is live, and mostly none is; else they are gone through by falling probability, long rows by
geometric jumps, each thinned by p / bound.
"""

import math

import numpy as np
from numba import njit

from kolony_engine.diffusion.machine import streams
from kolony_engine.diffusion.machine.streams import GOLDEN, HALF, LOW, mix, unit
from kolony_engine.diffusion.sampling.chances import (
    ARC,
    COMMON,
    DENSE,
    LT_COMMON,
    MOST,
    NONE,
    ODDS,
    ONE,
    SHARE,
    THREE,
    TWO,
)
from kolony_engine.diffusion.sampling.roots import order_of, root_of

BLOCK = 512  # RR sets that share one random stream
kernel = njit(nogil=True, cache=True, error_model="numpy", _nrt=False, forceinline=True)
SHORT = 64  # in-arcs that are gone through one by one
SELDOM = 0.99  # so is every row that is likelier than this to have no live arc: trying until one is live would be long
HALF_UNIT = 1.0 / (1 << 32)


@kernel
def visit(node, bit, seen, out, end):
    """Put a member into the set, once."""
    if not seen[node] & bit:
        seen[node] |= bit
        out[end] = node
        end += 1
    return end


@kernel
def set_aside(out, begin, end, bit, seen, counts):
    """A set is whole: forget whom it met, and count them (unless nobody counts: `counts` is empty)."""
    for i in range(begin, end):
        seen[out[i]] &= ~bit
    if len(counts):
        for i in range(begin, end):
            counts[out[i]] += 1


@kernel
def number_of_live(u, degree, table):
    """How many of `degree` in-arcs are live, two at least: inverse transform from the tabled first chances."""
    if u < table[degree, TWO]:
        return 2
    live, term, total = 3, table[degree, THREE] - table[degree, TWO], table[degree, THREE]
    while u >= total and live < degree and live < MOST:
        term *= table[degree, ODDS] * (degree - live) / (live + 1)
        live += 1
        total += term
    return min(live, degree)


@kernel
def live_places(state, half, low, degree, live, chosen):
    """The places of `live` distinct in-arcs of a member, to `chosen`: by rejection among those already there."""
    picked = 0
    while picked < live:
        place = low + np.int64((half * np.uint64(degree)) >> HALF)
        fresh = True
        for i in range(picked):
            if chosen[i] == place:
                fresh = False
                break
        if fresh:
            chosen[picked] = place
            picked += 1
        state += GOLDEN
        half = mix(state) >> HALF
    return state


@kernel
def dense_live(state, low, high, p, sources, bit, seen, out, end):
    """Visit live in-arcs by geometric jumps: for members with many of them."""
    if p >= 1.0:
        for place in range(low, high):
            end = visit(sources[place], bit, seen, out, end)
        return state, end
    scale = 1.0 / math.log1p(-p)
    place = low
    while True:
        state += GOLDEN
        jump = math.log(1.0 - unit(mix(state))) * scale
        if jump >= high - place:
            return state, end
        place += np.int64(jump)
        end = visit(sources[place], bit, seen, out, end)
        place += 1


@kernel
def _arc_scan(state, u, low, high, arc, sources, bit, seen, out, end):
    """Visit live in-arcs of a short row by inverse transform: u falls below the chance that none so far is live."""
    none = 1.0
    for place in range(low, high):
        none *= 1.0 - arc[place]
        if u >= none:
            end = visit(sources[place], bit, seen, out, end)
            state += GOLDEN
            u = unit(mix(state))
            none = 1.0
    return state, end


@kernel
def _log_of_rest(p):
    """ln(1 - p) for p < 1/4, to eight digits: the series of -2 artanh(p / (2 - p))."""
    z = p / (2.0 - p)
    square = z * z
    return -2.0 * z * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0))))


@kernel
def _arc_pass(state, low, high, arc, sources, bit, seen, out, end):
    """Visit live in-arcs of a long row: jump by the falling bound, thin by p / bound. Says how many were live."""
    place, found = low, 0
    while place < high:
        bound = np.float64(arc[place])
        state += GOLDEN
        u = unit(mix(state))
        if bound >= 0.25:
            live = u < bound
        else:
            jump = math.log(1.0 - u) / _log_of_rest(bound)
            if jump >= high - place:
                break
            place += np.int64(jump)
            state += GOLDEN
            live = unit(mix(state)) * bound < arc[place]
        if live:
            found += 1
            end = visit(sources[place], bit, seen, out, end)
        place += 1
    return state, end, found


@kernel
def _arc_live(state, u, none, low, high, arc, sources, bit, seen, out, end):
    """Visit the live in-arcs of a member who has one at least (u >= none); long rows are tried until one is live."""
    if high - low <= SHORT or none > SELDOM:
        return _arc_scan(state, u, low, high, arc, sources, bit, seen, out, end)
    found = 0
    while found == 0:
        state, end, found = _arc_pass(state, low, high, arc, sources, bit, seen, out, end)
    return state, end


@kernel
def _one_listened_to(state, low, high, mode, p, arc, sources, bit, seen, out, end):
    """Linear threshold: at most one in-arc of a member is live."""
    state += GOLDEN
    u = unit(mix(state))
    if mode == LT_COMMON:
        place = np.int64(u / p)
        if place < high - low:
            end = visit(sources[low + place], bit, seen, out, end)
        return state, end
    for place in range(low, high):
        u -= arc[place]
        if u < 0.0:
            end = visit(sources[place], bit, seen, out, end)
            break
    return state, end


@kernel
def _grow_set(state, begin, end, rows, tables, bit, seen, out, chosen):
    """Follow live arcs backwards from the root at out[begin] until nobody new is found."""
    offsets, sources = rows
    mode, table, arc, none = tables
    read, u = begin, 0.0
    while read < end:
        node = out[read]
        read += 1
        if mode == ARC:
            state += GOLDEN
            u = unit(mix(state))
            if u < none[node]:
                continue
        low, high = offsets[node], offsets[node + 1]
        degree = high - low
        if degree == 0:
            continue
        if mode == COMMON:
            if table[degree, DENSE] > 0.0:
                state, end = dense_live(state, low, high, table[degree, DENSE], sources, bit, seen, out, end)
                continue
            state += GOLDEN
            word = mix(state)
            u = np.float64(word >> HALF) * HALF_UNIT
            if u < table[degree, NONE]:
                continue
            if u < table[degree, ONE]:
                place = np.int64(((word & LOW) * np.uint64(degree)) >> HALF)
                end = visit(sources[low + place], bit, seen, out, end)
                continue
            live = number_of_live(u, degree, table)
            state = live_places(state, word & LOW, low, degree, live, chosen)
            for i in range(live):
                end = visit(sources[chosen[i]], bit, seen, out, end)
        elif mode == ARC:
            state, end = _arc_live(state, u, none[node], low, high, arc, sources, bit, seen, out, end)
        else:
            p = table[degree, SHARE] if mode == LT_COMMON else 0.0
            state, end = _one_listened_to(state, low, high, mode, p, arc, sources, bit, seen, out, end)
    return state, end


@njit(nogil=True, cache=True, error_model="numpy")
def sample_blocks(rows, tables, cumulated, key, first, last, seen, counts, out):
    """RR sets of the blocks first..last-1.

    rows        (offsets, sources) of the graph
    tables      (mode, by_degree, arc, none) of the model
    key         (seed, purpose)
    seen        uint8[n], this thread's: whom the set at hand has met; all zero between two sets
    counts      int32[n], this thread's: in how many sets each member is; empty where nobody counts
    out         int32[...], this thread's buffer
    Returns (members of all sets one after another, where each set ends, buffer); the first is a view of the last,
    which may be a larger buffer than the one given.
    """
    nodes, bit = len(rows[0]) - 1, np.uint8(1)
    chosen, ends = np.empty(MOST + 1, np.int64), np.empty((last - first) * BLOCK, np.int64)
    order, number = order_of(key, nodes), first * BLOCK
    end = 0
    written = 0
    for block in range(first, last):
        state = streams.start(key[0], key[1], block)
        for _ in range(BLOCK):
            if end + nodes > len(out):
                larger = np.empty(2 * len(out) + nodes, np.int32)
                larger[:end] = out[:end]
                out = larger
            state += GOLDEN
            begin = end
            end = visit(root_of(state, number + written, nodes, order, cumulated), bit, seen, out, end)
            state, end = _grow_set(state, begin, end, rows, tables, bit, seen, out, chosen)
            set_aside(out, begin, end, bit, seen, counts)
            ends[written] = end
            written += 1
    return out[:end], ends, out
