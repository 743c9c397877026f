"""How many a set of seeds reached in a stretch of a log, and the same in draws of its cascades."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from kolony_engine.diffusion.machine.streams import BOOTSTRAP
from kolony_engine.diffusion.past.cascades import Log
from kolony_engine.diffusion.past.tallies import downstream

DRAWS = 200


@dataclass(frozen=True)
class Reached:
    reach: int
    draws: np.ndarray
    chose: str


def reached_by(after: Log, seeds: np.ndarray, chose: str, seed: int) -> Reached:
    is_seed = np.zeros(len(after.ids), bool)
    is_seed[seeds] = True
    rows = np.flatnonzero(downstream(after.user, after.cascade, after.parent, is_seed))
    cascades = max(1, after.cascades)
    pairs = np.sort(after.user[rows].astype(np.int64) * cascades + after.cascade[rows])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    user, cascade = pairs // cascades, pairs % cascades
    present = np.random.default_rng([seed, BOOTSTRAP]).poisson(1.0, (DRAWS, cascades)) > 0
    return Reached(int(np.count_nonzero(np.diff(user, prepend=-1))), _distinct(user, cascade, present), chose)


def _distinct(user: np.ndarray, cascade: np.ndarray, present: np.ndarray) -> np.ndarray:
    """int64[draws]: distinct users in each draw of cascades; `user` is sorted. Most are in one cascade only."""
    first = np.diff(user, prepend=-1) > 0
    alone = first & np.append(first[1:], True) if len(user) else first
    once = np.bincount(cascade[alone], minlength=present.shape[1])
    return present @ once + _distinct_of_many(user[~alone], cascade[~alone], present)


@njit(nogil=True, cache=True)
def _distinct_of_many(user, cascade, present):
    draws = np.zeros(len(present), np.int64)
    for d in range(len(present)):
        last = -1
        for i in range(len(user)):
            if user[i] != last and present[d, cascade[i]]:
                last = user[i]
                draws[d] += 1
    return draws


def ratio_of(own: Reached, other: Reached) -> tuple[float, float, float]:
    drawn = own.draws / np.maximum(other.draws, 1)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return own.reach / max(other.reach, 1), float(low), float(high)
