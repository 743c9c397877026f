"""Greedy cover of RR sets: the seeds, their marginal gains, and an upper bound on what any seeds could cover.

Only members that may become seeds are indexed: the `top` by coverage. Anyone outside has a marginal of at most the
smallest count inside, which both says when to stop trusting the index (and widen it) and bounds what was left out.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

BOUND_EVERY = 8  # seeds between two looks at a bound that sorts all marginals


@dataclass(frozen=True)
class Cover:
    """Seeds as node numbers in order, sets newly covered by each, and the bound on the best cover of this size."""

    seeds: np.ndarray
    gains: np.ndarray
    bound: float

    @property
    def covered(self) -> int:
        return int(self.gains.sum())


def greedy_cover(sets, k: int, allowed: np.ndarray | None, must: np.ndarray, smallest: int = 0) -> Cover:
    """Choose k members (the `must` first) that together are in most sets.

    allowed: bool[n] or None (everybody). `smallest` is a guess at the last gain, from an earlier round (0: none): it
    says how deep to index. The bound is OPIM-C's: the minimum over the greedy prefixes of what is covered plus the k
    largest marginals then (Tang et al., SIGMOD 2018, section 5).
    """
    counts = sets.counts
    if allowed is not None:
        counts = np.where(allowed, counts, 0)
        counts[must] = sets.counts[must]
    level = _level_of(counts, max(4 * k, 1024))
    if smallest:
        level = max(1, min(level, int(0.7 * smallest)))
    while True:
        inside = counts >= level
        inside[must] = True
        candidates = np.flatnonzero(inside).astype(np.int32)
        found, reached = _greedy(sets, candidates, counts[candidates], k, level - 1, must)
        if found is not None:
            return found
        level = max(1, min(level // 2, reached // 2))


def _level_of(counts: np.ndarray, top: int) -> int:
    """The largest count that at least `top` members reach (1 when fewer have any); by histogram, O(n)."""
    sizes = _histogram(counts, 1 << 20)
    above = np.cumsum(sizes[::-1])[::-1]
    enough = np.flatnonzero(above >= top)
    return max(1, int(enough[-1]) if len(enough) else 1)


@njit(nogil=True, cache=True)
def _histogram(counts, top):
    """How many members have each count, those above `top` counting as `top`."""
    sizes = np.zeros(min(np.int64(counts.max()), top) + 1 if len(counts) else 1, np.int64)
    for count in counts:
        sizes[min(np.int64(count), top)] += 1
    return sizes


def _greedy(
    sets, candidates: np.ndarray, marginal: np.ndarray, k: int, outside: int, must: np.ndarray
) -> tuple[Cover | None, int]:
    """The cover and 0, or None and the marginal at which somebody outside might have been better."""
    place = np.full(len(sets.counts), -1, np.int32)
    place[candidates] = np.arange(len(candidates), dtype=np.int32)
    members, ends = sets.members[: sets.used], sets.ends[: sets.size]
    index = index_sets(members, ends, place, len(candidates), int(marginal.sum()))
    room = min(k, len(candidates))
    marginal = marginal.astype(np.int64)
    chosen, gains, bound, reached = _choose(members, ends, place, *index, marginal, room, outside, place[must])
    return (Cover(candidates[chosen], gains, bound), 0) if reached < 0 else (None, reached)


@njit(nogil=True, cache=True)
def index_sets(members, ends, place, candidates, total):
    """Which sets each candidate is in: int64 row starts and int32 set numbers, in one scan and a half."""
    rows = np.zeros(candidates + 1, np.int64)
    for i in range(len(members)):
        c = place[members[i]]
        if c >= 0:
            rows[c + 1] += 1
    for c in range(candidates):
        rows[c + 1] += rows[c]
    fill = rows[:-1].copy()
    where = np.empty(max(rows[-1], total), np.int32)
    begin = 0
    for s in range(len(ends)):
        for i in range(begin, ends[s]):
            c = place[members[i]]
            if c >= 0:
                where[fill[c]] = s
                fill[c] += 1
        begin = ends[s]
    return rows, where


@njit(nogil=True, cache=True)
def largest_sum(marginal, k, outside):
    """The sum of the k largest of marginals, anyone outside counting `outside`."""
    if k <= 0:
        return 0
    if k >= len(marginal):
        return marginal.sum() + outside * (k - len(marginal))
    part = np.partition(marginal, len(marginal) - k)
    total = 0
    for i in range(len(part) - k, len(part)):
        total += max(part[i], outside)
    return total


@njit(nogil=True, cache=True)
def take(c, members, ends, place, rows, where, covered, marginal):
    """Cover every set candidate c is in; everyone else in those sets loses that much."""
    gain = 0
    for j in range(rows[c], rows[c + 1]):
        s = where[j]
        if covered[s]:
            continue
        covered[s] = True
        gain += 1
        begin = ends[s - 1] if s > 0 else 0
        for i in range(begin, ends[s]):
            other = place[members[i]]
            if other >= 0:
                marginal[other] -= 1
    return gain


@njit(nogil=True, cache=True)
def _choose(members, ends, place, rows, where, marginal, k, outside, must):
    covered = np.zeros(len(ends), np.bool_)
    chosen = np.empty(k, np.int64)
    gains = np.zeros(k, np.int64)
    total, bound = 0, np.float64(1e300)
    for step in range(k):
        if step >= len(must):
            bound = min(bound, np.float64(total + largest_sum(marginal, k - len(must), outside)))
        best = must[step] if step < len(must) else np.argmax(marginal)
        if step >= len(must) and marginal[best] < outside:
            return chosen, gains, bound, marginal[best]
        gains[step] = take(best, members, ends, place, rows, where, covered, marginal)
        marginal[best] = -1
        chosen[step] = best
        total += gains[step]
    bound = min(bound, np.float64(total + max(0, largest_sum(marginal, k - len(must), outside))))
    return chosen, gains, bound, np.int64(-1)


@njit(nogil=True, cache=True)
def _meetings(members, begin, end, position, met):
    """Which seeds stand in one set: written to `met`, their number returned."""
    found = 0
    for i in range(begin, end):
        p = position[members[i]]
        if p >= 0:
            met[found] = p
            found += 1
    return found


@njit(nogil=True, cache=True)
def judge(members, ends, size, position, seeds):
    """On sets the seeds have not seen: newly covered by each in turn, and in how many sets each pair meets.

    position: int32[n], a seed's place in the order, -1 for the rest. Returns gains int64[k], together int64[k, k].
    """
    gains = np.zeros(seeds, np.int64)
    together = np.zeros((seeds, seeds), np.int64)
    met = np.empty(seeds, np.int64)
    begin = 0
    for s in range(size):
        found = _meetings(members, begin, ends[s], position, met)
        begin = ends[s]
        if found:
            gains[met[:found].min()] += 1
        for a in range(found):
            for b in range(found):
                together[met[a], met[b]] += 1
    return gains, together


@njit(nogil=True, cache=True)
def newly_covered(members, ends, size, seeds, nodes):
    """int32[n]: how many sets without any of `seeds` each member is in."""
    is_seed = np.zeros(nodes, np.bool_)
    for s in seeds:
        is_seed[s] = True
    fresh = np.zeros(nodes, np.int32)
    begin = 0
    for s in range(size):
        open_set = True
        for i in range(begin, ends[s]):
            if is_seed[members[i]]:
                open_set = False
                break
        if open_set:
            for i in range(begin, ends[s]):
                fresh[members[i]] += 1
        begin = ends[s]
    return fresh
