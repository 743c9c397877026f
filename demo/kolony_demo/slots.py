"""The homepage: each week a few places, given by lot among the best; as many are held back to compare."""

from dataclasses import dataclass

import numpy as np

from .cast import Cast
from .fans import NOBODY
from .plan import WEEK, Plan
from .posting import Posts

MORE_POSTS = 0.16  # the hidden effect: posts in the three weeks after a place, for those who got one
MORE_LIKES = 0.65  # and likes of the post that was shown
AFTER_WEEKS = 3
PLACES_A_WEEK = 8


@dataclass
class Placements:
    """Who took part in the lot of a week: shown or held back. `post` is NOBODY until one is written."""

    week: np.ndarray
    member: np.ndarray
    slot: np.ndarray
    held_back: np.ndarray
    post: np.ndarray


def draw_the_lots(plan: Plan, cast: Cast, pace: np.ndarray) -> Placements:
    """Twice as many members as places qualify by gift and diligence; a fair lot decides who is shown."""
    dice = plan.dice("slots")
    places = max(2, round(PLACES_A_WEEK * plan.size**0.5))
    rows = []
    for week in range(2, plan.weeks - 1):
        merit = cast.talent + 0.35 * np.log(pace[:, week] + 1e-3) + dice.gumbel(0, 0.7, len(cast))
        merit[pace[:, week] < 0.03] = -np.inf
        chosen = dice.permutation(np.argsort(-merit, kind="stable")[: 2 * places])
        rows.extend((week, member, place % places, place >= places) for place, member in enumerate(chosen))
    week, member, slot, held = (np.array(column) for column in zip(*rows, strict=True))
    return Placements(week, member, slot, held.astype(bool), np.full(len(week), NOBODY, dtype=np.int64))


def boost_of(plan: Plan, pace: np.ndarray, placements: Placements) -> np.ndarray:
    """The factor on everyone's pace in the weeks after their places."""
    boost = np.ones_like(pace)
    shown = ~placements.held_back
    for later in range(1, AFTER_WEEKS + 1):
        boost[placements.member[shown], placements.week[shown] + later] *= 1 + MORE_POSTS
    return boost


def show_the_posts(cast: Cast, posts: Posts, placements: Placements) -> np.ndarray:
    """Give each place the first opening post its member wrote that week; returns the lift of likes of every post."""
    opening = np.flatnonzero(posts.opens)
    key = (posts.when[opening] // WEEK).astype(np.int64) * len(cast) + posts.author[opening]
    known, first = np.unique(key, return_index=True)
    wanted = placements.week * len(cast) + placements.member
    at = np.clip(np.searchsorted(known, wanted), 0, len(known) - 1)
    placements.post[:] = np.where(known[at] == wanted, opening[first[at]], NOBODY)
    lift = np.ones(len(posts))
    shown = placements.post[(placements.post != NOBODY) & ~placements.held_back]
    lift[shown] += MORE_LIKES
    return lift
