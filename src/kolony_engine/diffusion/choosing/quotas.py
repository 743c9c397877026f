"""Fair cover: at least and at most so many seeds from each group.

The sets that can still be completed within the quotas are the independent sets of a matroid (El Halabi et al., NeurIPS
2020, lemma 3.1), and the greedy choice within a matroid keeps at least half of the best (Fisher, Nemhauser, Wolsey
1978). The certificate is for the instance and usually far better: what is covered at a prefix plus the heaviest
independent set of the marginals then bounds every set within the quotas.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from numba import njit

from kolony_engine.diffusion.choosing.greedy import BOUND_EVERY, Cover, positions, those
from kolony_engine.diffusion.choosing.indexing import LEVELS, levels_of, lowest_within, nothing_yet, room_for, take
from kolony_engine.diffusion.choosing.rations import EXACT
from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.diffusion.graphs.said import names_said
from kolony_engine.diffusion.machine.bits import places

FEW = 1024  # marginals sorted at once, at least
SHARE = 0.5  # what greedy keeps of the best within quotas


@dataclass(frozen=True)
class Quotas:
    """Groups by number; whoever is in no group is in the last one, which asks nothing.

    group              int32[n]
    at_least, at_most  int64[groups + 1]
    names              of the groups
    """

    group: np.ndarray
    at_least: np.ndarray
    at_most: np.ndarray
    names: tuple[Hashable, ...]

    def room(self, taken: np.ndarray, k: int) -> np.ndarray:
        """bool[groups + 1]: from which groups one more may come when `taken` (int64 nodes) are in."""
        count = np.bincount(self.group[taken], minlength=len(self.at_most))
        need = np.maximum(count, self.at_least).sum() + (count >= self.at_least)
        return (count < self.at_most) & (need <= k)


def quotas_of(
    graph: Graph, groups: Mapping[object, Hashable], at_least: Mapping[Hashable, int], at_most: Mapping[Hashable, int]
) -> Quotas | None:
    """The quotas in node numbers; None when nothing is asked.

    Raises DiffusionError E-DIFF-307 when a group is named in which nobody is, 308 when a group is asked for more than
    it may give or for less than nobody, 404 for an unknown member.
    """
    if not at_least and not at_most:
        return None
    members, which, names = names_said(groups)
    known = set(names)
    strange = [name for name in (*at_least, *at_most) if name not in known]
    if strange:
        raise DiffusionError("E-DIFF-307", group=str(strange[0]), groups=list(map(str, names)))
    group = graph.laid_out(members, which, len(names))
    least = np.array([int(at_least.get(name, 0)) for name in names] + [0])
    most = np.array([int(at_most.get(name, graph.nodes)) for name in names] + [graph.nodes])
    wrong = np.flatnonzero((least > most) | (least < 0))
    if len(wrong):
        name = names[wrong[0]]
        raise DiffusionError("E-DIFF-308", group=str(name), least=int(least[wrong[0]]), most=int(most[wrong[0]]))
    return Quotas(group, least, most, names)


def check_possible(quotas: Quotas, allowed: np.ndarray | None, must: np.ndarray, k: int) -> None:
    """Refuse what cannot be: E-DIFF-309 k seeds cannot fill the quotas beside those who must be in, 310 a group has
    too few who may be chosen, 311 those who must be in are too many for their group."""
    sizes = np.bincount(quotas.group if allowed is None else quotas.group[allowed], minlength=len(quotas.at_most))
    count = np.bincount(quotas.group[must], minlength=len(quotas.at_most))
    for short in np.flatnonzero(sizes < quotas.at_least):
        raise DiffusionError(
            "E-DIFF-310", group=str(quotas.names[short]), least=int(quotas.at_least[short]), found=int(sizes[short])
        )
    for full in np.flatnonzero(count > quotas.at_most):
        raise DiffusionError(
            "E-DIFF-311", group=str(quotas.names[full]), most=int(quotas.at_most[full]), found=int(count[full])
        )
    need = int(np.maximum(count, quotas.at_least).sum())
    if need > k:
        raise DiffusionError("E-DIFF-309", need=need, k=k)


def check_paid(quotas: Quotas, allowed: np.ndarray | None, must: np.ndarray, cost: np.ndarray, budget: float) -> None:
    """Refuse a budget that does not pay for the cheapest who fill the quotas beside the `must`: E-DIFF-312."""
    owed = quotas.at_least - np.bincount(quotas.group[must], minlength=len(quotas.at_least))
    free = np.ones(len(cost), bool) if allowed is None else allowed.copy()
    free[must] = False
    need = float(cost[must].sum())
    for group in np.flatnonzero(owed > 0):
        need += float(np.sort(cost[free & (quotas.group == group)])[: owed[group]].sum())
    if need > budget * EXACT:
        missing = round(need - budget, 6)
        raise DiffusionError("E-DIFF-312", cost=round(need, 6), budget=budget, missing=missing)


def greedy_fair(sets, k: int, quotas: Quotas, allowed: np.ndarray | None, must: np.ndarray) -> Cover:
    """Choose up to k members within the quotas (the `must` first) that together are in most sets."""
    counts = sets.counts if allowed is None else np.where(allowed, sets.counts, 0)
    inside = (counts > 0) | (quotas.at_least > 0)[quotas.group]
    if allowed is not None:
        inside &= allowed
    inside[must] = True
    candidates = those(inside)
    known = sets.members[: sets.used], sets.ends[: sets.size], candidates, places(candidates, len(counts))
    marginal, first = sets.counts[candidates], positions(must, candidates)
    limits, room = (quotas.group[candidates], quotas.at_least, quotas.at_most), room_for(sets.used)
    chosen, gains, bound = _choose_fair(known, marginal, limits, min(k, len(candidates)), first, room)
    return Cover(candidates[chosen], gains, bound)


@njit(nogil=True, cache=True)
def _fits(g, count, need, least, most, k):
    """May one more come from group g, so that what is asked of the others can still be filled?"""
    return count[g] < most[g] and need + (1 if count[g] >= least[g] else 0) <= k


@njit(nogil=True, cache=True)
def _heaviest(marginal, used, limits, count, need, k):
    """The most that marginals of a set within the quotas can add: the matroid's own greedy."""
    group, least, most = limits
    count, total = count.copy(), np.int64(0)
    levels, above = levels_of(marginal, np.empty(0), np.empty(0, np.int32)), LEVELS
    sums = np.bincount(levels, minlength=LEVELS).astype(np.float64)
    while above > 1 and count.sum() < k:  # so many of the largest, then of those below them
        lowest = min(above - 1, lowest_within(sums, max(FEW, 4 * k))[0])
        some = np.flatnonzero((levels >= lowest) & (levels < above))
        levels[some], sums[lowest:], above = 0, 0.0, lowest
        for c in some[np.argsort(-marginal[some])]:
            g = group[c]
            if not used[c] and _fits(g, count, need, least, most, k):
                need += 1 if count[g] >= least[g] else 0
                count[g] += 1
                total += marginal[c]
    return total


