"""The diffusion models, as the tables the kernels read.

wc        independent cascade, an arc into v is live with 1 / in-degree(v)       (Kempe, Kleinberg, Tardos 2003)
uniform   independent cascade, every arc is live with p
arc       independent cascade, every arc has its own probability, given with the arcs ("learned" is the same, learned)
lt        linear threshold: v listens to one in-arc at most, weight 1 / in-degree(v) or the arc's own probability
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.diffusion.machine.untouched import untouched

COMMON, ARC, LT_COMMON, LT_ARC = 0, 1, 2, 3

# Columns of the table by in-degree: chances that at most none, one, two, three in-arcs are live; the odds p / (1 - p);
# p itself where jumping from live arc to live arc is cheaper than drawing their number, else 0; and p always.
NONE, ONE, TWO, THREE, ODDS, DENSE, SHARE = range(7)
MANY = 4.0  # expected live arcs from which jumping is cheaper
MOST = 60  # nobody has more live arcs than this below MANY: the chance is under 1e-40

_NOTHING = np.empty(0, np.float32)


@dataclass(frozen=True)
class Chances:
    """How arcs come alive.

    mode       COMMON: all in-arcs of a member share a probability that depends on its in-degree only
    by_degree  float64[top degree + 1, 8], see the columns above
    arc        float32[m], per-arc probabilities (empty unless the mode reads them)
    none       float32[n], a lower bound of the chance that no in-arc of a member is live (empty unless ARC)
    """

    name: str
    mode: int
    by_degree: np.ndarray
    arc: np.ndarray
    none: np.ndarray

    def of_arcs(self, graph: Graph) -> np.ndarray:
        """float64[m]: the probability of each reverse arc."""
        if len(self.arc):
            return self.arc.astype(np.float64)
        return np.repeat(self.by_degree[graph.in_degree, SHARE], graph.in_degree)


def chances(graph: Graph, model: str) -> Chances:
    """Tables for "wc", "uniform:P", "arc" ("learned") or "lt" on this graph.

    Raises DiffusionError E-DIFF-203 for an unknown model, E-DIFF-204 for a P outside (0, 1], E-DIFF-205 when "arc" is
    asked of a graph without probabilities, E-DIFF-206 when "lt" weights into one member add up to more than 1.
    """
    name, _, detail = model.partition(":")
    if name in ("arc", "learned"):
        if graph.probability is None:
            raise DiffusionError("E-DIFF-205")
        return Chances(model, ARC, np.zeros((1, 8)), graph.probability, _none_live(graph))
    if name == "lt" and graph.probability is not None:
        _check_threshold_weights(graph)
        return Chances(model, LT_ARC, np.zeros((1, 8)), graph.probability, _NOTHING)
    degree = _degrees(graph.offsets)
    if name in ("wc", "lt"):
        p = 1.0 / np.maximum(degree, 1)
    elif name == "uniform":
        p = np.full(len(degree), _probability(detail))
    else:
        raise DiffusionError("E-DIFF-203", model=model)
    mode = LT_COMMON if name == "lt" else COMMON
    return Chances(model, mode, _by_degree(degree, p), _NOTHING, _NOTHING)


def _by_degree(degree: np.ndarray, p: np.ndarray) -> np.ndarray:
    """The table the kernel reads: one row, one cache line, an in-degree; rows of degrees nobody has stay untouched."""
    own = np.zeros((len(degree), 8))
    own[:, SHARE] = p
    own[:, DENSE] = np.where((p >= 1.0) | (degree * p > MANY), p, 0.0)
    own[:, ODDS] = odds = p / np.maximum(1.0 - p, 1e-300)
    term = own[:, NONE] = np.power(1.0 - p, degree)
    for live, column in ((1, ONE), (2, TWO), (3, THREE)):
        term = term * odds * np.maximum(degree - live + 1, 0) / live
        own[:, column] = own[:, column - 1] + term
    rows = int(degree[-1]) + 1
    table = untouched(rows * 8, np.float64).reshape(rows, 8)
    table[degree] = own
    return table


def _degrees(offsets: np.ndarray) -> np.ndarray:
    """The in-degrees that occur, rising."""
    return np.flatnonzero(_has_degree(offsets, _top_degree(offsets)))


@njit(nogil=True, cache=True)
def _top_degree(offsets):
    top = 0
    for node in range(len(offsets) - 1):
        top = max(top, offsets[node + 1] - offsets[node])
    return top


@njit(nogil=True, cache=True)
def _has_degree(offsets, top):
    has = np.zeros(top + 1, np.bool_)
    has[0] = True
    for node in range(len(offsets) - 1):
        has[offsets[node + 1] - offsets[node]] = True
    return has


@njit(nogil=True, cache=True)
def _products(offsets, probability):
    none = np.empty(len(offsets) - 1, np.float32)
    for node in range(len(none)):
        product = 1.0
        for place in range(offsets[node], offsets[node + 1]):
            product *= 1.0 - probability[place]
        none[node] = product * (1.0 - 1e-6)
    return none


def _none_live(graph: Graph) -> np.ndarray:
    """Rounded down, so that skipping a member is never wrong; 1 where nobody influences them."""
    none = _products(graph.offsets, graph.probability)
    none[graph.offsets[1:] == graph.offsets[:-1]] = 1.0
    return none


def _probability(text: str) -> float:
    try:
        p = float(text)
    except ValueError:
        p = -1.0
    if not 0.0 < p <= 1.0:
        raise DiffusionError("E-DIFF-204", value=text)
    return p


def _check_threshold_weights(graph: Graph) -> None:
    total = np.add.reduceat(np.append(graph.probability, 0.0), graph.offsets[:-1]) * (graph.in_degree > 0)
    worst = int(np.argmax(total))
    if total[worst] > 1.0 + 1e-4:
        raise DiffusionError("E-DIFF-206", member=str(graph.ids[worst]), total=float(total[worst]))
