"""Which sets a candidate is in: the one look backwards that choosing needs.

Indexed whole, that is as large as the sets themselves. But whoever is chosen had one of the largest marginals before,
so those are indexed first, until they fill a part of what the sets do; when somebody else's turn comes, the index is
made anew, for who is likely now and of what is not covered yet.
"""

import numpy as np
from numba import njit

from kolony_engine.diffusion.machine.bits import mark, place_of

PART, LARGE_PART = 8, 24  # an index holds one set number for so many members of sets
LITTLE, MUCH = 1 << 14, 1 << 16  # set numbers that are no matter, and from which the larger part counts
WHOLE = np.int64(1) << np.int64(62)  # room for everybody
ALIKE = np.int64(1) << np.int64(18)  # the bits of a worth (float32), in so many steps: 32 to a doubling
LEVELS = np.int64(1) << np.int64(13)


@njit(nogil=True, cache=True)
def nothing_yet(place):
    """An index of nobody; `place` is what `places` made of all candidates."""
    words = len(place[0])
    return np.zeros(words, np.uint64), np.zeros(words, np.int32), np.zeros(1, np.int64), np.empty(0, np.int32)


@njit(nogil=True, cache=True)
def cost_of(c, cost, candidates):
    """What a candidate costs; `cost` is one for each member, or one for all."""
    return cost[candidates[c]] if len(cost) > 1 else cost[0]


@njit(nogil=True, cache=True)
def levels_of(marginal, cost, candidates):
    """int16[candidates]: how much each is worth, roughly: what they bring, or (where there are costs) bring
    for them; 0: nothing."""
    worth, levels = np.empty(1, np.float32), np.zeros(len(marginal), np.int16)
    bits = worth.view(np.int32)
    for c in range(len(marginal)):
        if marginal[c] > 0:
            worth[0] = marginal[c] / cost_of(c, cost, candidates) if len(cost) else marginal[c]
            levels[c] = max(1, bits[0] // ALIKE)
    return levels


@njit(nogil=True, cache=True)
def lowest_within(sums, room):
    """The lowest level from which the sums of that and of all above add up to `room` at most, and what to."""
    total, level = 0.0, LEVELS
    while level > 1 and total + sums[level - 1] <= room:
        level -= 1
        total += sums[level]
    return level, total


@njit(nogil=True, cache=True)
def _likely(c, marginal, cost, candidates, room):
    """int32[...]: candidate c and those worth most, until their marginals add up to `room`; rising."""
    levels, sums = levels_of(marginal, cost, candidates), np.zeros(LEVELS)
    for other in range(len(marginal)):
        sums[levels[other]] += marginal[other]
    lowest, total = lowest_within(sums, room)
    left, inside = room - total, 0
    for other in range(len(marginal)):
        fits = levels[other] == lowest - 1 and 0 < marginal[other] <= left
        left -= marginal[other] if fits else 0
        levels[other] = fits or levels[other] >= lowest or other == c
        inside += levels[other]
    found, end = np.empty(inside, np.int32), 0
    for other in range(len(marginal)):
        if levels[other]:
            found[end] = other
            end += 1
    return found


@njit(nogil=True, cache=True)
def _index(c, sets, covered, marginal, cost, room, where):
    """Who is in it (bits and running counts, as `places` makes them), where each one's row begins, and the numbers of
    the sets not covered yet that they are in: in `where`, which the last one had, if there is room."""
    members, ends, candidates, bits = sets[0], sets[1], sets[2], sets[3][0]
    likely = _likely(c, marginal, cost, candidates, room)
    index = np.zeros(len(bits), np.uint64), np.zeros(len(bits), np.int32)
    mark(candidates[likely], *index)
    rows = np.zeros(len(likely) + 1, np.int64)
    for row in range(len(likely)):
        rows[row + 1] = rows[row] + marginal[likely[row]]
    if len(where) < rows[-1]:
        where = np.empty(rows[-1] + rows[-1] // 8, np.int32)  # the next one is hardly larger
    fill, begin = rows[:-1].copy(), 0
    for s in range(len(ends)):
        first, begin = begin, ends[s]
        if covered[s]:
            continue
        for i in range(first, begin):
            row = place_of(members[i], *index)
            if row >= 0:
                where[fill[row]] = s
                fill[row] += 1
    return index[0], index[1], rows, where


@njit(nogil=True, cache=True)
def take(c, sets, index, covered, marginal, cost, room):
    """Cover every set candidate c is in; everyone else in those sets loses that much.

    sets        (members, ends, candidates, what `places` made of these)
    index       the one at hand; another one comes back where c was not in it
    marginal    int[candidates], in how many sets not covered each is; below 0: chosen
    cost        as `cost_of` takes it where those who bring most for their cost are likely; else empty
    room        how many set numbers an index holds, about
    Returns (sets newly covered, index).
    """
    members, ends, candidates, place = sets
    if marginal[c] <= 0:
        return np.int64(0), index
    row = place_of(candidates[c], index[0], index[1])
    if row < 0:
        index = _index(c, sets, covered, marginal, cost, room, index[3])
        row = place_of(candidates[c], index[0], index[1])
    gain, rows, where = np.int64(0), index[2], index[3]
    for j in range(rows[row], rows[row + 1]):
        s = where[j]
        if covered[s]:
            continue
        covered[s] = True
        gain += 1
        begin = ends[s - 1] if s > 0 else 0
        for i in range(begin, ends[s]):
            other = place_of(members[i], *place)
            if other >= 0:
                marginal[other] -= 1
    return gain, index


def room_for(members: int) -> int:
    """How many set numbers an index of sets with so many members holds, about."""
    return max(members // LARGE_PART, min(members // PART, MUCH), LITTLE)
