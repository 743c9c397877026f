"""The additive parts of each list's score, in plain words, and how a number becomes a share between 0 and 1.

A score is 100 points, shared out by weights that are shown. Nothing else enters: what a page shows is all there is.
"""

import numpy as np

from kolony_engine.ranking.shapes import Component, ListName, Purpose

VOICE: tuple[Component, ...] = (
    Component(
        "forecast",
        1 / 5,
        "Recognition to expect over the horizon: from posts already written, by how posts age here, and from posts to "
        "come, by the member's own pace, the quality of their posts, and the chance that they are still here.",
    ),
    Component("recognition_recent", 1 / 5, "Recognition received, each point halved every half-life."),
    Component("recognition", 1 / 5, "Recognition received, all time."),
    Component("standing", 1 / 5, "Recognition to expect from posts already written."),
    Component("days_recent", 1 / 5, "Active days, each halved every half-life: coming back, not bursts."),
)
"""Now and Rising. The weights are where the choice by back-test starts from: equal."""

ATTENTION = Component("attention", 0.075, "How often others turned to the member, each time halved every half-life.")
LATELY = Component("lately", 0.05, "Posts and comments of the last eighth of a half-life: here right now.")
DIRECTION = Component(
    "direction",
    0.05,
    "Recognition lately against the member's own past: 1 all new, a half as ever, 0 all gone by.",
)
FIXED: dict[ListName, tuple[Component, ...]] = {"now": (ATTENTION, LATELY), "rising": (ATTENTION, LATELY, DIRECTION)}
"""Outside the choice, with points of their own. Direction is Rising's only: it tells up from down."""

PROMISE: tuple[Component, ...] = (
    Component("recognition_per_post", 0.40, "Recognition per post, shrunk to the community's mean: quality."),
    Component("recognition_typical", 0.20, "The same with the best post left out: not one lucky post."),
    Component("room", 0.25, "Room to grow: how far the member's activity is below the most active."),
    Component("freshness", 0.15, "Still here: halved every half-life since the last act."),
)
"""Potential: high quality of output, low activity. Activity can be raised, quality hardly."""

COMPONENTS: dict[ListName, tuple[Component, ...]] = {
    "now": (*VOICE, *FIXED["now"]),
    "rising": (*VOICE, *FIXED["rising"]),
    "potential": PROMISE,
}

PURPOSE_SHARE = 0.3
PURPOSES_WEIGHTS: dict[Purpose, dict[str, float]] = {
    "acquire": {"people_reached_window": 0.5, "topics": 0.25, "early_adoption": 0.25},
    "activate": {"reply_rate": 0.4, "people_addressed": 0.3, "returning_share": 0.3},
    "convert": {"loyal_fans": 0.5, "returning_share": 0.2, "buyers_around": 0.3},
}
"""What a purpose adds: 30 of the 100 points go to these measures, by percentile, and the rest shrinks alike."""

IN_POINTS = frozenset({"forecast", "recognition_recent", "recognition", "standing"})
"""Components counted in recognition points: their unit is the community's average single act of recognition."""


def log_share(values: np.ndarray, unit: float) -> np.ndarray:
    """From 0 (none) to 1 (the community's most), on a logarithmic scale: the second like counts less than the first."""
    logs = np.log1p(np.maximum(values, 0.0) / unit)
    top = float(logs.max()) if logs.size else 0.0
    return logs / top if top > 0 else np.zeros_like(logs)


def percentile(values: np.ndarray) -> np.ndarray:
    """The share of candidates whose value is lower, ties counted half, between 0 and 1."""
    if values.size == 0:
        return values.astype(float)
    rounded = np.round(values, 9)
    return _by_counting(rounded) if _countable(rounded) else _by_sorting(rounded)


def _countable(values: np.ndarray) -> bool:
    """Whether these are whole numbers, and none of them greater than there are members."""
    return values.min() >= 0 and values.max() <= values.size and bool((values == np.floor(values)).all())


def _by_counting(values: np.ndarray) -> np.ndarray:
    whole = values.astype("i8")
    ends = np.cumsum(np.bincount(whole))
    starts = np.concatenate([[0], ends[:-1]])
    return ((starts + ends) / 2 / values.size)[whole]


def _by_sorting(values: np.ndarray) -> np.ndarray:
    order = np.argsort(values)
    starts = np.flatnonzero(np.diff(values[order], prepend=np.nan))
    ends = np.append(starts[1:], values.size)
    found = np.empty(values.size)
    found[order] = np.repeat((starts + ends) / 2 / values.size, ends - starts)
    return found


def direction(values: dict[str, np.ndarray], unit: float) -> np.ndarray:
    """Recognition of late against that of long, both as yearly rates, damped by five average acts each."""
    late, long, damp = 4 * values["recognition_fast"], values["recognition_slow"], 5 * unit
    return (late + damp) / (late + long + 2 * damp)


def unit_of(signals_values: dict[str, np.ndarray]) -> float:
    """The average single act of positive recognition: 10 where an upvote counts 10, 1 where a like counts 1."""
    acts = float(signals_values["praises"].sum())
    return float(signals_values["praise"].sum()) / acts if acts > 0 else 1.0
