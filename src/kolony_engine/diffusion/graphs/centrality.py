"""PageRank and k-core: the simple rankings that stand beside every seed set."""

import numpy as np
from numba import njit


def pagerank(
    source: np.ndarray, target: np.ndarray, nodes: int, damping: float = 0.85, tolerance: float = 1e-8
) -> np.ndarray:
    """float64[nodes], summing to 1: a random walk along arcs source -> target (Page, Brin 1998).

    Parallel arcs count; members without an arc onwards hand their rank to everybody.
    """
    if nodes == 0:
        return np.empty(0)
    out = np.bincount(source, minlength=nodes).astype(float)
    share = damping / np.maximum(out, 1.0)
    loose = out == 0
    rank = np.full(nodes, 1.0 / max(nodes, 1))
    for _ in range(200):
        fresh = np.bincount(target, weights=(rank * share)[source], minlength=nodes)
        fresh += (1.0 - damping + damping * rank[loose].sum()) / nodes
        change = np.abs(fresh - rank).sum()
        rank = fresh
        if change < tolerance:
            break
    return rank


def k_core(source: np.ndarray, target: np.ndarray, nodes: int) -> np.ndarray:
    """int64[nodes]: the largest k for which a member is in a group where everybody has k neighbours (undirected)."""
    low, high = np.minimum(source, target).astype(np.int64), np.maximum(source, target).astype(np.int64)
    pairs = np.unique(low * nodes + high)
    low, high = pairs // nodes, pairs % nodes
    low, high = low[low != high], high[low != high]
    ends = np.concatenate([low, high])
    order = np.argsort(ends, kind="stable")
    offsets = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=nodes), out=offsets[1:])
    return _peel(offsets, np.concatenate([high, low])[order])


@njit(cache=True)
def _peel(offsets, neighbours):
    """Batagelj and Zaversnik 2003: remove members in order of what is left of their degree, in O(arcs)."""
    nodes = len(offsets) - 1
    degree = np.diff(offsets)
    bins = np.zeros(degree.max() + 2 if nodes else 2, np.int64)
    for d in degree:
        bins[d + 1] += 1
    bins = np.cumsum(bins)
    order, place, fill = np.empty(nodes, np.int64), np.empty(nodes, np.int64), bins[:-1].copy()
    for v in range(nodes):
        place[v] = fill[degree[v]]
        order[place[v]] = v
        fill[degree[v]] += 1
    start = bins[:-1].copy()
    for i in range(nodes):
        v = order[i]
        for j in range(offsets[v], offsets[v + 1]):
            u = neighbours[j]
            if degree[u] > degree[v]:
                first = order[start[degree[u]]]
                order[place[u]], order[place[first]] = first, u
                place[u], place[first] = place[first], place[u]
                start[degree[u]] += 1
                degree[u] -= 1
    return degree
