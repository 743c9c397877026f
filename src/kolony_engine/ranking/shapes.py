"""What the ranking is asked and what it answers: frozen values, no engine types, so that any page can read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

    from kolony_engine.events import Recognition
    from kolony_engine.measures import Pace

ListName = Literal["now", "rising", "potential"]
Purpose = Literal["acquire", "activate", "convert"]
LISTS: tuple[ListName, ...] = ("now", "rising", "potential")
PURPOSES: tuple[Purpose, ...] = ("acquire", "activate", "convert")
KINDS = ("kol", "koc", "both", "unclear")


@dataclass(frozen=True)
class RankQuery:
    """One question: this community, as it was known at `as_of`, looked at through `recognition`.

    `horizon_days` is how far ahead "next" reaches; it also sets the window in which somebody counts as already on top.
    """

    as_of: datetime
    recognition: Recognition
    which: ListName = "rising"
    horizon_days: int = 365
    purpose: Purpose | None = None
    seed: int = 0


@dataclass(frozen=True)
class Component:
    """One additive part of a score: 100 points are shared out among the components by their weights."""

    name: str
    weight: float
    words: str


@dataclass(frozen=True)
class Ranking:
    """A list that opens: every score is the sum of its `points_*` columns, each of which is weight x share (0 to 1).

    `table` columns: rank, actor_id, score, score_low, score_high, kind, incumbent, points_<component>...,
    every measure by name, pct_<measure> (percentile among the candidates, 0-100).
    `choice` says how the weights came about (prior, nested back-test, how many past cut-offs).
    """

    query: RankQuery
    table: pa.Table
    components: tuple[Component, ...]
    pace: Pace
    version: str
    candidates: int
    choice: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Sentence:
    """One fact of an evidence card. The words are made where people read them; `object_ids` are the posts behind it."""

    code: str
    values: Mapping[str, object]
    percentile: float | None = None
    object_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Highlight:
    """What somebody is good at: a topic or tag with depth and recognition, and their best posts in it."""

    topic: str
    posts: int
    recognition: float
    share: float
    object_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fan:
    """A person who came back on several distinct days (loyal), or whom this member draws in (moves)."""

    actor_id: str
    days: int
    interactions: int
    last_ts: datetime


@dataclass(frozen=True)
class Evidence:
    """The card of one member: 3-6 sentences, the highlight, loyal fans, who they move, and what to be careful about."""

    actor_id: str
    sentences: tuple[Sentence, ...]
    highlight: tuple[Highlight, ...]
    loyal_fans: tuple[Fan, ...]
    moves: tuple[Fan, ...]
    cautions: tuple[Sentence, ...]


@dataclass(frozen=True)
class BacktestQuery:
    """How to ask the past: how many cut-offs, how far ahead, what recognition means here, where the list is cut.

    `cutoff_dates`, when given, replaces the default placement (evenly spaced, the first leaving at least one horizon
    of history, the last leaving exactly one horizon of future).
    """

    recognition: Recognition
    cutoffs: int = 4
    horizon_days: int = 365
    ks: tuple[int, ...] = (50, 100)
    seed: int = 0
    cutoff_dates: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class CutoffScore:
    """One method on one list at one cut-off."""

    which: ListName
    method: str
    cutoff: datetime
    ndcg100: float
    recall100: float
    precision50: float
    found20: int
    truth: int
    candidates: int


@dataclass(frozen=True)
class MethodScore:
    """One method on one list, over all cut-offs. `gain_*`: our NDCG@100 minus this method's, 95 % paired bootstrap."""

    which: ListName
    method: str
    ndcg100: float
    ndcg100_low: float
    ndcg100_high: float
    recall100: float
    precision50: float
    gain: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None


@dataclass(frozen=True)
class Backtest:
    """How far to trust the lists on this community's own past.

    `sentence` carries the numbers for "of the 20 who rose, this list would have shown you 14 among its first 100;
    sorting by activity 9", at the last cut-off: keys rose, shown, shown_by_activity, first, cutoffs, cutoff.
    """

    query: BacktestQuery
    cutoffs: tuple[datetime, ...]
    scores: tuple[CutoffScore, ...]
    means: tuple[MethodScore, ...]
    sentence: Mapping[str, object]
    version: str


@dataclass(frozen=True)
class Move:
    """One member between two runs of the same list; `why` names the components that moved the score, largest first."""

    actor_id: str
    change: Literal["entered", "left", "up", "down"]
    rank_before: int | None
    rank_after: int | None
    why: tuple[tuple[str, float], ...]
