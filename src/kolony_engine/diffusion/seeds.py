"""Whom to choose together: seeds by reverse reachable sets, with a certificate on this very graph.

OPIM-C (Tang et al., SIGMOD 2018): one collection of RR sets chooses, another, unseen, judges; both double until the
certified ratio is good enough. With a budget the choice is by gain per cost, against the best single member, and the
certificate comes from a fractional knapsack over what is left.
"""

import math
import time
from dataclasses import dataclass

import numpy as np

from kolony_engine.diffusion import bounds, budget, cover
from kolony_engine.diffusion.chances import chances
from kolony_engine.diffusion.choosing import SeedQuery, SeedSet
from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graph import Graph
from kolony_engine.diffusion.sampling import Progress, Sets, Task, Threads, Workers
from kolony_engine.diffusion.streams import JUDGE, SELECT

# A choice made on few sets is flattered by them, which costs up to 5 % of reach where many seeds are nearly alike. So a
# certified choice is made again on twice the sets until it covers ENOUGH / eps^2 of them, as long as that is CHEAP.
ENOUGH = 3.0
CHEAP = 2_000_000  # members of sets, about 0.1 s of sampling


@dataclass(frozen=True)
class _Terms:
    """The query in node numbers. `allowed` is None when everybody may be chosen; `cost` is None without a budget."""

    k: int
    allowed: np.ndarray | None
    must: np.ndarray
    cost: np.ndarray | None
    budget: float
    cumulated: np.ndarray
    weight: float
    floor: float


