"""The community's own pace: how fast the past fades here, and how long a window must be to see somebody."""

from dataclasses import dataclass
from datetime import datetime

import ibis
import numpy as np

from kolony_engine.measures.counted.cells import ACTS, before, day_number, day_of
from kolony_engine.measures.doors.arrow import fetch, numbers

SHORTEST, LONGEST = 7.0, 730.0
ENOUGH_RETURNS = 20


@dataclass(frozen=True)
class Pace:
    """Window and half-life in days, and the history they were read from. Stated beside every score.

    `half_life_days` is twice the silence that only one return in twenty exceeds: after so long, somebody who has not
    come back is probably gone, so what they did before should count half. `window_days` is two half-lives.
    """

    window_days: float
    half_life_days: float
    span_days: float
    usual_silence_days: float = 0.0
    returns: int = 0


def community_pace(events: ibis.Table, as_of: datetime) -> Pace:
    """Read the pace from the silences between the active days of each member, strictly before `as_of`."""
    known = before(events, as_of)
    acts = known.filter(known.actor_id.notnull(), known.verb.isin(list(ACTS)))
    days = acts.select("actor_id", day=day_of(acts)).distinct()
    return pace_of_days(days, day_number(as_of))


def pace_of_days(days: ibis.Table, as_of_day: float) -> Pace:
    """The pace from the distinct (actor_id, day) on which members were active before a day."""
    return pace_from(silences_of(days), as_of_day)


def silences_of(days: ibis.Table) -> ibis.Table:
    """How often members were silent for so many days between two of theirs, and the first day of any of them."""
    order = ibis.window(group_by="actor_id", order_by="day")
    gaps = days.select("day", gap=days.day - days.day.lag().over(order))
    return gaps.group_by("gap").agg(times=gaps.count(), first=gaps.day.min()).cast({"gap": "int32"})


def pace_from(silences: ibis.Table, as_of_day: float) -> Pace:
    """The pace from silences, of which several rows may be equally long."""
    both = silences.group_by("gap").agg(times=silences.times.sum(), first=silences["first"].min())
    counted = fetch(both)
    if counted.num_rows == 0:
        return Pace(SHORTEST * 2, SHORTEST, 0.0)
    span = max(as_of_day - float(np.min(numbers(counted, "first"))), 1.0)
    gap, times = numbers(counted, "gap"), numbers(counted, "times")
    return _pace(gap[~np.isnan(gap)], times[~np.isnan(gap)], span)


def _pace(gap: np.ndarray, times: np.ndarray, span: float) -> Pace:
    returns = int(times.sum())
    if returns < ENOUGH_RETURNS:
        half_life = float(np.clip(span / 4, SHORTEST, 90.0))
        return Pace(2 * half_life, half_life, span, half_life / 2, returns)
    order = np.argsort(gap)
    share = np.cumsum(times[order]) / returns
    silence = float(gap[order][np.searchsorted(share, 0.95)])
    half_life = float(np.clip(2 * silence, SHORTEST, max(SHORTEST, min(LONGEST, span / 2))))
    return Pace(2 * half_life, half_life, span, silence, returns)
