"""How posts age here: how much recognition a post of a given age still earns a day, read from the community's past.

Old answers of a question-and-answer site go on earning for years; a forum's likes come on the day. This one curve tells
the two apart, so that nobody has to say which kind of community it is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import numpy as np

from kolony_engine.events import Recognition
from kolony_engine.measures.counted.cells import received
from kolony_engine.measures.counted.grains import aged, births
from kolony_engine.measures.doors.arrow import fetch, numbers

EDGES = np.array([0, 1, 3, 7, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 8000], dtype=float)
ENOUGH_POST_DAYS = 30.0
FADING = 0.7
MANY_POSTS = 2_000_000


@dataclass(frozen=True)
class Ageing:
    """Recognition a post earns per day of its life, by age band between `EDGES`. `attached`: known to posts at all."""

    rates: tuple[float, ...]
    attached: float

    def earned_by(self, age: np.ndarray | float) -> np.ndarray:
        """Recognition an average post has earned by this age in days."""
        age = np.atleast_1d(np.asarray(age, dtype=float))[:, None]
        return (np.clip(age - EDGES[:-1], 0, np.diff(EDGES)) * np.array(self.rates)).sum(axis=1)

    def expression(self, age: ibis.expr.types.NumericValue) -> ibis.expr.types.NumericValue:
        """The same as an expression over a column of ages."""
        total = age * 0.0
        for start, width, rate in zip(EDGES[:-1], np.diff(EDGES), self.rates, strict=True):
            if rate:
                total = total + ibis.least(ibis.greatest(age - float(start), 0.0), float(width)).cast(
                    "float64"
                ) * float(rate)
        return total

    def new_post(self, horizon: float) -> float:
        """What a post written somewhere in the next `horizon` days earns on average before they are over."""
        return float(self.earned_by(np.linspace(0.5, max(horizon - 0.5, 0.5), 30)).mean())


AGELESS = Ageing((0.0,) * (len(EDGES) - 1), 0.0)
"""Nothing is known of posts."""


def community_ageing(events: ibis.Table, recognition: Recognition, as_of_day: float) -> Ageing:
    """Read the curve from the events before a day."""
    got, born = received(events, recognition), births(events, recognition)
    praise = got.agg(points=ibis.greatest(got.points, 0.0).sum())
    return ageing_from(born, lambda posts: aged(got, posts), praise, as_of_day)


def ageing_from(
    born: ibis.Table, earned: Callable[[ibis.Table], ibis.Table], praise: ibis.Table, as_of_day: float
) -> Ageing:
    """Read the curve from all posts (of a big community: from those of every n-th day).

    `earned` tells what such posts earned on which day of birth and at which age, `praise` holds all `points` there are.
    """
    by_day = fetch(born.group_by("born").agg(posts=born.count()))
    total = int(numbers(by_day, "posts").sum())
    if total == 0:
        return AGELESS
    step = max(1, -(-total // MANY_POSTS))
    days, count = numbers(by_day, "born"), numbers(by_day, "posts")
    chosen = days % step == 0
    rows = earned(born.filter(born.born % step == 0) if step > 1 else born)
    ages = rows.filter(rows.born % step == 0)
    table = fetch(ages.group_by("age").agg(points=ages.points.sum()))
    everything = float(np.nansum(numbers(fetch(praise), "points")))
    read = numbers(table, "age"), numbers(table, "points"), everything
    return _curve(read, as_of_day - days[chosen], count[chosen], step)


def _curve(earned: tuple[np.ndarray, np.ndarray, float], ages: np.ndarray, counts: np.ndarray, step: int) -> Ageing:
    age, points, everything = earned
    attached = step * float(points.sum()) / everything if everything > 0 else 0.0
    if attached < 0.2:
        on_the_day = everything / max(step * counts.sum(), 1.0)
        return Ageing((on_the_day, *([0.0] * (len(EDGES) - 2))), attached)
    lived = np.array(
        [
            (np.clip(ages - start, 0, width) * counts).sum()
            for start, width in zip(EDGES[:-1], np.diff(EDGES), strict=True)
        ]
    )
    rates = np.histogram(age, bins=EDGES, weights=points)[0] / np.maximum(lived, 1e-9)
    known = np.flatnonzero(lived > ENOUGH_POST_DAYS)
    if known.size:
        rates[known[-1] + 1 :] = rates[known[-1]] * FADING
    return Ageing(tuple(float(rate) for rate in rates), attached)
