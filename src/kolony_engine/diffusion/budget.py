"""Seeds under a budget: gain per cost, or the best single member, whichever covers more; with an instance certificate.

The ratio greedy alone can be arbitrarily bad; with the best affordable single member beside it, at least
1 - 1/sqrt(e) of the best is kept (Khuller, Moss, Naor 1999). Where a number of seeds binds too, the choice by gain
alone stands beside it (Leskovec et al., KDD 2007). The certificate is usually far better: what is covered at a prefix
plus a fractional knapsack of the marginals then bounds every set within the budget.
"""

import numpy as np
from numba import njit

from kolony_engine.diffusion.cover import BOUND_EVERY, Cover, index_sets, largest_sum, take
from kolony_engine.diffusion.places import places
from kolony_engine.diffusion.terms import Terms


def greedy_within(sets, terms: Terms) -> Cover:
    """Choose at most `terms.k` members whose costs add up to at most the budget and that together are in most sets.

    The bound holds for every set within the budget, so also for those of at most k members and within quotas.
    """
    cost, budget, allowed, must = terms.cost, terms.budget, terms.allowed, terms.must
    counts = sets.counts if allowed is None else np.where(allowed, sets.counts, 0)
    inside = (counts > 0) & (cost <= budget)
    inside[must] = True
    candidates = np.flatnonzero(inside).astype(np.int32)
    place, first = places(candidates, len(counts)), np.searchsorted(candidates, must)
    members, ends = sets.members[: sets.used], sets.ends[: sets.size]
    marginal = sets.counts[candidates].astype(np.int64)
    index = index_sets(members, ends, place, marginal)
    group, most = _limits(terms, candidates)
    given = (members, ends, place, index, marginal, cost[candidates], budget, first, terms.k, group, most)
    chosen, gains, bound = _choose_within(*given, True)
    if len(chosen) == terms.k:  # the number binds, and cheap people may have taken the places of good ones
        dear, more, _ = _choose_within(*given, False)
        chosen, gains = (dear, more) if more.sum() > gains.sum() else (chosen, gains)
    if not len(must):
        single = _best_single(counts, cost <= budget, terms)
        if counts[single] > gains.sum():
            return Cover(np.array([single]), np.array([counts[single]]), bound)
    return Cover(candidates[chosen], gains, bound)


def _limits(terms: Terms, candidates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each candidate's group and how many each group may give."""
    if terms.quotas is None:
        return np.zeros(len(candidates), np.int32), np.array([terms.k])
    return terms.quotas.group[candidates], terms.quotas.at_most


def _best_single(counts: np.ndarray, affordable: np.ndarray, terms: Terms) -> int:
    if terms.quotas is not None:
        affordable = affordable & (terms.quotas.at_most[terms.quotas.group] > 0)
    return int(np.argmax(counts * affordable))


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
def _best_affordable(marginal, cost, left, used, group, most, by_cost):
    best, best_worth = -1, 0.0
    for c in range(len(marginal)):
        if used[c] or cost[c] > left or marginal[c] <= 0 or most[group[c]] <= 0:
            continue
        worth = marginal[c] / cost[c] if by_cost else np.float64(marginal[c])
        if worth > best_worth:
            best, best_worth = c, worth
    return best


@njit(nogil=True, cache=True)
def _most_to_add(marginal, used, cost, budget, k):
    """No further members within the budget, and no k of them, cover more than this."""
    open_to = marginal * ~used
    return min(_knapsack(open_to, cost, budget), np.float64(largest_sum(open_to, k, 0)))


@njit(nogil=True, cache=True)
def _choose_within(members, ends, place, index, marginal, cost, budget, must, k, group, most, by_cost):
    rows, where = index
    marginal, most = marginal.copy(), most.copy()
    covered, used = np.zeros(len(ends), np.bool_), np.zeros(len(marginal), np.bool_)
    chosen, gains = np.empty(len(marginal), np.int64), np.empty(len(marginal), np.int64)
    # must-have people are paid already: what is left bounds every set that holds them
    steps, total, left, bound, after_must = 0, 0, budget, 1e300, budget - cost[must].sum()
    while steps < k:
        if steps < len(must):
            best = must[steps]
        else:
            if (steps - len(must)) % BOUND_EVERY == 0:
                bound = min(bound, total + _most_to_add(marginal, used, cost, after_must, k - len(must)))
            best = _best_affordable(marginal, cost, left, used, group, most, by_cost)
            if best < 0:
                break
        gains[steps] = take(best, members, ends, place, rows, where, covered, marginal)
        used[best] = True
        most[group[best]] -= 1
        chosen[steps] = best
        total += gains[steps]
        left -= cost[best]
        steps += 1
    bound = min(bound, total + _most_to_add(marginal, used, cost, after_must, k - len(must)))
    return chosen[:steps], gains[:steps], bound
