"""Means over cut-offs, with paired bootstrap intervals: the same cut-offs are drawn for both methods."""

from collections.abc import Sequence

import numpy as np

from kolony_engine.ranking.shapes import CutoffScore, ListName, MethodScore

DRAWS = 2000


def means_of(scores: Sequence[CutoffScore], methods: Sequence[str], ours: str, seed: int) -> tuple[MethodScore, ...]:
    """One line per list and method. A cut-off without anybody in the truth is left out."""
    lists = dict.fromkeys(score.which for score in scores)
    return tuple(line for which in lists for line in _of_list(scores, which, methods, ours, seed))


def _of_list(
    scores: Sequence[CutoffScore], which: ListName, methods: Sequence[str], ours: str, seed: int
) -> list[MethodScore]:
    known = {
        method: [score for score in scores if (score.which, score.method) == (which, method) and score.truth]
        for method in methods
    }
    size = len(known[ours])
    draws = np.random.default_rng(seed).integers(0, max(size, 1), (DRAWS, max(size, 1)))
    own = np.array([score.ndcg100 for score in known[ours]])
    return [_line(which, method, known[method], own if method != ours else None, draws) for method in methods]


def _line(
    which: ListName, method: str, scores: Sequence[CutoffScore], own: np.ndarray | None, draws: np.ndarray
) -> MethodScore:
    if not scores:
        nothing = float("nan")
        return MethodScore(which, method, nothing, nothing, nothing, nothing, nothing)
    values = np.array([score.ndcg100 for score in scores])
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    gain = own - values if own is not None else None
    gains = np.quantile(gain[draws].mean(axis=1), [0.025, 0.975]) if gain is not None else (None, None)
    return MethodScore(
        which=which,
        method=method,
        ndcg100=float(values.mean()),
        ndcg100_low=float(low),
        ndcg100_high=float(high),
        recall100=float(np.mean([score.recall100 for score in scores])),
        precision50=float(np.mean([score.precision50 for score in scores])),
        gain=float(gain.mean()) if gain is not None else None,
        gain_low=float(gains[0]) if gain is not None else None,
        gain_high=float(gains[1]) if gain is not None else None,
    )
