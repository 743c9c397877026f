"""Truth in a back-test, and how a list is judged against it."""

from dataclasses import dataclass

import numpy as np

from kolony_engine.measures import Signals
from kolony_engine.ranking.shapes import ListName

TOP_SHARE, TOP_LEAST = 0.01, 20
JUDGED_BY = 100
"""The best so many of a list."""


@dataclass(frozen=True)
class Truth:
    """Who mattered in the horizon after a date, by position; `pool` is who may be on the list."""

    gain: np.ndarray
    top: np.ndarray
    pool: np.ndarray


def top_size(candidates: int) -> int:
    """How many count as "on top": one in a hundred candidates, at least twenty."""
    return max(int(candidates * TOP_SHARE), TOP_LEAST)


def ordered(scores: np.ndarray, activity: np.ndarray, pool: np.ndarray, first: int | None = None) -> np.ndarray:
    """Positions of the pool, best first; ties by all-time activity, then by position, which is by member id.

    Where only so many `first` are wanted, the others need not be sorted.
    """
    worst_last = -np.round(scores[pool], 9)
    if first is not None and first < len(pool):
        inside = ~(worst_last > np.partition(worst_last, first)[first])
        pool, worst_last = pool[inside], worst_last[inside]
    return pool[np.lexsort((pool, -activity[pool], worst_last))][:first]


def incumbents(seen: Signals) -> np.ndarray:
    """Who was already on top: the top by recognition in the window before the date, as long as the horizon."""
    pool, activity = seen.candidates, seen.values["activity"]
    first = ordered(seen.past, activity, pool, top_size(len(pool)))
    return first[seen.past[first] > 0]


def truth_of(seen: Signals, which: ListName) -> Truth:
    """The top by recognition in the horizon; for Rising without the incumbents."""
    candidates = seen.candidates
    pool = np.setdiff1d(candidates, incumbents(seen)) if which == "rising" else candidates
    best = ordered(seen.future, seen.values["activity"], pool, top_size(len(candidates)))
    return Truth(np.log1p(np.maximum(seen.future, 0.0)), best[seen.future[best] > 0], pool)


def ndcg(order: np.ndarray, truth: Truth, k: int = JUDGED_BY) -> float:
    """Discounted gain of the first k against the best possible first k; gain is log(1 + recognition)."""
    ideal = np.sort(truth.gain[truth.pool])[::-1][:k]
    discount = 1 / np.log2(np.arange(2, k + 2))
    best = float((ideal * discount[: len(ideal)]).sum())
    shown = truth.gain[order[:k]]
    return float((shown * discount[: len(shown)]).sum()) / best if best > 0 else float("nan")


def recall(order: np.ndarray, truth: Truth, k: int = 100) -> float:
    """The share of those who came to the top that the first k show."""
    return float(np.isin(truth.top, order[:k]).mean()) if truth.top.size else float("nan")


def precision(order: np.ndarray, truth: Truth, k: int = 50) -> float:
    """The share of the first k that came to the top."""
    return float(np.isin(order[:k], truth.top).mean()) if order.size else float("nan")
