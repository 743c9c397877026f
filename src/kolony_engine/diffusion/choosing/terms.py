"""The query in node numbers, checked: what the greedy choice works with."""

from dataclasses import dataclass

import numpy as np

from kolony_engine.diffusion.choosing.query import SeedQuery
from kolony_engine.diffusion.choosing.quotas import Quotas, check_paid, check_possible, quotas_of
from kolony_engine.diffusion.choosing.rations import EXACT
from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.diffusion.graphs.said import numbers_said


@dataclass(frozen=True)
class Terms:
    """What is asked, in node numbers.

    k          how many seeds at most
    allowed    bool[n], or None when everybody may be chosen
    must       int64 nodes that are chosen first
    cost       float64[n], or None without a budget
    cumulated  float64[n], running sums of target weights (empty: all 1); `weight` is their total
    floor      a lower bound on the best reach: the weight of the heaviest target
    quotas     None when no group asks anything
    """

    k: int
    allowed: np.ndarray | None
    must: np.ndarray
    cost: np.ndarray | None
    budget: float
    cumulated: np.ndarray
    weight: float
    floor: float
    quotas: Quotas | None = None


def terms_of(graph: Graph, query: SeedQuery) -> Terms:
    """Resolve and check a query. Raises DiffusionError, see `select_seeds`."""
    _check_shares(query)
    must = _must(graph, query)
    allowed = _allowed(graph, query, must)
    room = graph.nodes if allowed is None else int(allowed.sum())
    if room == 0:
        raise DiffusionError("E-DIFF-302")
    cumulated, weight, floor = _target_weights(graph, query)
    cost = None if query.budget is None else _costs(graph, query)
    k = room if query.k is None else query.k
    if k < 1 or (query.k is None and cost is None):
        raise DiffusionError("E-DIFF-301")
    if k < len(must):
        raise DiffusionError("E-DIFF-314", must=len(must), k=k)
    quotas = _quotas(graph, query, allowed, must, max(min(k, room), len(must)), cost)
    if cost is not None:
        k = min(k, _affordable(cost, allowed, must, float(query.budget)))
    k = max(min(k, room), len(must))
    return Terms(k, allowed, must, cost, float(query.budget or 0.0), cumulated, weight, floor, quotas)


def _check_shares(query: SeedQuery) -> None:
    for name, value in (("eps", query.eps), ("delta", query.delta)):
        if not 0 < value < 1:
            raise DiffusionError("E-DIFF-316", name=name, value=value)


def _must(graph: Graph, query: SeedQuery) -> np.ndarray:
    """int64: who must be in, each once, in the order asked."""
    must = graph.index_of(list(dict.fromkeys(query.must_have)))
    both = must[np.isin(must, graph.index_of(query.excluded))]
    if len(both):
        raise DiffusionError("E-DIFF-313", member=str(graph.ids[both[0]]))
    return must


def _affordable(cost: np.ndarray, allowed: np.ndarray | None, must: np.ndarray, budget: float) -> int:
    """How many the budget pays for, were it the cheapest."""
    if not budget > 0:
        raise DiffusionError("E-DIFF-301")
    if cost[must].sum() > budget * EXACT:
        raise DiffusionError("E-DIFF-303", cost=float(cost[must].sum()), budget=budget)
    known = cost if allowed is None else cost[allowed]
    k = int(np.searchsorted(np.cumsum(np.sort(known)), budget * EXACT, side="right"))
    if k == 0:
        raise DiffusionError("E-DIFF-315", budget=budget, cheapest=float(known.min()))
    return k


def _quotas(
    graph: Graph, query: SeedQuery, allowed: np.ndarray | None, must: np.ndarray, k: int, cost: np.ndarray | None
) -> Quotas | None:
    found = quotas_of(graph, query.groups, query.at_least, query.at_most)
    if found is None:
        return None
    check_possible(found, allowed, must, k)
    if cost is not None and query.at_least:
        check_paid(found, allowed, must, cost, float(query.budget))
    return found


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
    members, values = numbers_said(query.targets)
    if not ((values >= 0) & (values <= 1)).all() or values.sum() <= 0:
        raise DiffusionError("E-DIFF-305")
    weights = graph.laid_out(members, values, 0.0)
    cumulated = np.cumsum(weights)
    return cumulated, float(cumulated[-1]), float(weights.max())


def _costs(graph: Graph, query: SeedQuery) -> np.ndarray:
    cost = np.broadcast_to(float(query.cost_else), graph.nodes)
    if query.costs:
        cost = graph.laid_out(*numbers_said(query.costs), float(query.cost_else))
    if not (cost > 0).all():
        raise DiffusionError("E-DIFF-304", member=str(graph.ids[int(np.argmin(cost))]))
    return cost
