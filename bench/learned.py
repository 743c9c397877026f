"""Gradient boosting as an analyst would set it up: window counts of each member, and one model for all communities."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import lightgbm
import numpy as np

from kolony_engine.events import Recognition, verbs_of
from kolony_engine.measures import Signals, moment_of
from kolony_engine.measures.doors.arrow import numbers, positions, words
from kolony_engine.ranking.components import percentile
from kolony_engine.ranking.truth import truth_of

WINDOWS = (30, 90, 180, 365, 100_000)
TREES = {
    "n_estimators": 300, "learning_rate": 0.03, "num_leaves": 15, "min_child_samples": 20, "subsample": 0.8,
    "subsample_freq": 1, "colsample_bytree": 0.7, "random_state": 0, "n_jobs": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip

SEEN = """
WITH known AS (
  SELECT *, date_diff('second', ts, $day) / 86400.0 AS age, list_contains($wrote, verb) AS post,
    coalesce(map_extract_value(MAP {weights}, verb), 0.0) * value AS points FROM events WHERE ts < $day
), sides AS (
  SELECT actor_id AS id, age, 'did' AS side, target_user_id AS other, topic_id, post, verb = 'comment' AS comment,
    0.0 AS points FROM known WHERE actor_id IS NOT NULL
  UNION ALL
  SELECT target_user_id, age, 'got', actor_id, topic_id, post, verb = 'comment', points FROM known
    WHERE target_user_id IS NOT NULL AND actor_id IS DISTINCT FROM target_user_id
)
SELECT id, {windows}, min(age) FILTER (side = 'did') AS recency, max(age) FILTER (side = 'did') AS tenure,
  coalesce(min(age) FILTER (points > 0), 9999) AS praised_ago FROM sides GROUP BY id
"""
IN_A_WINDOW = {
    "posts": "count(*) FILTER (side = 'did' AND post AND {when})",
    "comments": "count(*) FILTER (side = 'did' AND comment AND {when})",
    "days": "count(DISTINCT floor(age)) FILTER (side = 'did' AND (post OR comment) AND {when})",
    "topics": "count(DISTINCT topic_id) FILTER (side = 'did' AND post AND {when})",
    "addressed": "count(DISTINCT other) FILTER (side = 'did' AND {when})",
    "points": "greatest(coalesce(sum(points) FILTER ({when}), 0), 0)",
    "praises": "count(*) FILTER (points > 0 AND {when})",
    "answers_got": "count(*) FILTER (side = 'got' AND (post OR comment) AND {when})",
    "people": "count(DISTINCT other) FILTER (side = 'got' AND {when})",
}


@dataclass(frozen=True)
class Example:
    """All candidates of one community at one date: what was known, what came, and who may be on the list."""

    features: np.ndarray
    came: np.ndarray
    pool: np.ndarray


def example_at(connection: duckdb.DuckDBPyConnection, seen: Signals, recognition: Recognition) -> Example:
    """Rows follow `seen.candidates`; `connection` knows the community's `events`."""
    weights = ", ".join(f"'{verb}': {weight:f}::DOUBLE" for verb, weight in recognition.weights.items())
    counts = ", ".join(
        f"{count.format(when=f'age <= {window}')} AS {name}_{window}"
        for window in WINDOWS
        for name, count in IN_A_WINDOW.items()
    )
    asked = {"day": moment_of(seen.ask.day).replace(tzinfo=None), "wrote": list(verbs_of("contribution"))}
    query = SEEN.format(weights="{" + weights + "}", windows=counts)
    table = connection.sql(query, params=asked).to_arrow_table()
    at = positions(seen.actor_ids, words(table, "id"))[seen.candidates]
    columns = [np.log1p(np.nan_to_num(numbers(table, name)))[at] for name in table.column_names if name != "id"]
    features = np.column_stack([*columns, *(percentile(column) for column in columns)])
    gain = np.log1p(np.maximum(seen.future, 0.0))[seen.candidates]
    return Example(features, gain, np.isin(seen.candidates, truth_of(seen, "rising").pool))


def learned_score(training: Sequence[Example], asked: Example) -> np.ndarray | None:
    """What the model expects of each candidate; nothing where there is nothing to learn from."""
    rows = [example.features[example.pool] for example in training if example.came[example.pool].any()]
    if not rows:
        return None
    came = np.concatenate([example.came[example.pool] for example in training if example.came[example.pool].any()])
    model = lightgbm.LGBMRegressor(**TREES).fit(np.concatenate(rows), came)
    return model.predict(asked.features)
