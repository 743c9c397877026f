"""When things happen: the life of each member week by week, then the day of the week and the hour of the day."""

import numpy as np

from .cast import Cast, Role
from .plan import DAY, DAYS_OF_WEEK, HOUR, HOURS_OF_DAY, SEEN_AHEAD_WEEKS, WEEK, Plan


def weekly_pace(plan: Plan, cast: Cast, boosts: np.ndarray | None = None) -> np.ndarray:
    """Expected contributions of each member in each week; the last columns lie beyond the season (truth only)."""
    dice = plan.dice("pace")
    weeks = np.arange(plan.weeks + SEEN_AHEAD_WEEKS)
    middle = (weeks + 0.5) * WEEK
    age = (middle[None, :] - cast.joined[:, None]) / WEEK
    pace = cast.pace[:, None] * np.exp(-np.maximum(age, 0) / cast.stay_weeks[:, None])
    pace *= _mood(dice, len(cast), len(weeks))
    _bend_the_lives(cast, pace, middle)
    _write_in_bursts(dice, cast, pace)
    pace *= _presence(cast, weeks)
    pace *= 1 + 0.10 * np.sin(2 * np.pi * (weeks + 3) / 26)[None, :]
    return pace if boosts is None else pace * boosts


def _mood(dice: np.random.Generator, members: int, weeks: int) -> np.ndarray:
    """A slow walk up and down around one's own habit: nobody is a clock."""
    steps = dice.normal(0, 0.13, (members, weeks)).astype(np.float32)
    walk = np.cumsum(steps, axis=1)
    walk -= walk.mean(axis=1, keepdims=True)
    return np.exp(np.clip(walk, -1.6, 1.6)).astype(np.float64)


def _bend_the_lives(cast: Cast, pace: np.ndarray, middle: np.ndarray) -> None:
    for role, sign, width, floor in ((Role.RISER, 1, 3.5, 0.1), (Role.FADING, -1, 5.0, 0.06)):
        who = cast.only(role)
        gone = sign * (middle[None, :] - cast.turns_at[who, None]) / (width * WEEK)
        pace[who] *= floor + (1 - floor) / (1 + np.exp(-np.clip(gone, -30, 30)))


def _write_in_bursts(dice: np.random.Generator, cast: Cast, pace: np.ndarray) -> None:
    who = cast.only(Role.BURSTER)
    pace[who] *= np.where(dice.random((len(who), pace.shape[1])) < 0.07, 12.0, 0.06)


def _presence(cast: Cast, weeks: np.ndarray) -> np.ndarray:
    """The part of each week a member is there, and their last weeks when they wind down."""
    begin = weeks[None, :] * WEEK
    there = np.clip((begin + WEEK - cast.joined[:, None]) / WEEK, 0, 1)
    left = np.clip((cast.leaves[:, None] - begin) / WEEK, 0, 1)
    runway = np.where(cast.winds_down > 0, cast.winds_down, 1.0)[:, None]
    fade = np.where(cast.winds_down[:, None] > 0, np.clip((cast.leaves[:, None] - begin) / runway, 0.0, 1), 1.0)
    return there * left * fade


def moments_in(plan: Plan, dice: np.random.Generator, week: np.ndarray, zone: np.ndarray) -> np.ndarray:
    """A moment inside each given week, at an hour at which people in that time zone are awake."""
    first_weekday = plan.starts_at.weekday()
    weights = np.roll(DAYS_OF_WEEK, -first_weekday)
    day = np.searchsorted(np.cumsum(weights) / weights.sum(), dice.random(len(week)), side="right")
    hour = np.searchsorted(np.cumsum(HOURS_OF_DAY) / HOURS_OF_DAY.sum(), dice.random(len(week)), side="right")
    local = hour * HOUR + dice.random(len(week)) * HOUR
    return week * WEEK + day * DAY + np.mod(local - zone * HOUR, DAY)


def wait(dice: np.random.Generator, count: int, median_hours: float, spread: float) -> np.ndarray:
    """How long until somebody answers, likes, comments: mostly hours, sometimes weeks."""
    return np.exp(dice.normal(np.log(median_hours), spread, count)) * HOUR


def awake(dice: np.random.Generator, when: np.ndarray, zone: np.ndarray) -> np.ndarray:
    """Push what would happen in the small hours to the following morning, for most people."""
    local = np.mod(when + zone * HOUR, DAY)
    asleep = (local < 6.5 * HOUR) & (dice.random(len(when)) < 0.8)
    return np.where(asleep, when - local + (6.5 + 3 * dice.random(len(when))) * HOUR, when)
