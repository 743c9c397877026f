"""Greedy cover of RR sets: the seeds, their marginal gains, and an upper bound on what any seeds could cover.

Only members that may become seeds are looked at: the `top` by coverage. Anyone outside has a marginal of at most the
smallest count inside, which both says when to stop trusting them (and take more) and bounds what was left out.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from kolony_engine.diffusion.choosing.indexing import nothing_yet, room_for, take
from kolony_engine.diffusion.machine.bits import place_of, places

BOUND_EVERY = 8  # seeds between two looks at a bound that sorts all marginals
BOUNDS = 16  # looks at it, where there are many seeds
HIGHEST = np.int64(1 << 20)  # counts above are as good
SHELF = 512  # marginals looked through at once
NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True)
class Cover:
    """Seeds as node numbers in order, sets newly covered by each, and the bound on the best cover of this size.

    follower   who would have taken the last place if its holder were not there, and the sets this would have newly
               covered; None where that was not seen on the way
    """

    seeds: np.ndarray
    gains: np.ndarray
    bound: float
    follower: tuple[int, int] | None = None

    @property
    def covered(self) -> int:
        return int(self.gains.sum())


def greedy_cover(sets, k: int, allowed: np.ndarray | None, must: np.ndarray, smallest: int = 0) -> Cover:
    """Choose k members (the `must` first) that together are in most sets.

    allowed: bool[n] or None (everybody). `smallest` is a guess at the last gain, from an earlier round (0: none): it
    says how deep to index. The bound is OPIM-C's: the minimum over the greedy prefixes of what is covered plus the k
    largest marginals then (Tang et al., SIGMOD 2018, section 5).
    """
    level = _level_of(_counts(sets, allowed, must), max(4 * k, 1024))
    if smallest:
        level = max(1, min(level, int(0.7 * smallest)))
    while True:
        candidates = _candidates(_counts(sets, allowed, must), must, level)
        found, reached = _greedy(sets, candidates, k, level - 1, must)
        if found is not None:
            return found
        level = max(1, min(level // 2, reached // 2))


def _counts(sets, allowed: np.ndarray | None, must: np.ndarray) -> np.ndarray:
    """int32[n]: in how many sets each who may be chosen is; not kept, for it is as large as the graph."""
    if allowed is None:
        return sets.counts
    counts = np.where(allowed, sets.counts, 0)
    counts[must] = sets.counts[must]
    return counts


def _candidates(counts: np.ndarray, must: np.ndarray, level: int) -> np.ndarray:
    """int32[...]: who is in so many sets or must be in, rising."""
    candidates = at_least(counts, level)
    rare = np.sort(must[counts[must] < level]).astype(np.int32)
    return np.insert(candidates, np.searchsorted(candidates, rare), rare) if len(rare) else candidates


@njit(nogil=True, cache=True)
def _level_of(counts, top):
    """The largest count that at least `top` members reach (1 when fewer have any); by histogram, O(n)."""
    sizes = np.zeros(min(np.int64(counts.max()), HIGHEST) + 1 if len(counts) else 1, np.int32)
    for count in counts:
        if count > 1:
            sizes[min(np.int64(count), HIGHEST)] += 1
    left = top
    for level in range(len(sizes) - 1, 0, -1):
        left -= sizes[level]
        if left <= 0:
            return level
    return 1


@njit(nogil=True, cache=True)
def at_least(counts, level):
    """int32[...]: members with at least this count, rising."""
    found = 0
    for count in counts:
        found += count >= level
    nodes, place = np.empty(found, np.int32), 0
    for node in range(len(counts)):
        if counts[node] >= level:
            nodes[place] = node
            place += 1
    return nodes


def those(inside: np.ndarray) -> np.ndarray:
    """int32[...]: the members of whom it is true, rising."""
    return at_least(inside.view(np.uint8), 1)


def positions(members: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """int64[...]: where among the candidates these are; NumPy would make all candidates what the members are."""
    return np.searchsorted(candidates, members.astype(candidates.dtype))


def _greedy(sets, candidates: np.ndarray, k: int, outside: int, must: np.ndarray) -> tuple[Cover | None, int]:
    """The cover and 0, or None and the marginal at which somebody outside might have been better."""
    known = sets.members[: sets.used], sets.ends[: sets.size], candidates, places(candidates, len(sets.counts))
    most, first, room = min(k, len(candidates)), positions(must, candidates), room_for(sets.used)
    found = _choose(known, sets.counts[candidates], most, outside, first, room)
    chosen, gains, bound, reached, second, fresh = found
    if reached >= 0:
        return None, reached
    follower = (int(candidates[second]), int(fresh)) if fresh > outside else None
    return Cover(candidates[chosen], gains, bound, follower), 0


@njit(nogil=True, cache=True)
def largest_sum(marginal, k, outside):
    """The sum of the k largest of marginals, anyone outside counting `outside`."""
    if k <= 0:
        return 0
    if k >= len(marginal):
        return marginal.sum() + outside * (k - len(marginal))
    if marginal.max() >= min(len(marginal), HIGHEST):
        part = np.partition(marginal, len(marginal) - k)
        return np.maximum(part[len(part) - k :], outside).sum()
    total, left, level = 0, k, _level_of(marginal, k)  # less memory than a copy, where nobody's is large
    for fresh in marginal:
        if fresh > level:
            total += max(fresh, outside)
            left -= 1
    alike = min(left, np.sum(marginal == level))
    return total + alike * max(level, outside) + (left - alike) * outside


@njit(nogil=True, cache=True)
def _largest(marginal, tops):
    """The first of the largest marginals; `tops` are what the largest of each SHELF of them was at most, and is kept
    so: marginals only fall, so few shelves have to be looked through again."""
    while True:
        shelf = np.argmax(tops)
        begin = shelf * SHELF
        best = begin + np.argmax(marginal[begin : begin + SHELF])
        if marginal[best] == tops[shelf]:
            return best
        tops[shelf] = marginal[best]


@njit(nogil=True, cache=True)
def _second(marginal, best):
    """The first of the largest marginals beside the best, and how large."""
    second, fresh = 0, -1
    for c in range(len(marginal)):
        if c != best and marginal[c] > fresh:
            second, fresh = c, marginal[c]
    return second, fresh


@njit(nogil=True, cache=True)
def _choose(sets, marginal, k, outside, must, room):
    """What was chosen and gained, the bound, where somebody outside might be better (-1: nowhere), and the follower."""
    covered, index = np.zeros(len(sets[1]), np.bool_), nothing_yet(sets[3])
    chosen = np.empty(k, np.int64)
    gains = np.zeros(k, np.int64)
    total, bound, second, fresh = 0, np.float64(1e300), 0, -1
    tops = np.full(-(-len(marginal) // SHELF), marginal.max() if len(marginal) else 0)
    every, alike = max(BOUND_EVERY, k // BOUNDS), np.empty(0)
    for step in range(k):
        if step >= len(must) and (step - len(must)) % every == 0:
            bound = min(bound, np.float64(total + largest_sum(marginal, k - len(must), outside)))
        best = must[step] if step < len(must) else _largest(marginal, tops)
        if step >= len(must) and marginal[best] < outside:
            return chosen, gains, bound, marginal[best], 0, -1
        if step == k - 1:
            second, fresh = _second(marginal, best)
        gains[step], index = take(best, sets, index, covered, marginal, alike, room)
        marginal[best] = -1
        chosen[step] = best
        total += gains[step]
    bound = min(bound, np.float64(total + max(0, largest_sum(marginal, k - len(must), outside))))
    return chosen, gains, bound, np.int64(-1), second, fresh


def judge(sets, seeds: np.ndarray, other: np.ndarray = NOBODY) -> tuple[np.ndarray, np.ndarray, int]:
    """On sets the seeds (node numbers in order) have not seen: how many each in turn covers newly, int64[k], in how
    many sets each pair meets, int64[k, k], and how many sets hold any of the `other` seeds."""
    known = np.unique(np.concatenate([seeds, other]))
    order, beside = np.full(len(known), -1), np.isin(known, other)
    order[np.searchsorted(known, seeds)] = np.arange(len(seeds))
    place = places(known, sets.task.graph.nodes)
    return _judge(sets.members, sets.ends, sets.size, *place, order, beside, len(seeds))


@njit(nogil=True, cache=True)
def _meetings(members, begin, end, bits, before, order, beside, met):
    """Which seeds stand in one set: written to `met`; their number, and whether any of the others does."""
    found, others = 0, False
    for i in range(begin, end):
        p = place_of(members[i], bits, before)
        if p >= 0:
            others |= beside[p]
            if order[p] >= 0:
                met[found] = order[p]
                found += 1
    return found, others


@njit(nogil=True, cache=True)
def _judge(members, ends, size, bits, before, order, beside, seeds):
    gains = np.zeros(seeds, np.int64)
    together = np.zeros((seeds, seeds), np.int64)
    met = np.empty(seeds, np.int64)
    begin, with_others = 0, 0
    for s in range(size):
        found, others = _meetings(members, begin, ends[s], bits, before, order, beside, met)
        begin = ends[s]
        with_others += others
        if found:
            gains[met[:found].min()] += 1
        for a in range(found):
            for b in range(found):
                together[met[a], met[b]] += 1
    return gains, together, with_others


def newly_covered(sets, seeds: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """int32[...]: how many sets without any of `seeds` each of the candidates (rising node numbers) is in."""
    nodes = sets.task.graph.nodes
    taken, place = places(np.unique(seeds), nodes), places(candidates, nodes)
    return _newly_covered(sets.members, sets.ends, sets.size, taken, place, len(candidates))


@njit(nogil=True, cache=True)
def _meets(members, begin, end, bits, before):
    """Is any of the chosen in this set?"""
    place = begin
    while place < end and place_of(members[place], bits, before) < 0:
        place += 1
    return place < end


@njit(nogil=True, cache=True)
def _newly_covered(members, ends, size, taken, place, candidates):
    fresh = np.zeros(candidates, np.int32)
    begin = 0
    for s in range(size):
        first, begin = begin, ends[s]
        if _meets(members, first, begin, *taken):
            continue
        for i in range(first, begin):
            c = place_of(members[i], *place)
            if c >= 0:
                fresh[c] += 1
    return fresh