def select_seeds(
    graph: Graph,
    query: SeedQuery,
    *,
    threads: int = 1,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> SeedSet:
    """The seeds for `query` on `graph`; the same for any number of threads and any workers.

    `progress(share, step)` is called between blocks; returning False cancels (raises Cancelled).
    Raises DiffusionError: E-DIFF-301 neither k nor budget, 302 nothing left to choose from, 303 must-have people cost
    more than the budget, 304 a cost that is not positive, 305 a target weight outside 0..1, 404 an unknown member.
    """
    terms = _terms(graph, query)
    table = chances(graph, query.model)
    workers = workers or Threads(threads)
    chosen_on, judged_on = (
        Sets(Task(graph, table, terms.cumulated, query.seed, purpose), workers) for purpose in (SELECT, JUDGE)
    )
    most = bounds.most_sets(graph.nodes, terms.k, query.eps, query.delta, terms.weight, terms.floor)
    sets = min(most, bounds.first_sets(graph.nodes, terms.k, query.delta))
    rounds = max(1, math.ceil(math.log2(most / sets)))
    a = math.log(3.0 * rounds / query.delta)
    clock = {"sampling": 0.0, "selection": 0.0}
    found = None
    for step in range(rounds + 1):
        begin = time.perf_counter()
        chosen_on.grow_to(sets, progress)
        judged_on.grow_to(sets // 2, progress)
        sampled = time.perf_counter()
        found = _choose(chosen_on, terms, found)
        verdict = _verdict(judged_on, chosen_on, found, terms, a)
        clock["sampling"] += sampled - begin
        clock["selection"] += time.perf_counter() - sampled
        settled = chosen_on.used >= CHEAP or found.covered >= ENOUGH / query.eps**2
        if step == rounds or (settled and _sure_enough(verdict, query, terms)):
            break
        sets *= 2
    return _seed_set(graph, query, terms, (chosen_on, judged_on), found, verdict, clock)


def _terms(graph: Graph, query: SeedQuery) -> _Terms:
    n = graph.nodes
    must = graph.index_of(query.must_have)
    allowed = _allowed(graph, query, must)
    room = n if allowed is None else int(allowed.sum())
    if room == 0:
        raise DiffusionError("E-DIFF-302")
    cumulated, weight, floor = _target_weights(graph, query)
    if query.budget is not None:
        cost = _costs(graph, query)
        if cost[must].sum() > query.budget:
            raise DiffusionError("E-DIFF-303", cost=float(cost[must].sum()), budget=query.budget)
        affordable = cost if allowed is None else cost[allowed]
        k = int(np.searchsorted(np.cumsum(np.sort(affordable)), query.budget, side="right"))
        if k == 0:
            raise DiffusionError("E-DIFF-302")
        return _Terms(k, allowed, must, cost, float(query.budget), cumulated, weight, floor)
    if not query.k or query.k < 1:
        raise DiffusionError("E-DIFF-301")
    return _Terms(max(min(query.k, room), len(must)), allowed, must, None, 0.0, cumulated, weight, floor)


def _allowed(graph: Graph, query: SeedQuery, must: np.ndarray) -> np.ndarray | None:
    if not len(query.candidates) and not len(query.excluded):
        return None
    allowed = np.ones(graph.nodes, bool)
    if len(query.candidates):
        allowed[:] = False
        allowed[graph.index_of(query.candidates)] = True
    allowed[graph.index_of(query.excluded)] = False
    allowed[must] = True
    return allowed


def _target_weights(graph: Graph, query: SeedQuery) -> tuple[np.ndarray, float, float]:
    """Running sums of target weights (empty: all 1), their total, and the weight of the heaviest target."""
    if not query.targets:
        return np.empty(0), float(graph.nodes), 1.0
    weights = np.zeros(graph.nodes)
    values = np.fromiter(query.targets.values(), float, len(query.targets))
    if not ((values >= 0) & (values <= 1)).all() or values.sum() <= 0:
        raise DiffusionError("E-DIFF-305")
    weights[graph.index_of(list(query.targets))] = values
    cumulated = np.cumsum(weights)
    return cumulated, float(cumulated[-1]), float(weights.max())


def _costs(graph: Graph, query: SeedQuery) -> np.ndarray:
    cost = np.full(graph.nodes, float(query.cost_else))
    if query.costs:
        cost[graph.index_of(list(query.costs))] = list(query.costs.values())
    if not (cost > 0).all():
        raise DiffusionError("E-DIFF-304", member=str(graph.ids[int(np.argmin(cost))]))
    return cost


def _choose(sets: Sets, terms: _Terms, before: cover.Cover | None) -> cover.Cover:
    if terms.cost is None:
        smallest = 2 * int(before.gains[-1]) if before is not None else 0
        return cover.greedy_cover(sets, terms.k, terms.allowed, terms.must, smallest)
    return budget.greedy_within(sets, terms.cost, terms.budget, terms.allowed, terms.must)


@dataclass(frozen=True)
class _Verdict:
    gains: np.ndarray
    together: np.ndarray
    lower: float
    upper: float
    best: float


def _verdict(judged_on: Sets, chosen_on: Sets, found: cover.Cover, terms: _Terms, a: float) -> _Verdict:
    position = np.full(len(judged_on.counts), -1, np.int32)
    position[found.seeds] = np.arange(len(found.seeds), dtype=np.int32)
    gains, together = cover.judge(judged_on.members, judged_on.ends, judged_on.size, position, len(found.seeds))
    covered = float(gains.sum())
    best = bounds.upper(found.bound, chosen_on.size, terms.weight, a)
    low = bounds.lower(covered, judged_on.size, terms.weight, a)
    return _Verdict(gains, together, low, bounds.upper(covered, judged_on.size, terms.weight, a), max(best, low))


def _sure_enough(verdict: _Verdict, query: SeedQuery, terms: _Terms) -> bool:
    """Certified as promised; with a budget, also a reach known to within eps (its worst-case promise is weak)."""
    if terms.cost is None:
        return verdict.lower / verdict.best >= bounds.SHARE - query.eps
    narrow = verdict.upper - verdict.lower <= 2 * query.eps * verdict.upper
    return narrow and verdict.lower / verdict.best >= 1.0 - 1.0 / math.sqrt(math.e) - query.eps


def _seed_set(graph, query, terms, collections, found, verdict, clock) -> SeedSet:
    chosen_on, judged_on = collections
    scale = terms.weight / judged_on.size
    gains = verdict.gains * scale
    runner_up, gap = _runner_up(graph, chosen_on, terms, found)
    cost = np.ones(graph.nodes) if terms.cost is None else terms.cost
    return SeedSet(
        seeds=tuple(graph.ids[found.seeds]), gains=tuple(gains.tolist()), costs=tuple(cost[found.seeds].tolist()),
        spread_estimate=float(gains.sum()), lower=verdict.lower, upper=verdict.upper, best_possible=verdict.best,
        ratio=verdict.lower / verdict.best, runner_up=runner_up, runner_up_gap=gap,
        curve=tuple(np.cumsum(gains).tolist()), overlap=verdict.together * scale, target_weight=terms.weight,
        rr_sets=chosen_on.size + judged_on.size, rr_members=chosen_on.used + judged_on.used,
        seconds_sampling=clock["sampling"], seconds_selection=clock["selection"],
        model=query.model, eps=query.eps, delta=query.delta, seed=query.seed,
    )  # fmt: skip


def _runner_up(graph: Graph, sets: Sets, terms: _Terms, found: cover.Cover) -> tuple[object, float]:
    """Who would take the last place if its holder were gone, and the reach that would be lost."""
    if len(found.seeds) == 0 or len(found.seeds) <= len(terms.must):
        return None, 0.0
    fresh = cover.newly_covered(sets.members, sets.ends, sets.size, found.seeds[:-1], len(sets.counts))
    fresh[found.seeds] = -1
    if terms.allowed is not None:
        fresh[~terms.allowed] = -1
    if terms.cost is not None:
        fresh[terms.cost > terms.cost[found.seeds[-1]]] = -1
    best = int(np.argmax(fresh))
    if fresh[best] < 0:
        return None, 0.0
    return graph.ids[best], float(found.gains[-1] - fresh[best]) * terms.weight / sets.size
