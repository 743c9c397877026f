"""Two numbers of a whole graph, in NumPy: they explain a place in the community, they do not rank it."""

import numpy as np

DAMPING = 0.85
ROUNDS = 60


def pagerank(giver: np.ndarray, receiver: np.ndarray, weight: np.ndarray, size: int) -> np.ndarray:
    """PageRank of each member: attention flows from who addresses to who is addressed. Sums to 1."""
    if size == 0:
        return np.empty(0)
    out = np.bincount(giver, weights=weight, minlength=size)
    share = weight / np.maximum(out[giver], 1e-12)
    rank = np.full(size, 1.0 / size)
    for _ in range(ROUNDS):
        flow = np.bincount(receiver, weights=rank[giver] * share, minlength=size)
        rank = (1 - DAMPING) / size + DAMPING * (flow + rank[out == 0].sum() / size)
    return rank


def core_numbers(giver: np.ndarray, receiver: np.ndarray, size: int) -> np.ndarray:
    """The k-core of each member in the undirected graph of distinct links, peeled level by level."""
    low, high = np.minimum(giver, receiver), np.maximum(giver, receiver)
    links = np.unique(low * np.int64(max(size, 1)) + high)
    low, high = links // max(size, 1), links % max(size, 1)
    core, alive, level = np.zeros(size), np.ones(size, dtype=bool), 0
    while alive.any():
        both = alive[low] & alive[high]
        low, high = low[both], high[both]
        degree = np.bincount(low, minlength=size) + np.bincount(high, minlength=size)
        weak = alive & (degree <= level)
        if weak.any():
            core[weak] = level
            alive &= ~weak
        else:
            level = int(degree[alive].min())
    return core
