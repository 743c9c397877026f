"""What a past log says of each user: how often and by how many they were followed, and who was downstream of whom."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from kolony_engine.diffusion.past.cascades import Log


@dataclass(frozen=True)
class Tallies:
    """Per user (float64[users]): actions, direct followers counted each time, and distinct direct followers."""

    actions: np.ndarray
    followed: np.ndarray
    followers: np.ndarray


def tallies(log: Log) -> Tallies:
    """Counts over a whole log."""
    users = len(log.ids)
    above, _, times = log.pairs
    return Tallies(
        np.bincount(log.user, minlength=users).astype(float),
        np.bincount(above, weights=times, minlength=users),
        np.bincount(above, minlength=users).astype(float),
    )


@njit(nogil=True, cache=True)
def downstream(user, cascade, parent, is_seed):
    """bool[rows]: rows of somebody who is no seed, with a seed among the actions they followed from."""
    below = np.zeros(len(user), np.bool_)
    for row in range(len(user)):
        up = parent[row]
        if up >= 0:
            below[row] = below[up] or is_seed[user[up]]
    for row in range(len(user)):
        if is_seed[user[row]]:
            below[row] = False
    return below


def reach(log: Log, seeds: np.ndarray) -> int:
    """Distinct users, not seeds themselves, downstream of a seed in this log."""
    is_seed = np.zeros(len(log.ids), bool)
    is_seed[seeds] = True
    below = downstream(log.user, log.cascade, log.parent, is_seed)
    return int(np.count_nonzero(np.bincount(log.user[below], minlength=1)))
