"""Weights chosen by a nested back-test on the community's own past, before the date, and by nothing else.

Each component ranks alone at a few earlier dates; how well it did there (NDCG@100) decides its weight, softly: 0.1
better means e times the weight. With no past to ask the weights stay equal. There is nothing to tune per community.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kolony_engine.measures import Ask, Signals
from kolony_engine.ranking.components import (
    ATTENTION,
    DIRECTION,
    FIXED,
    IN_POINTS,
    LATELY,
    VOICE,
    direction,
    log_share,
    unit_of,
)
from kolony_engine.ranking.shapes import ListName
from kolony_engine.ranking.truth import JUDGED_BY, ndcg, ordered, truth_of

CHOSEN_FROM = tuple(component.name for component in VOICE)
SHARED_FROM = (*CHOSEN_FROM, ATTENTION.name, LATELY.name, "recognition_fast", "recognition_slow", "praise", "praises")
"""What has to be known of the past to choose weights, and of the present to share out points."""

PAST_DATES = 4
SOFTNESS = 0.1


@dataclass(frozen=True)
class Choice:
    """The weights, and the NDCG@100 of each component at the past dates they come from."""

    weights: dict[str, float]
    past: dict[str, float]
    dates: int


def past_asks(day: float, span: float, horizon: float) -> list[Ask]:
    """Earlier dates to ask: half a horizon apart, each with a whole horizon of truth before the date itself.

    Where the history is shorter than three horizons, a third of it serves as the horizon.
    """
    ahead = max(min(horizon, span / 3), 1.0)
    asks = [Ask(float(np.floor(day - ahead * (1 + 0.5 * step))), ahead) for step in range(PAST_DATES)]
    return [ask for ask in asks if ask.day - (day - span) >= 0.9 * ahead]


def choose(past: Sequence[Signals], which: ListName) -> Choice:
    """Weigh the components of Now or Rising by how they did at the past dates."""
    names = [component.name for component in VOICE]
    fixed = {component.name: component.weight for component in FIXED[which]}
    told = [found for found in (_alone(seen, which, names) for seen in past) if found is not None]
    mean = np.mean(told, axis=0) if told else np.zeros(len(names))
    weights = np.exp((mean - mean.max()) / SOFTNESS)
    weights *= (1 - sum(fixed.values())) / weights.sum()
    return Choice(
        {name: round(float(weight), 6) for name, weight in zip(names, weights, strict=True)} | fixed,
        {name: round(float(value), 6) for name, value in zip(names, mean, strict=True)} if told else {},
        len(told),
    )


def _alone(seen: Signals, which: ListName, names: Sequence[str]) -> list[float] | None:
    truth = truth_of(seen, which)
    activity = seen.values["activity"]
    found = [ndcg(ordered(seen.values[name], activity, truth.pool, JUDGED_BY), truth) for name in names]
    return None if np.isnan(found).any() else found


def shares(seen: Signals, at: np.ndarray) -> dict[str, np.ndarray]:
    """The components of Now and Rising as shares from 0 to 1, for the members at these positions."""
    unit = max(unit_of(seen.values), 1e-9)
    values = {name: seen.values[name][at] for name in SHARED_FROM}
    parts = {
        component.name: log_share(values[component.name], unit if component.name in IN_POINTS else 1.0)
        for component in (*VOICE, ATTENTION, LATELY)
    }
    return parts | {DIRECTION.name: direction(values, unit)}


def voice_score(seen: Signals, at: np.ndarray, weights: dict[str, float]) -> np.ndarray:
    """The score of Now and Rising in points of 100."""
    parts = shares(seen, at)
    return sum(np.round(100.0 * weight * parts[name], 6) for name, weight in weights.items())
