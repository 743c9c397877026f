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

from kolony_engine.diffusion.choosing.greedy import BOUND_EVERY, BOUNDS, SHELF, Cover, positions, those
from kolony_engine.diffusion.choosing.indexing import nothing_yet, room_for, take
from kolony_engine.diffusion.choosing.rations import EXACT, Asked, most_to_add, paid_for, reserve, shelves_of
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
    budget, allowed, must = terms.budget, terms.allowed, terms.must
    counts = sets.counts if allowed is None else np.where(allowed, sets.counts, 0)
    candidates = _candidates(counts, terms)
    known = sets.members[: sets.used], sets.ends[: sets.size], candidates, places(candidates, len(counts))
    first, asked, room = positions(must, candidates), _asked(terms, candidates), room_for(sets.used)

    def choose(first: np.ndarray, by_cost: bool):
        marginal, most = sets.counts[candidates], min(terms.k, len(candidates))
        return _choose_within(known, marginal, asked, budget, first, len(must), most, by_cost, room)

    chosen, gains, bound = choose(first, True)
    if len(chosen) == terms.k:  # the number binds, and cheap people may have taken the places of good ones
        dear = choose(first, False)[:2]
        chosen, gains = dear if dear[1].sum() > gains.sum() else (chosen, gains)
    if not len(must):
        alone = sets.counts[candidates]
        single = _best_single(alone, asked, budget, terms.k)
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


def _asked(terms: Terms, candidates: np.ndarray) -> Asked:
    """What everybody costs and which group they are in is used as it is: there may be little memory beside it."""
    cost, quotas = terms.cost, terms.quotas
    alike = cost.strides == (0,)
    if quotas is None:
        group, least, most = untouched(len(cost), np.int32), np.array([0]), np.array([len(cost)])
    else:
        group, least, most = quotas.group, quotas.at_least, quotas.at_most
    shelves = shelves_of(candidates, group, least, cost)
    return Asked(candidates, cost[:1].copy() if alike else cost, group, least, most, *shelves)


@njit(nogil=True, cache=True)
def _best_single(marginal, asked, budget, k):
    """Who alone is in most sets and can be paid for beside what is asked of the groups; -1: nobody."""
    count, used = np.zeros(len(asked.least), np.int64), np.zeros(len(marginal), np.bool_)
    kept = reserve(asked, count, used)
    spare = budget - kept[0], kept[1], k - kept[2]
    return _best_affordable(marginal, asked, used, count, spare, False, _tops(marginal))


@njit(nogil=True, cache=True)
def _tops(marginal):
    """What the worthiest of each SHELF of candidates was worth at most: not known yet."""
    return np.full(-(-len(marginal) // SHELF), np.inf)


@njit(nogil=True, cache=True)
def _best_affordable(marginal, asked, used, count, spare, by_cost, tops):
    """Who brings most, or most for the cost, and leaves enough for those still owed; -1: nobody.

    spare    money that is not in reserve, the price of the dearest in reserve of each group (0: none is owed), and
             places that are not. One who is owed takes a place in reserve, and of the spare money only what is above
             the dearest: so nobody is chosen whom only others in reserve could pay for.
    tops     kept up: nobody is ever worth more than before, so few shelves have to be looked through
    """
    best, most = -1, -np.inf
    first = np.argmax(tops) if len(tops) else -1
    for turn in range(-1 if len(tops) else 0, len(tops)):
        shelf = first if turn < 0 else turn
        behind = best >= 0 and shelf * SHELF > best
        if turn == first or tops[shelf] < most or (behind and tops[shelf] == most):
            continue
        tops[shelf] = -np.inf
        for c in range(shelf * SHELF, min((shelf + 1) * SHELF, len(marginal))):
            if used[c]:
                continue
            worth = _worth(c, marginal, asked, by_cost)
            tops[shelf] = max(tops[shelf], worth)
            better = worth > most or (worth == most and c < best)
            if better and _fits(c, marginal, asked, count, spare):
                best, most = c, worth
    return best


@njit(nogil=True, cache=True)
def _worth(c, marginal, asked, by_cost):
    """What a candidate brings, or brings for the cost; of those who bring nothing the cheapest is the best."""
    if marginal[c] <= 0:
        return -paid_for(c, asked)
    return marginal[c] / paid_for(c, asked) if by_cost else np.float64(marginal[c])


@njit(nogil=True, cache=True)
def _fits(c, marginal, asked, count, spare):
    """Whether a candidate may be taken, and can be paid for; see `_best_affordable`."""
    (money, dearest, places), g = spare, asked.group[asked.candidates[c]]
    owed, price = count[g] < asked.least[g], paid_for(c, asked)
    if count[g] >= asked.most[g] or (not owed and (marginal[c] <= 0 or places <= 0)):
        return False
    return price - dearest[g] <= max(money, 0.0) if owed else price <= money


@njit(nogil=True, cache=True)
def _choose_within(sets, marginal, asked, budget, first, paid, k, by_cost, room):
    """Greedy from those of `first`, of whom `paid` must be in: the budget is what is left beside these. `marginal` is
    used up."""
    index, every = nothing_yet(sets[3]), max(BOUND_EVERY, k // BOUNDS)
    likely_by, tops = asked.cost if by_cost else np.empty(0), _tops(marginal)
    covered, used = np.zeros(len(sets[1]), np.bool_), np.zeros(len(marginal), np.bool_)
    chosen, gains = np.empty(k, np.int64), np.empty(k, np.int64)
    count, steps, total, left, bound = np.zeros(len(asked.least), np.int64), 0, 0, budget, 1e300
    beside, musts, spent = _given(first[:paid], asked)
    rest = budget * EXACT - spent, k - paid
    while steps < k:
        if steps >= paid and (steps - paid) % every == 0:
            bound = min(bound, total + most_to_add(marginal, asked, rest, beside, musts))
        best = first[steps] if steps < len(first) else -1
        if best < 0:
            kept = reserve(asked, count, used)
            spare = left - kept[0], kept[1], k - steps - kept[2]
            best = _best_affordable(marginal, asked, used, count, spare, by_cost, tops)
        if best < 0:
            break
        gains[steps], index = take(best, sets, index, covered, marginal, likely_by, room)
        used[best] = True
        count[asked.group[asked.candidates[best]]] += 1
        chosen[steps] = best
        total += gains[steps]
        left -= paid_for(best, asked)
        steps += 1
    bound = min(bound, total + most_to_add(marginal, asked, rest, beside, musts))
    return chosen[:steps], gains[:steps], bound


@njit(nogil=True, cache=True)
def _given(must, asked):
    """How many of each group must be in anyway, bool: who, and what they cost."""
    beside, musts, cost = np.zeros(len(asked.least), np.int64), np.zeros(len(asked.candidates), np.bool_), 0.0
    for c in must:
        beside[asked.group[asked.candidates[c]]] += 1
        musts[c] = True
        cost += paid_for(c, asked)
    return beside, musts, cost
