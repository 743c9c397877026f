"""How far something will spread, from who begins it: learned on the past, judged on what came after.

A cascade's log size is a mean plus what is its root's own plus chance. The root's part is pulled towards the mean by
n / (n + s2 / t2), n = its past cascades, s2 and t2 = variance within and between roots, both from the past by the
method of moments (the random-effects estimate; Robinson, Statistical Science 1991). Somebody new gets the mean.
"""

from dataclasses import dataclass

import numpy as np

from kolony_engine.diffusion.machine.streams import BOOTSTRAP
from kolony_engine.diffusion.past.cascades import Log
from kolony_engine.diffusion.proving.splits import rolling_cuts

DRAWS = 1_000


@dataclass(frozen=True)
class Begun:
    """A log's cascades by number: root int64 (the user of its first action), size int64 (distinct users), start."""

    root: np.ndarray
    size: np.ndarray
    start: np.ndarray


@dataclass(frozen=True)
class Reading:
    """What past cascades say: the mean log size, and for each root seen (sorted) how far its own lie from it."""

    mean: float
    roots: np.ndarray
    shift: np.ndarray

    def log_size(self, roots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(float64, bool): the expected log of a cascade's size by its root, and whether that root was seen before."""
        place = np.minimum(np.searchsorted(self.roots, roots), max(len(self.roots) - 1, 0))
        seen = self.roots[place] == roots if len(self.roots) else np.zeros(len(roots), bool)
        return self.mean + np.where(seen, self.shift[place] if len(self.roots) else 0.0, 0.0), seen


@dataclass(frozen=True)
class Forecast:
    """Root mean squared error of the predicted log size, beside that of always saying the past's mean.

    `ratio` is error / constant_error, with a 90 % interval from drawing the cascades anew; `seen_...` the same for
    cascades of roots that had begun one before. NaN where there is none.
    """

    cascades: int
    error: float
    constant_error: float
    ratio: float
    low: float
    high: float
    seen_cascades: int
    seen_error: float
    seen_constant_error: float
    seen_ratio: float
    seen_low: float
    seen_high: float


def begun(log: Log) -> Begun:
    """The cascades of a log."""
    order = np.lexsort((np.arange(len(log.user)), log.ts, log.cascade))
    first = order[np.searchsorted(log.cascade[order], np.arange(log.cascades))]
    members = np.unique(log.cascade.astype(np.int64) * len(log.ids) + log.user)
    size = np.bincount(members // max(1, len(log.ids)), minlength=log.cascades)
    return Begun(log.user[first].astype(np.int64), size, log.ts[first])


def read_past(past: Begun) -> Reading:
    """Learn from cascades; at least one."""
    log_size = np.log(past.size)
    roots, place, times = np.unique(past.root, return_inverse=True, return_counts=True)
    mean, own = float(log_size.mean()), np.bincount(place, weights=log_size) / times
    within = np.sum((log_size - own[place]) ** 2) / max(len(log_size) - len(roots), 1)
    typical = (len(log_size) - np.sum(times**2) / len(log_size)) / max(len(roots) - 1, 1)
    among = np.sum(times * (own - mean) ** 2) / max(len(roots) - 1, 1)
    between = max((among - within) / max(typical, 1e-9), 1e-9)
    return Reading(mean, roots, times / (times + within / between) * (own - mean))


def backtest_spread(log: Log, *, splits: int = 5, seed: int = 1) -> Forecast:
    """Rolling: each stretch's cascades (whole, however long they go on) are predicted from what was known at its start.

    Raises DiffusionError E-DIFF-120 when the log is too short for the splits.
    """
    cuts, whole = rolling_cuts(log, splits), begun(log)
    parts = []
    for begin, end in zip(cuts[:-1], cuts[1:], strict=True):
        known = read_past(begun(log.before(begin)))
        after = (whole.start >= begin) & (whole.start < end)
        guess, seen = known.log_size(whole.root[after])
        truth = np.log(whole.size[after])
        parts.append(((truth - guess) ** 2, (truth - known.mean) ** 2, seen))
    own, constant, seen = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Forecast(len(own), *_errors(own, constant, seed), int(seen.sum()), *_errors(own[seen], constant[seen], seed))


def _errors(own: np.ndarray, constant: np.ndarray, seed: int) -> tuple[float, float, float, float, float]:
    if not len(own):
        return (float("nan"),) * 5
    drawn = np.random.default_rng([seed, BOOTSTRAP]).poisson(1.0, (DRAWS, len(own)))
    ratios = np.sqrt((drawn @ own) / np.maximum(drawn @ constant, 1e-12))
    low, high = np.quantile(ratios, [0.05, 0.95])
    error, plain = float(np.sqrt(own.mean())), float(np.sqrt(constant.mean()))
    return error, plain, error / max(plain, 1e-12), float(low), float(high)
