"""One date, one recognition, three lists: from signals and measures to scores that open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pyarrow as pa

from kolony_engine import __version__
from kolony_engine.events import Recognition
from kolony_engine.measures import Counted
from kolony_engine.measures.doors.arrow import flag_column, number_column, table_of, word_column
from kolony_engine.ranking.choice import Choice, choose, shares
from kolony_engine.ranking.components import (
    COMPONENTS,
    PURPOSE_SHARE,
    PURPOSES_WEIGHTS,
    log_share,
    percentile,
    unit_of,
)
from kolony_engine.ranking.kinds import kinds
from kolony_engine.ranking.seen import Seen, look
from kolony_engine.ranking.shapes import KINDS, LISTS, Component, ListName, Purpose, Ranking, RankQuery
from kolony_engine.ranking.spread import score_spread
from kolony_engine.ranking.truth import incumbents, ordered

ALREADY_ON_TOP = 100.0
VERSION = f"{__version__}/voice-4"


def rank(events: object, query: RankQuery, counted: Counted | None = None) -> Ranking:
    """One list as it stood at `query.as_of`, of all candidates, from what was known strictly before."""
    return _ranking(look(events, query.as_of, query.recognition, query.horizon_days, counted), query)


def rank_all(
    events: object,
    as_of: datetime,
    recognition: Recognition,
    horizon_days: int = 365,
    purpose: Purpose | None = None,
    seed: int = 0,
    counted: Counted | None = None,
) -> dict[ListName, Ranking]:
    """All three lists, counted once."""
    return dict(rank_purposes(events, as_of, recognition, (purpose,), horizon_days, seed, counted))[purpose]


def rank_purposes(
    events: object,
    as_of: datetime,
    recognition: Recognition,
    purposes: Sequence[Purpose | None],
    horizon_days: int = 365,
    seed: int = 0,
    counted: Counted | None = None,
) -> Iterator[tuple[Purpose | None, dict[ListName, Ranking]]]:
    """All three lists for one purpose after the other, counted once."""
    seen = look(events, as_of, recognition, horizon_days, counted)
    query = RankQuery(as_of, recognition, "now", horizon_days, None, seed)
    for purpose in purposes:
        yield purpose, {which: _ranking(seen, replace(query, which=which, purpose=purpose)) for which in LISTS}


def _ranking(seen: Seen, query: RankQuery) -> Ranking:
    parts, components, choice = _voice(seen, query.which) if query.which != "potential" else _promise(seen)
    parts, components = _for_purpose(parts, components, query.purpose, seen.measures)
    points = {component.name: np.round(100.0 * component.weight * parts[component.name], 6) for component in components}
    on_top = np.isin(seen.at, incumbents(seen.now))
    if query.which != "now":
        points["already_on_top"] = np.where(on_top, -ALREADY_ON_TOP, 0.0)
    return Ranking(
        query=query,
        table=_table(seen, points, on_top, score_spread(seen, components)),
        components=components,
        pace=seen.pace,
        version=VERSION,
        candidates=len(seen.at),
        choice={"weights": choice.weights, "past_ndcg": choice.past, "past_dates": choice.dates},
    )


def _voice(seen: Seen, which: ListName) -> tuple[dict[str, np.ndarray], tuple[Component, ...], Choice]:
    choice = choose(seen.past, which)
    components = tuple(replace(part, weight=choice.weights[part.name]) for part in COMPONENTS[which])
    return shares(seen.now, seen.at), components, choice


def _promise(seen: Seen) -> tuple[dict[str, np.ndarray], tuple[Component, ...], Choice]:
    """Quality by logarithmic share, room and freshness; who never earned recognition twice has no promise to show."""
    measures, unit = seen.measures, max(unit_of(seen.now.values), 1e-9)
    proven = (measures["recognised_posts"] >= 2).astype(float)
    parts = {
        "recognition_per_post": log_share(measures["recognition_per_post"], unit) * proven,
        "recognition_typical": log_share(measures["recognition_typical"], unit) * proven,
        "room": (1.0 - log_share(measures["activity"], 1.0)) * proven,
        "freshness": 0.5 ** (measures["recency_days"] / seen.pace.half_life_days) * proven,
    }
    components = COMPONENTS["potential"]
    return parts, components, Choice({part.name: part.weight for part in components}, {}, 0)


def _for_purpose(
    parts: dict[str, np.ndarray],
    components: tuple[Component, ...],
    purpose: Purpose | None,
    measures: Mapping[str, np.ndarray],
) -> tuple[dict[str, np.ndarray], tuple[Component, ...]]:
    if purpose is None:
        return parts, components
    kept = tuple(replace(part, weight=part.weight * (1 - PURPOSE_SHARE)) for part in components)
    added = tuple(
        Component(name, PURPOSE_SHARE * weight, f"For the purpose: {name.replace('_', ' ')}, by percentile.")
        for name, weight in PURPOSES_WEIGHTS[purpose].items()
    )
    return parts | {part.name: percentile(measures[part.name]) for part in added}, kept + added


def _table(seen: Seen, points: dict[str, np.ndarray], on_top: np.ndarray, spread: np.ndarray) -> pa.Table:
    score = np.round(np.sum(list(points.values()), axis=0), 6)
    order = ordered(score, seen.measures["activity"], np.arange(len(seen.at)))
    low, high = score - spread, score + spread
    columns = {
        "rank": number_column(np.arange(1, len(order) + 1)),
        "actor_id": seen.table["actor_id"].combine_chunks().take(number_column(order)),
        "score": number_column(score[order]),
        "score_low": number_column(np.round(np.maximum(low, np.minimum(score, 0.0)), 6)[order]),
        "score_high": number_column(np.round(np.minimum(high, np.maximum(score, 100.0)), 6)[order]),
        "kind": word_column(KINDS).take(number_column(kinds(dict(seen.measures))[order])),
        "incumbent": flag_column(on_top[order]),
    }
    amounts = {f"points_{name}": value for name, value in points.items()} | dict(seen.measures)
    amounts |= {f"pct_{name}": value for name, value in seen.percentiles.items()}
    return table_of(columns | {name: number_column(value[order]) for name, value in amounts.items()})