@njit(nogil=True, cache=True)
def _best_fitting(marginal, used, limits, count, need, k):
    group, least, most = limits
    best = -1
    for c in range(len(marginal)):
        if used[c] or (best >= 0 and marginal[c] <= marginal[best]):
            continue
        if _fits(group[c], count, need, least, most, k):
            best = c
    return best


@njit(nogil=True, cache=True)
def _choose_fair(sets, marginal, limits, k, must, room):
    index, alike = nothing_yet(sets[3]), np.empty(0)
    group, least, most = limits
    covered, used = np.zeros(len(sets[1]), np.bool_), np.zeros(len(marginal), np.bool_)
    chosen, gains = np.empty(k, np.int64), np.zeros(k, np.int64)
    count, need, steps, total, bound = np.zeros(len(most), np.int64), least.sum(), 0, 0, 1e300
    paid, paid_need = count.copy(), need
    while steps < k:
        if steps == len(must):
            paid, paid_need = count.copy(), need
        if steps >= len(must) and (steps - len(must)) % BOUND_EVERY == 0:
            bound = min(bound, np.float64(total + _heaviest(marginal, used, limits, paid, paid_need, k)))
        best = must[steps] if steps < len(must) else _best_fitting(marginal, used, limits, count, need, k)
        if best < 0:
            break
        need += 1 if count[group[best]] >= least[group[best]] else 0
        count[group[best]] += 1
        gains[steps], index = take(best, sets, index, covered, marginal, alike, room)
        used[best] = True
        chosen[steps] = best
        total += gains[steps]
        steps += 1
    bound = min(bound, np.float64(total + _heaviest(marginal, used, limits, paid, paid_need, k)))
    return chosen[:steps], gains[:steps], bound
