"""Seeds under a budget: gain per cost, or the best single member, whichever covers more; with an instance certificate.

The ratio greedy alone can be arbitrarily bad; with the best affordable single member beside it, at least
1 - 1/sqrt(e) of the best is kept (Khuller, Moss, Naor 1999). Where a number of seeds binds too, the choice by gain
alone stands beside it (Leskovec et al., KDD 2007). Where so many of a group must be in, what their cheapest members
cost is kept in reserve until they are. That has no promise for the worst case; the certificate, for this instance, has
none to wait for: what is covered at a prefix plus what marginals can add within the terms (`rations`) bounds every set.
"""

import math

import numpy as np
from numba import njit

from kolony_engine.diffusion.choosing.greedy import BOUND_EVERY, BOUNDS, Cover, those
from kolony_engine.diffusion.choosing.indexing import nothing_yet, room_for, take
from kolony_engine.diffusion.choosing.rations import EXACT, most_to_add, reserve, shelves_of
from kolony_engine.diffusion.choosing.terms import Terms
from kolony_engine.diffusion.machine.bits import places
from kolony_engine.diffusion.machine.untouched import untouched


def share(terms: Terms) -> float:
    """What is kept of the best in the worst case: nothing is promised where so many of a group must be in."""
    return 0.0 if terms.quotas is not None and terms.quotas.at_least.any() else 1.0 - 1.0 / math.sqrt(math.e)


def greedy_within(sets, terms: Terms) -> Cover:
    """Choose at most `terms.k` members whose costs add up to at most the budget and that together are in most sets.

    The bound holds for every set within the budget and the quotas, of at most k members.
    """
    cost, budget, allowed, must = terms.cost, terms.budget, terms.allowed, terms.must
    counts = sets.counts if allowed is None else np.where(allowed, sets.counts, 0)
    candidates = _candidates(counts, terms)
    known = sets.members[: sets.used], sets.ends[: sets.size], candidates, places(candidates, len(counts))
    first, price, limits = np.searchsorted(candidates, must), cost[candidates], _limits(terms, candidates)
    shelves, room = _shelves(limits, price), room_for(sets.used)

    def choose(first: np.ndarray, by_cost: bool):
        marginal = sets.counts[candidates]
        given = known, marginal, price, budget, limits, shelves
        return _choose_within(*given, first, len(must), min(terms.k, len(candidates)), by_cost, room)

    chosen, gains, bound = choose(first, True)
    if len(chosen) == terms.k:  # the number binds, and cheap people may have taken the places of good ones
        dear = choose(first, False)[:2]
        chosen, gains = dear if dear[1].sum() > gains.sum() else (chosen, gains)
    if not len(must):
        alone = sets.counts[candidates]
        single = _best_single(alone, price, budget, limits, shelves, terms.k)
        if single >= 0 and alone[single] > gains.sum():
            chosen, gains, _ = choose(np.array([single]), True)
    return Cover(candidates[chosen], gains, bound)


def _candidates(counts: np.ndarray, terms: Terms) -> np.ndarray:
    """int32[...]: who is in any set, or in a group of which so many must be in, and can be paid for."""
    inside = counts > 0
    if terms.quotas is not None:
        inside |= (terms.quotas.at_least > 0)[terms.quotas.group]
    if terms.allowed is not None:
        inside &= terms.allowed
    inside &= terms.cost <= terms.budget
    inside[terms.must] = True
    return those(inside)


