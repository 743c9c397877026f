"""Money and quotas at once: what must be kept in reserve for those still owed, and what marginals can add at most."""

from itertools import pairwise

import numpy as np
from numba import njit

from kolony_engine.diffusion.choosing.greedy import largest_sum
from kolony_engine.diffusion.choosing.indexing import levels_of, lowest_within
from kolony_engine.diffusion.graphs.graph import row_offsets

STEP = 8.0  # from one price to the next, until the best is between two
LOWEST, HIGHEST = 1e-6, 1e9  # prices to look at before none, and at most: shares of the first
PRICES = 20  # looked at between the two
NEAR = 1e-3  # how far above the least a bound may stay
EXACT = 1.0 + 1e-9  # sums of amounts such as 0.1 are not


def shelves_of(group: np.ndarray, groups: int, cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Candidates by group, the cheapest of each first: int32[groups + 1] where each begins, and int32[...] who they
    are."""
    rows = row_offsets(np.bincount(group, minlength=groups))
    order = _by_group(rows, group)
    for begin, end in pairwise(rows):
        order[begin:end] = order[begin:end][np.argsort(cost[order[begin:end]], kind="stable")]
    return rows, order


@njit(nogil=True, cache=True)
def _by_group(rows, group):
    fill, order = rows[:-1].copy(), np.empty(len(group), np.int32)
    for c in range(len(group)):
        order[fill[group[c]]] = c
        fill[group[c]] += 1
    return order


@njit(nogil=True, cache=True)
def reserve(limits, count, used, cost, shelves):
    """What the cheapest of those still owed cost, what the dearest of them costs in each group (0: none is owed), and
    how many they are."""
    least, (rows, order) = limits[1], shelves
    total, dearest, places = 0.0, np.zeros(len(least)), 0
    for g in range(len(least)):
        owed, at = least[g] - count[g], rows[g]
        while owed > 0 and at < rows[g + 1]:
            if not used[order[at]]:
                dearest[g] = cost[order[at]]
                total += dearest[g]
                places += 1
                owed -= 1
            at += 1
    return total, dearest, places


@njit(nogil=True, cache=True)
def most_to_add(marginal, cost, rest, limits, beside, musts, shelves):
    """No members within the quotas cover more than this, who cost at most `rest[0]`, nor `rest[1]` of them.

    beside   how many of each group must be in anyway; `musts`: bool, who these are: nothing is left to add by them
    """
    by_number = np.float64(largest_sum(marginal, rest[1], 0))
    group, least, most = limits
    if least.max() <= 0 and most.min() >= len(marginal):
        return min(by_number, _knapsack(marginal, cost, rest[0]))
    return min(by_number, _fair_knapsack(marginal, cost, rest[0], limits, beside, musts, shelves))


@njit(nogil=True, cache=True)
def _knapsack(marginal, cost, budget):
    """The most that fractions of marginals can add within the budget."""
    levels = levels_of(marginal, cost)
    lowest, _ = lowest_within(levels, cost, budget)
    some = np.flatnonzero(levels >= max(1, lowest - 1))  # all that the budget can pay for, and few others
    total, left = 0.0, budget
    for c in some[np.argsort(-(marginal[some] / cost[some]))]:
        if left <= 0:
            break
        share = min(1.0, left / cost[c])
        total += share * marginal[c]
        left -= share * cost[c]
    return total


@njit(nogil=True, cache=True)
def _fair_knapsack(marginal, cost, budget, limits, beside, musts, shelves):
    """The same within quotas, by Lagrange: at whatever price money has, what members bring above what they cost, and
    the budget at that price, is a bound. It is least between a price at which too much is spent and one at which too
    little is; where the tangents of these two meet is the next to look at, until none can be lower by much."""
    dear = 0.0
    for c in range(len(marginal)):
        dear = max(dear, marginal[c] / cost[c])
    if dear <= 0:
        return 0.0
    cheap = dear
    high = low = _at_price(dear, marginal, cost, budget, limits, beside, musts, shelves)
    lowest, highest = LOWEST * dear, HIGHEST * dear
    while high[1] > budget and dear < highest:
        cheap, low, dear = dear, high, STEP * dear
        high = _at_price(dear, marginal, cost, budget, limits, beside, musts, shelves)
    while low[1] <= budget and cheap > 0.0:
        dear, high, cheap = cheap, low, cheap / STEP if cheap > lowest else 0.0
        low = _at_price(cheap, marginal, cost, budget, limits, beside, musts, shelves)
    bound = min(low[0], high[0])
    for _ in range(PRICES):
        falls, rises = budget - low[1], budget - high[1]
        if falls >= 0 or rises < 0:
            break
        price = (high[0] - low[0] + falls * cheap - rises * dear) / (falls - rises)
        if bound - (low[0] + falls * (price - cheap)) <= NEAR * bound:
            break
        found = _at_price(price, marginal, cost, budget, limits, beside, musts, shelves)
        bound = min(bound, found[0])
        if found[1] > budget:
            cheap, low = price, found
        else:
            dear, high = price, found
    return bound


@njit(nogil=True, cache=True)
def _at_price(price, marginal, cost, budget, limits, beside, musts, shelves):
    """The bound at a price of money, and what those in it cost: of each group the best, as many as bring more than they
    cost, but no fewer than it must give and no more than it may."""
    (_, least, most), (rows, order) = limits, shelves
    total, spent = price * budget, 0.0
    for g in range(len(least)):
        shelf = order[rows[g] : rows[g + 1]]
        worth = np.empty(len(shelf))
        free = wanted = 0
        for place, c in enumerate(shelf):
            worth[place] = -np.inf if musts[c] else marginal[c] - price * cost[c]
            free += not musts[c]
            wanted += worth[place] > 0
        many = min(max(wanted, least[g] - beside[g]), most[g] - beside[g], free)
        more, paid = _best(many, shelf, worth, cost)
        total += more
        spent += paid
    return total, spent


@njit(nogil=True, cache=True)
def _best(many, shelf, worth, cost):
    """What the best so many of a shelf bring above what they cost, and that."""
    place = len(shelf) - many
    cut = np.partition(worth, place)[place] if many > 0 else np.inf
    total, spent = 0.0, 0.0
    for above in (True, False):  # who is above the cut, then, as far as there are places, who is on it
        for place, c in enumerate(shelf):
            if many > 0 and (worth[place] > cut if above else worth[place] == cut):
                many -= 1
                total += worth[place]
                spent += cost[c]
    return total, spent
