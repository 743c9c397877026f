"""How far to trust the lists: they are made as of past dates and judged by what came after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kolony_engine.events import EngineError
from kolony_engine.measures import Ask, Signals, day_number, moment_of
from kolony_engine.measures.past.flows import Flows
from kolony_engine.measures.past.history import History, history_of
from kolony_engine.ranking.baselines import BASELINES, baselines
from kolony_engine.ranking.choice import choose, past_asks, voice_score
from kolony_engine.ranking.intervals import means_of
from kolony_engine.ranking.rank import VERSION
from kolony_engine.ranking.shapes import Backtest, BacktestQuery, CutoffScore, ListName
from kolony_engine.ranking.truth import ndcg, ordered, precision, recall, truth_of

OURS = "kolony"
JUDGED: tuple[ListName, ...] = ("rising", "now")
SHOWN, ROSE_MOST = 100, 20


@dataclass(frozen=True)
class Judged:
    """One cut-off: what everybody's order was, and how it was scored."""

    scores: tuple[CutoffScore, ...]
    found: Mapping[tuple[ListName, str], int]
    rose: Mapping[ListName, int]


def backtest(events: object, query: BacktestQuery) -> Backtest:
    """Rank as of each cut-off from what was known strictly before, and judge by what came strictly after.

    Refuses with E-RANK-101 when there are no acts at all, E-RANK-102 when the history is shorter than two horizons,
    E-RANK-103 when nobody received recognition after any of the dates: there is nothing to judge by.
    """
    with history_of(events, query.recognition) as history:
        cutoffs = cutoff_days(history, query)
        judged = [_judge(history, day, query) for day in cutoffs]
    scores = tuple(score for one in judged for score in one.scores)
    if not any(score.truth for score in scores):
        raise EngineError("E-RANK-103")
    return Backtest(
        query=query,
        cutoffs=tuple(moment_of(day) for day in cutoffs),
        scores=scores,
        means=means_of(scores, (OURS, *BASELINES), OURS, query.seed),
        sentence=_sentence(judged),
        version=VERSION,
    )


def cutoff_days(history: History, query: BacktestQuery) -> list[float]:
    """Where to cut: evenly spaced days, the first after one horizon of history, the last one horizon before the end."""
    if query.cutoff_dates:
        return [float(np.floor(day_number(moment))) for moment in query.cutoff_dates]
    if history.first_day is None or history.last_day is None:
        raise EngineError("E-RANK-101")
    first, last = history.first_day + query.horizon_days, history.last_day + 1 - query.horizon_days
    if last < first:
        have = int(history.last_day + 1 - history.first_day)
        raise EngineError("E-RANK-102", have_days=have, need_days=2 * query.horizon_days)
    if query.cutoffs == 1:
        return [float(np.floor(last))]
    return [float(day) for day in np.unique(np.floor(np.linspace(first, last, query.cutoffs)))]


def _judge(history: History, day: float, query: BacktestQuery) -> Judged:
    horizon = float(query.horizon_days)
    pace, ageing = history.pace_at(day), history.ageing_at(day)
    asks = [Ask(day, horizon), *past_asks(day, pace.span_days, horizon)]
    now, *past = history.signals(asks, pace.half_life_days, ageing)
    scores, found, rose = [], {}, {}
    for which in JUDGED:
        orders = _orders(now, past, history.flows, which)
        truth = truth_of(now, which)
        rose[which] = len(truth.top[:ROSE_MOST])
        for method, order in orders.items():
            found[which, method] = int(np.isin(truth.top[:ROSE_MOST], order[:SHOWN]).sum())
            scores.append(
                CutoffScore(
                    which=which,
                    method=method,
                    cutoff=moment_of(day),
                    ndcg100=ndcg(order, truth, 100),
                    recall100=recall(order, truth, 100),
                    precision50=precision(order, truth, 50),
                    found20=int(np.isin(order[:20], truth.top).sum()),
                    truth=len(truth.top),
                    candidates=len(now.candidates),
                )
            )
    return Judged(tuple(scores), found, rose)


def _orders(now: Signals, past: Sequence[Signals], flows: Flows, which: ListName) -> dict[str, np.ndarray]:
    pool = truth_of(now, which).pool
    ours = np.zeros(len(now.values["activity"]))
    at = now.candidates
    ours[at] = np.round(voice_score(now, at, choose(past, which).weights), 6)
    methods = {OURS: ours} | baselines(now, flows)
    return {method: ordered(score, now.values["activity"], pool) for method, score in methods.items()}


def _sentence(judged: Sequence[Judged]) -> dict[str, object]:
    """Numbers for "of the 20 who rose most, this list would have shown you 14 among its first 100; by activity 9".

    They are of the last cut-off after which anybody rose.
    """
    last = next((one for one in reversed(judged) if one.rose["rising"]), judged[-1])
    return {
        "rose": last.rose["rising"],
        "shown": last.found["rising", OURS],
        "shown_by_activity": last.found["rising", "activity"],
        "first": SHOWN,
        "cutoffs": len(judged),
        "cutoff": last.scores[0].cutoff.date().isoformat(),
    }
