"""How likely each arc is to carry, learned from what happened: shrunk twice, faded with time.

Counting c followed actions out of A (the Bernoulli model of Goyal, Bonchi, Lakshmanan, WSDM 2010) makes an arc seen
once look certain: an arc is *known* only because it carried once. So the first time merely finds the arc, and what
came after it says how steady it is. With

    chances_uv = faded actions of u after the first that v followed,     again_uv = those of them that v followed too,

an arc's probability is pulled to its source's mean, and that mean to everybody's (the means of a Beta prior on each
level, of a strength of PRIOR actions):

    m    = sum again / sum chances                                                over all arcs
    m_u  = (mean of again_uv over v + PRIOR m) / (mean of chances_uv + PRIOR)     over the arcs of u
    p_uv = (again_uv + PRIOR m_u) / (chances_uv + PRIOR)

An action counts half after every half-life (continuous-time decay, ibid. section 4.3, on the evidence instead of on the
delay). One who was followed once by all of their friends so gets m for each, not 1.
"""

import numpy as np

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph, reverse_rows
from kolony_engine.diffusion.past.cascades import Log
from kolony_engine.diffusion.past.covering import fading

PRIOR = 5.0
HALF_LIFE = 0.25  # of a log's span, where no other is given


def arc_chances(source: np.ndarray, again: np.ndarray, chances: np.ndarray, prior: float = PRIOR) -> np.ndarray:
    """float64[arcs] in (0, 1): the formula above. `source` int[arcs]; 0 <= again <= chances, in faded actions."""
    arcs = np.maximum(np.bincount(source), 1)
    overall = (again.sum() + 1e-9) / (chances.sum() + 1.0)
    own_again = np.bincount(source, weights=again) / arcs
    own_chances = np.bincount(source, weights=chances) / arcs
    own = (own_again + prior * overall) / (own_chances + prior)
    return np.minimum(1.0, (again + prior * own[source]) / (chances + prior))


def learned(log: Log, half_life: float = HALF_LIFE) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Arcs (source, target, p) of a log, in user numbers: int64, int64, float64. `half_life` is a share of its span."""
    child = np.flatnonzero(log.parent >= 0)
    if not len(child):
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    weight = fading(log, half_life)
    order = np.lexsort((log.ts, log.user))
    later, place = _later(log.user[order], weight[order]), np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    users = len(log.ids)
    above = log.parent[child]
    pair = log.user[above].astype(np.int64) * users + log.user[child]
    by_pair = np.lexsort((place[above], pair))
    pair, at = pair[by_pair], place[above][by_pair]
    once = (np.diff(pair, prepend=-1) > 0) | (np.diff(at, prepend=-1) != 0)  # each action of u once a pair
    pair, at = pair[once], at[once]
    first = np.flatnonzero(np.diff(pair, prepend=-1) > 0)
    faded = weight[order][at]
    again = np.add.reduceat(faded, first) - faded[first]
    source, target = pair[first] // users, pair[first] % users
    return source, target, arc_chances(source, np.maximum(again, 0.0), later[at[first]])


def graph_of(log: Log, half_life: float = HALF_LIFE) -> Graph:
    """Who followed whom in a log, each arc with its learned probability; all users of the log are in it.

    Raises DiffusionError E-DIFF-201 when nobody followed anybody.
    """
    source, target, p = learned(log, half_life)
    other = source != target
    if not other.any():
        raise DiffusionError("E-DIFF-201")
    arcs = source[other].astype(np.int32), target[other].astype(np.int32)
    return reverse_rows(log.ids, *arcs, p[other].astype(np.float32))


def _later(user: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """float64[rows]: the weight of the same user's rows that come after; rows sorted by user and time."""
    total = np.cumsum(weight)
    ends = np.append(np.flatnonzero(np.diff(user)), len(user) - 1)
    last = ends[np.searchsorted(ends, np.arange(len(user)))]
    return np.maximum(total[last] - total, 0.0)
