"""Money and quotas at once: what must be kept in reserve for those still owed, and what marginals can add at most."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numba import njit

from kolony_engine.diffusion.choosing.greedy import largest_sum
from kolony_engine.diffusion.choosing.indexing import LEVELS, cost_of, levels_of, lowest_within

STEP = 8.0  # from one price to the next, until the best is between two
LOWEST, HIGHEST = 1e-6, 1e9  # prices to look at before none, and at most: shares of the first
PRICES = 20  # looked at between the two
NEAR = 1e-3  # how far above the least a bound may stay
EXACT = 1.0 + 1e-9  # sums of amounts such as 0.1 are not


class Asked(NamedTuple):
    """What people cost and how many of each group there may be.

    candidates   int32[...], member numbers, rising: others are called by their places here
    cost         float64[n], or one for all
    group        int32[n]
    least, most  int64[groups], how many each group must and may give
    rows, order  the candidates of groups that must give some, by group and the cheapest of each first: where each
                 group begins, and int32[...] who they are
    """

    candidates: np.ndarray
    cost: np.ndarray
    group: np.ndarray
    least: np.ndarray
    most: np.ndarray
    rows: np.ndarray
    order: np.ndarray


@njit(nogil=True, cache=True)
def paid_for(c, asked):
    """What a candidate costs."""
    return cost_of(c, asked.cost, asked.candidates)


def shelves_of(
    candidates: np.ndarray, group: np.ndarray, least: np.ndarray, cost: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """`rows` and `order`, see `Asked`."""
    rows, order = _by_group(candidates, group, least)
    for begin, end in pairwise(rows):
        order[begin:end] = order[begin:end][np.argsort(cost[candidates[order[begin:end]]], kind="stable")]
    return rows, order


@njit(nogil=True, cache=True)
def _by_group(candidates, group, least):
    sizes = np.zeros(len(least), np.int64)
    for node in candidates:
        sizes[group[node]] += least[group[node]] > 0
    rows = _rows(sizes)
    fill, order = rows[:-1].copy(), np.empty(rows[-1], np.int32)
    for c, node in enumerate(candidates):
        g = group[node]
        if least[g] > 0:
            order[fill[g]] = c
            fill[g] += 1
    return rows, order


@njit(nogil=True, cache=True)
def _rows(sizes):
    """Where rows of these sizes begin, and where the last one ends."""
    rows = np.zeros(len(sizes) + 1, np.int64)
    rows[1:] = np.cumsum(sizes)
    return rows


@njit(nogil=True, cache=True)
def reserve(asked, count, used):
    """What the cheapest of those still owed cost, what the dearest of them costs in each group (0: none is owed), and
    how many they are."""
    rows, order = asked.rows, asked.order
    total, dearest, places = 0.0, np.zeros(len(asked.least)), 0
    for g in range(len(asked.least)):
        owed, at = asked.least[g] - count[g], rows[g]
        while owed > 0 and at < rows[g + 1]:
            if not used[order[at]]:
                dearest[g] = paid_for(order[at], asked)
                total += dearest[g]
                places += 1
                owed -= 1
            at += 1
    return total, dearest, places


@njit(nogil=True, cache=True)
def most_to_add(marginal, asked, rest, beside, musts):
    """No members within the quotas cover more than this, who cost at most `rest[0]`, nor `rest[1]` of them.

    beside   how many of each group must be in anyway; `musts`: bool, who these are: nothing is left to add by them
    """
    by_number = np.float64(largest_sum(marginal, rest[1], 0))
    if asked.least.max() <= 0 and asked.most.min() >= len(marginal):
        return min(by_number, _knapsack(marginal, asked, rest[0]))
    return min(by_number, _fair_knapsack(marginal, asked, rest[0], beside, musts))


@njit(nogil=True, cache=True)
def _knapsack(marginal, asked, budget):
    """The most that fractions of marginals can add within the budget."""
    levels, sums = levels_of(marginal, asked.cost, asked.candidates), np.zeros(LEVELS)
    for c in range(len(marginal)):
        sums[levels[c]] += paid_for(c, asked)
    lowest, _ = lowest_within(sums, budget)
    some = np.flatnonzero(levels >= max(1, lowest - 1))  # all that the budget can pay for, and few others
    total, left = 0.0, budget
    worth = np.array([marginal[c] / paid_for(c, asked) for c in some])
    for c in some[np.argsort(-worth)]:
        if left <= 0:
            break
        price = paid_for(c, asked)
        share = min(1.0, left / price)
        total += share * marginal[c]
        left -= share * price
    return total


@njit(nogil=True, cache=True)
def _fair_knapsack(marginal, asked, budget, beside, musts):
    """The same within quotas, by Lagrange: at whatever price money has, what members bring above what they cost, and
    the budget at that price, is a bound. It is least between a price at which too much is spent and one at which too
    little is; where the tangents of these two meet is the next to look at, until none can be lower by much."""
    dear = 0.0
    for c in range(len(marginal)):
        dear = max(dear, marginal[c] / paid_for(c, asked))
    if dear <= 0:
        return 0.0
    cheap = dear
    high = low = _at_price(dear, marginal, asked, budget, beside, musts)
    lowest, highest = LOWEST * dear, HIGHEST * dear
    while high[1] > budget and dear < highest:
        cheap, low, dear = dear, high, STEP * dear
        high = _at_price(dear, marginal, asked, budget, beside, musts)
    while low[1] <= budget and cheap > 0.0:
        dear, high, cheap = cheap, low, cheap / STEP if cheap > lowest else 0.0
        low = _at_price(cheap, marginal, asked, budget, beside, musts)
    bound = min(low[0], high[0])
    for _ in range(PRICES):
        falls, rises = budget - low[1], budget - high[1]
        if falls >= 0 or rises < 0:
            break
        price = (high[0] - low[0] + falls * cheap - rises * dear) / (falls - rises)
        if bound - (low[0] + falls * (price - cheap)) <= NEAR * bound:
            break
        found = _at_price(price, marginal, asked, budget, beside, musts)
        bound = min(bound, found[0])
        if found[1] > budget:
            cheap, low = price, found
        else:
            dear, high = price, found
    return bound


@njit(nogil=True, cache=True)
def _at_price(price, marginal, asked, budget, beside, musts):
    """The bound at a price of money, and what those in it cost: of each group the best, as many as bring more than they
    cost, but no fewer than it must give and no more than it may."""
    rows, gaining = _gaining(price, marginal, asked, musts)
    total, spent = price * budget, 0.0
    for g in range(len(asked.least)):
        shelf = gaining[rows[g] : rows[g + 1]]
        more, paid = _best(asked.most[g] - beside[g], shelf, price, marginal, asked)
        total, spent = total + more, spent + paid
        owed = asked.least[g] - beside[g] - len(shelf)
        if owed > 0:
            more, paid = _best(owed, _losing(g, price, marginal, asked, musts), price, marginal, asked)
            total, spent = total + more, spent + paid
    return total, spent


@njit(nogil=True, cache=True)
def _gain(c, price, marginal, asked):
    """What a candidate brings above what they cost at a price of money."""
    return marginal[c] - price * paid_for(c, asked)


@njit(nogil=True, cache=True)
def _gaining(price, marginal, asked, musts):
    """By group, who brings more than they cost: where each group begins, and int32[...] who."""
    sizes, gains = np.zeros(len(asked.least), np.int64), np.zeros(len(marginal), np.bool_)
    for c in range(len(marginal)):
        gains[c] = _gain(c, price, marginal, asked) > 0 and not musts[c]
        sizes[asked.group[asked.candidates[c]]] += gains[c]
    rows = _rows(sizes)
    fill, found = rows[:-1].copy(), np.empty(rows[-1], np.int32)
    for c in range(len(marginal)):
        if gains[c]:
            g = asked.group[asked.candidates[c]]
            found[fill[g]] = c
            fill[g] += 1
    return rows, found


@njit(nogil=True, cache=True)
def _losing(g, price, marginal, asked, musts):
    """Of a group that must give some, who brings no more than they cost: int32[...]."""
    shelf, found = asked.order[asked.rows[g] : asked.rows[g + 1]].copy(), 0
    for c in shelf:
        shelf[found] = c
        found += not musts[c] and _gain(c, price, marginal, asked) <= 0
    return shelf[:found]


@njit(nogil=True, cache=True)
def _best(many, shelf, price, marginal, asked):
    """What the best so many of a shelf bring above what they cost, and that."""
    if many <= 0:
        return 0.0, 0.0
    more = np.array([_gain(c, price, marginal, asked) for c in shelf])
    cut = np.partition(more, len(more) - many)[len(more) - many] if many < len(more) else -np.inf
    total, spent, on_it = 0.0, 0.0, many - np.sum(more > cut)
    for place, c in enumerate(shelf):
        if more[place] < cut or (more[place] == cut and on_it <= 0):
            continue
        on_it -= more[place] == cut
        total += more[place]
        spent += paid_for(c, asked)
    return total, spent