def _limits(terms: Terms, candidates: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each candidate's group, and how many each group must and may give."""
    if terms.quotas is None:
        return untouched(len(candidates), np.int32), np.array([0]), np.array([len(terms.cost)])
    return terms.quotas.group[candidates], terms.quotas.at_least, terms.quotas.at_most


def _shelves(limits: tuple[np.ndarray, np.ndarray, np.ndarray], price: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """See `shelves_of`; nobody where nothing is asked of groups."""
    group, least, most = limits
    asked = least.any() or (most < len(group)).any()
    return shelves_of(group, len(least), price) if asked else (np.zeros(2, np.int32), np.empty(0, np.int32))


@njit(nogil=True, cache=True)
def _best_single(marginal, cost, budget, limits, shelves, k):
    """Who alone is in most sets and can be paid for beside what is asked of the groups; -1: nobody."""
    count, used = np.zeros(len(limits[1]), np.int64), np.zeros(len(marginal), np.bool_)
    kept = reserve(limits, count, used, cost, shelves)
    return _best_affordable(marginal, cost, used, limits, count, (budget - kept[0], kept[1], k - kept[2]), False)


@njit(nogil=True, cache=True)
def _best_affordable(marginal, cost, used, limits, count, spare, by_cost):
    """Who brings most, or most for the cost, and leaves enough for those still owed; -1: nobody.

    spare    money that is not in reserve, the price of the dearest in reserve of each group (0: none is owed), and
             places that are not. One who is owed takes a place in reserve, and of the spare money only what is above
             the dearest: so nobody is chosen whom only others in reserve could pay for.
    """
    (group, least, most), (money, dearest, places) = limits, spare
    best, best_worth = -1, -np.inf
    for c in range(len(marginal)):
        g = group[c]
        owed = count[g] < least[g]
        if used[c] or count[g] >= most[g] or not owed and (marginal[c] <= 0 or places <= 0):
            continue
        extra, room = (cost[c] - dearest[g], max(money, 0.0)) if owed else (cost[c], money)
        if extra > room:
            continue
        worth = marginal[c] / cost[c] if by_cost else np.float64(marginal[c])
        if marginal[c] <= 0:
            worth = -cost[c]
        if worth > best_worth:
            best, best_worth = c, worth
    return best


@njit(nogil=True, cache=True)
def _choose_within(sets, marginal, cost, budget, limits, shelves, first, paid, k, by_cost, room):
    """Greedy from those of `first`, of whom `paid` must be in: the budget is what is left beside these. `marginal` is
    used up."""
    index, every = nothing_yet(sets[3]), max(BOUND_EVERY, k // BOUNDS)
    likely_by = cost if by_cost else np.empty(0)
    covered, used = np.zeros(len(sets[1]), np.bool_), np.zeros(len(marginal), np.bool_)
    chosen, gains = np.empty(k, np.int64), np.empty(k, np.int64)
    count, steps, total, left, bound = np.zeros(len(limits[1]), np.int64), 0, 0, budget, 1e300
    beside, musts = _given(first[:paid], limits, len(marginal))
    rest = budget * EXACT - cost[first[:paid]].sum(), k - paid
    while steps < k:
        if steps >= paid and (steps - paid) % every == 0:
            bound = min(bound, total + most_to_add(marginal, cost, rest, limits, beside, musts, shelves))
        best = first[steps] if steps < len(first) else -1
        if best < 0:
            kept = reserve(limits, count, used, cost, shelves)
            spare = left - kept[0], kept[1], k - steps - kept[2]
            best = _best_affordable(marginal, cost, used, limits, count, spare, by_cost)
        if best < 0:
            break
        gains[steps], index = take(best, sets, index, covered, marginal, likely_by, room)
        used[best] = True
        count[limits[0][best]] += 1
        chosen[steps] = best
        total += gains[steps]
        left -= cost[best]
        steps += 1
    bound = min(bound, total + most_to_add(marginal, cost, rest, limits, beside, musts, shelves))
    return chosen[:steps], gains[:steps], bound


@njit(nogil=True, cache=True)
def _given(must, limits, candidates):
    """How many of each group must be in anyway, and bool: who."""
    beside, musts = np.zeros(len(limits[1]), np.int64), np.zeros(candidates, np.bool_)
    for c in must:
        beside[limits[0][c]] += 1
        musts[c] = True
    return beside, musts
