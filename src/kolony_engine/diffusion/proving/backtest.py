"""What would have worked: seeds chosen on the past of a log, judged on what came after, beside the simple rankings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kolony_engine.diffusion.errors import Cancelled
from kolony_engine.diffusion.past.cascades import Log
from kolony_engine.diffusion.proving.believing import AUTO, believed
from kolony_engine.diffusion.proving.methods import METHODS, SIMPLE
from kolony_engine.diffusion.proving.reaching import Reached, ratio_of, reached_by
from kolony_engine.diffusion.proving.splits import rolling_cuts
from kolony_engine.diffusion.sampling.sets import Progress


@dataclass(frozen=True)
class SeedTrial:
    """One method at one size on one split. `ratio` is to the best simple ranking on that very split (in hindsight)."""

    method: str
    k: int
    split: int
    reach: int
    ratio: float
    low: float
    high: float
    chose: str = ""


@dataclass(frozen=True)
class SeedSummary:
    """A method at one size over all splits: distinct reach added up, against the best simple ranking of that size."""

    method: str
    k: int
    reach: int
    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class SeedOverall:
    """A method over all sizes and splits: the geometric mean of its ratios to the best simple ranking of each size."""

    method: str
    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class SeedBacktest:
    """Trials and summaries, the moments of the splits (microseconds UTC) and the simple ranking that did best by k."""

    trials: tuple[SeedTrial, ...]
    summary: tuple[SeedSummary, ...]
    overall: tuple[SeedOverall, ...]
    cuts: tuple[int, ...]
    best_simple: dict[int, str] = field(default_factory=dict)


def backtest_seeds(
    log: Log, *, ks: Sequence[int] = (10, 50, 200), splits: int = 5, seed: int = 1, progress: Progress | None = None
) -> SeedBacktest:
    """Rolling back-test: the first half of the log is only past; the rest is cut into `splits` equal stretches.

    For each stretch every method chooses on what was before it (strictly) and is judged on the distinct users, no
    seeds themselves, who acted downstream of a seed within it. `auto` never sees a stretch it is judged on: it
    asks its own past whom to believe (see `believing`). Intervals are 90 % and come from drawing the stretch's cascades
    anew (bootstrap); they do not speak of another choice of splits.
    Raises DiffusionError E-DIFF-120 when the log is too short for the splits.
    """
    cuts = rolling_cuts(log, splits)
    judged: dict[tuple[str, int, int], Reached] = {}
    for split, (begin, end) in enumerate(zip(cuts[:-1], cuts[1:], strict=True)):
        past, after = log.before(begin), log.between(begin, end)
        chosen = _choices(past, ks, seed) | _auto(past, ks, seed)
        for (method, k), (seeds, chose) in chosen.items():
            judged[method, k, split] = reached_by(after, seeds, chose, seed + split)
        if progress is not None and progress((split + 1) / splits, "back-testing") is False:
            raise Cancelled
    trials = tuple(_trial(judged, key, splits) for key in judged)
    best = {k: max(SIMPLE, key=lambda m, k=k: _pooled(judged, m, k, splits).reach) for k in ks}
    methods = dict.fromkeys(method for method, _, _ in judged)
    summary = tuple(_summary(judged, m, k, splits, best[k]) for m in methods for k in ks)
    overall = tuple(_overall(judged, m, splits, best) for m in methods)
    return SeedBacktest(trials, summary, overall, tuple(cuts), best)


def _choices(past: Log, ks: Sequence[int], seed: int, names: Sequence[str] = ()) -> dict:
    """(method, k) -> (seeds, ""). Rankings are nested, so the largest size is chosen once; sets are chosen per size."""
    found = {}
    for name in names or METHODS:
        nested = None if name.startswith("sets") else METHODS[name](past, max(ks), seed)
        for k in ks:
            found[name, k] = (METHODS[name](past, k, seed) if nested is None else nested[:k], "")
    return found


def _auto(past: Log, ks: Sequence[int], seed: int) -> dict:
    names = believed(past, ks, seed)
    chosen = _choices(past, ks, seed, tuple(dict.fromkeys(names.values())))
    return {(AUTO, k): (chosen[name, k][0], name) for k, name in names.items()}


def _trial(judged: dict, key: tuple[str, int, int], splits: int) -> SeedTrial:
    method, k, split = key
    best = max((judged[m, k, split] for m in SIMPLE), key=lambda found: found.reach)
    return SeedTrial(method, k, split, judged[key].reach, *ratio_of(judged[key], best), judged[key].chose)


def _pooled(judged: dict, method: str, k: int, splits: int) -> Reached:
    parts = [judged[method, k, split] for split in range(splits)]
    return Reached(sum(p.reach for p in parts), np.sum([p.draws for p in parts], axis=0), "")


def _summary(judged: dict, method: str, k: int, splits: int, best: str) -> SeedSummary:
    own, other = _pooled(judged, method, k, splits), _pooled(judged, best, k, splits)
    return SeedSummary(method, k, own.reach, *ratio_of(own, other))


def _overall(judged: dict, method: str, splits: int, best: dict[int, str]) -> SeedOverall:
    pairs = [(_pooled(judged, method, k, splits), _pooled(judged, name, k, splits)) for k, name in best.items()]
    ratio = np.mean([np.log(max(own.reach, 1) / max(other.reach, 1)) for own, other in pairs])
    drawn = np.mean([np.log(np.maximum(own.draws, 1) / np.maximum(other.draws, 1)) for own, other in pairs], axis=0)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return SeedOverall(method, *(float(np.exp(value)) for value in (ratio, low, high)))
