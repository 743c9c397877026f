"""Seeds under a budget: gain per cost, or the best single member, whichever covers more; with an instance certificate.

The ratio greedy alone can be arbitrarily bad; with the best affordable single member beside it, at least
1 - 1/sqrt(e) of the best is kept (Khuller, Moss, Naor 1999). The certificate is usually far better: what is covered
at a prefix plus a fractional knapsack of the marginals then bounds every set within the budget.
"""

import numpy as np
from numba import njit

from kolony_engine.diffusion.cover import Cover, index_sets, take


def greedy_within(sets, cost: np.ndarray, budget: float, allowed: np.ndarray | None, must: np.ndarray) -> Cover:
    """Choose members whose costs add up to at most `budget` and that together are in most sets."""
    counts = sets.counts if allowed is None else np.where(allowed, sets.counts, 0)
    inside = (counts > 0) & (cost <= budget)
    inside[must] = True
    candidates = np.flatnonzero(inside).astype(np.int32)
    place = np.full(len(counts), -1, np.int32)
    place[candidates] = np.arange(len(candidates), dtype=np.int32)
    members, ends = sets.members[: sets.used], sets.ends[: sets.size]
    marginal = sets.counts[candidates].astype(np.int64)
    rows, where = index_sets(members, ends, place, len(candidates), int(marginal.sum()))
    chosen, gains, bound = _by_ratio(members, ends, place, rows, where, marginal, cost[candidates], budget, place[must])
    single = int(np.argmax(counts * (cost <= budget)))
    if not len(must) and counts[single] > gains.sum():
        return Cover(np.array([single]), np.array([counts[single]]), bound)
    return Cover(candidates[chosen], gains, bound)


@njit(nogil=True, cache=True)
def _knapsack(marginal, cost, budget):
    """The most that fractions of marginals can add within the budget."""
    order = np.argsort(-(marginal / cost))
    total, left = 0.0, budget
    for c in order:
        if marginal[c] <= 0 or left <= 0:
            break
        share = min(1.0, left / cost[c])
        total += share * marginal[c]
        left -= share * cost[c]
    return total


@njit(nogil=True, cache=True)
def _best_by_ratio(marginal, cost, left, used):
    best, best_ratio = -1, 0.0
    for c in range(len(marginal)):
        if used[c] or cost[c] > left or marginal[c] <= 0:
            continue
        ratio = marginal[c] / cost[c]
        if ratio > best_ratio:
            best, best_ratio = c, ratio
    return best


@njit(nogil=True, cache=True)
def _by_ratio(members, ends, place, rows, where, marginal, cost, budget, must):
    covered = np.zeros(len(ends), np.bool_)
    used = np.zeros(len(marginal), np.bool_)
    chosen = np.empty(len(marginal), np.int64)
    gains = np.empty(len(marginal), np.int64)
    steps, total, left, bound = 0, 0, budget, 1e300
    while True:
        if steps < len(must):
            best = must[steps]
        else:
            # must-have people are paid already: what is left bounds every set that holds them
            if steps % 8 == len(must) % 8:
                bound = min(bound, total + _knapsack(marginal * ~used, cost, budget - cost[must].sum()))
            best = _best_by_ratio(marginal, cost, left, used)
            if best < 0:
                break
        gains[steps] = take(best, members, ends, place, rows, where, covered, marginal)
        used[best] = True
        chosen[steps] = best
        total += gains[steps]
        left -= cost[best]
        steps += 1
    return chosen[:steps], gains[:steps], bound
