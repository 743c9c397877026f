"""Cover of what happened: seeds who, together, stood above as much of the past as possible."""

import numpy as np
from numba import njit

from kolony_engine.diffusion.past.cascades import Log


def cover_past(
    log: Log, k: int, *, doubt: float, half_life: float | None = None, cost: np.ndarray | None = None,
    budget: float | None = None,
) -> np.ndarray:  # fmt: skip
    """User numbers of up to k seeds, greedily, by expected distinct users below them if the past came again.

    Each action weighs 1 / (actions of its user), so that a user weighs 1 in all. A seed's cascade comes again with
    probability m / (m + doubt), m = cascades in which the seed was followed: one lucky cascade is believed little.
    `half_life` (share of the log's span) lets old actions weigh less. With `cost` (float64[users], > 0) the choice is
    by gain per cost, believed as above before it is divided, and all together cost at most `budget`.
    """
    actions = np.bincount(log.user, minlength=len(log.ids))
    weight = 1.0 / actions[log.user]
    if half_life is not None:
        weight = weight * fading(log, half_life)
    followed = np.flatnonzero(log.parent >= 0)
    leading = np.sort(log.user[log.parent[followed]].astype(np.int64) * max(1, log.cascades) + log.cascade[followed])
    leading = leading[np.diff(leading, prepend=-1) > 0]
    m = np.bincount(leading // max(1, log.cascades), minlength=len(log.ids)).astype(float)
    trust = np.divide(m, m + doubt, out=np.zeros_like(m), where=m > 0)
    first, rows = _rows_by_user(log.user, len(log.ids))
    kids, kid_rows = _rows_by_user(np.where(log.parent >= 0, log.parent, len(log.user)), len(log.user) + 1)
    return _greedy(log.user, (first, rows), (kids, kid_rows), weight, trust, k, *_money(log, k, cost, budget))


def _money(log: Log, k: int, cost: np.ndarray | None, budget: float | None) -> tuple[np.ndarray, float]:
    return (np.ones(len(log.ids)), float(k)) if cost is None else (cost, float(budget))


def fading(log: Log, half_life: float) -> np.ndarray:
    """float64[rows]: 1 for the newest action, halved every `half_life` (a share of the log's span) back."""
    if not len(log.ts):
        return np.ones(0)
    span = max(1, int(log.ts.max() - log.ts.min()))
    return 0.5 ** ((log.ts.max() - log.ts) / (span * half_life))


def _rows_by_user(group: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.zeros(groups + 1, np.int64)
    np.cumsum(np.bincount(group, minlength=groups), out=offsets[1:])
    return offsets, np.argsort(group, kind="stable")


@njit(nogil=True, cache=True)
def _below(u, own, kids, stack, mark, stamp, found):
    """Rows below any action of u, once each, without u's own."""
    depth = 0
    for i in range(own[0][u], own[0][u + 1]):
        stack[depth] = own[1][i]
        depth += 1
    end = 0
    while depth:
        depth -= 1
        row = stack[depth]
        for i in range(kids[0][row], kids[0][row + 1]):
            child = kids[1][i]
            if mark[child] != stamp:
                mark[child] = stamp
                found[end] = child
                end += 1
                stack[depth] = child
                depth += 1
    return end


@njit(nogil=True, cache=True)
def _greedy(user, own, kids, weight, trust, k, cost, money):
    """Lazy greedy: a user's gain only falls, so whoever still leads after being asked again is the best."""
    some, total = np.flatnonzero(trust > 0), len(user)
    stack, found = np.empty(2 * total + 1, np.int64), np.empty(total, np.int64)
    mark = np.full(total, -1, np.int64)
    left = weight.copy()
    gain, asked = np.zeros(len(some)), np.zeros(len(some), np.int64)
    for c in range(len(some)):
        end = _below(some[c], own, kids, stack, mark, c, found)
        gain[c] = trust[some[c]] * left[found[:end]].sum() / cost[some[c]]
    stamp, chosen = len(some), 0
    seeds = np.empty(k, np.int64)
    while chosen < k and len(some):
        c = np.argmax(gain)
        best = some[c]
        if gain[c] <= 0.0:
            break
        if cost[best] > money:
            gain[c] = -1.0
            continue
        end = _below(best, own, kids, stack, mark, stamp, found)
        stamp += 1
        if asked[c] < chosen:
            gain[c] = trust[best] * left[found[:end]].sum() / cost[best]
            asked[c] = chosen
            continue
        for i in range(end):
            left[found[i]] *= 1.0 - trust[best]
        for i in range(own[0][best], own[0][best + 1]):
            left[own[1][i]] = 0.0
        gain[c] = -1.0
        money -= cost[best]
        seeds[chosen] = best
        chosen += 1
    return seeds[:chosen]
