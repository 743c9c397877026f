"""Who matters now, who is rising, who could: three lists from one set of evidence, and their back-test.

    rank(events, RankQuery(...)) -> Ranking
    rank_all(events, as_of=, recognition=, horizon_days=, purpose=None, seed=0) -> dict[ListName, Ranking]
    rank_purposes(events, as_of, recognition, purposes) -> (Purpose, dict[ListName, Ranking]) each, counted once
    evidence(events, ranking, actor_ids) -> dict[str, Evidence]
    backtest(events, BacktestQuery(...)) -> Backtest
    compare(before: Ranking, after: Ranking, top=100) -> tuple[Move, ...]
    alike(events, as_of, days, actor_ids) -> dict[str, tuple[Likeness, ...]]
    known_again(events, as_of, horizon_days) -> KnownAgain | None
    motion(events, as_of, days, actor_ids) -> dict[str, Motion]
    drawn(events, as_of, days, actor_ids) -> dict[str, Drawn]
    holding(events, as_of, days, actor_ids) -> Held
    marked(events, as_of, actor_ids) -> dict[str, Marked]

`events` is whatever `kolony_engine.events.events_table` or `EventStore.events` returns.
"""

from kolony_engine.ranking.alike import Common, KnownAgain, Likeness, alike, known_again
from kolony_engine.ranking.backtest import OURS, backtest
from kolony_engine.ranking.baselines import BASELINES
from kolony_engine.ranking.codes import CAUTIONS, REFUSALS, SENTENCES
from kolony_engine.ranking.compare import compare
from kolony_engine.ranking.components import COMPONENTS, PURPOSES_WEIGHTS
from kolony_engine.ranking.draws import Arrival, Drawn, drawn
from kolony_engine.ranking.evidence import evidence
from kolony_engine.ranking.holding import Held, Holding, Silences, holding
from kolony_engine.ranking.marked import Marked, marked
from kolony_engine.ranking.motion import Motion, motion
from kolony_engine.ranking.rank import rank, rank_all, rank_purposes
from kolony_engine.ranking.shapes import (
    KINDS,
    LISTS,
    PURPOSES,
    Backtest,
    BacktestQuery,
    Component,
    CutoffScore,
    Evidence,
    Fan,
    Highlight,
    ListName,
    MethodScore,
    Move,
    Purpose,
    Ranking,
    RankQuery,
    Sentence,
)

__all__ = [
    "BASELINES",
    "CAUTIONS",
    "COMPONENTS",
    "KINDS",
    "LISTS",
    "OURS",
    "PURPOSES",
    "PURPOSES_WEIGHTS",
    "REFUSALS",
    "SENTENCES",
    "Arrival",
    "Backtest",
    "BacktestQuery",
    "Common",
    "Component",
    "CutoffScore",
    "Drawn",
    "Evidence",
    "Fan",
    "Held",
    "Highlight",
    "Holding",
    "KnownAgain",
    "Likeness",
    "ListName",
    "Marked",
    "MethodScore",
    "Motion",
    "Move",
    "Purpose",
    "RankQuery",
    "Ranking",
    "Sentence",
    "Silences",
    "alike",
    "backtest",
    "compare",
    "drawn",
    "evidence",
    "holding",
    "known_again",
    "marked",
    "motion",
    "rank",
    "rank_all",
    "rank_purposes",
]
