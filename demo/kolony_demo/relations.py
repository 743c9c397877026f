"""Who followed whom, who brought whom, who left again."""

from dataclasses import dataclass

import numpy as np

from .cast import Cast, Role
from .fans import NOBODY, Fans, Public
from .plan import DAY, Plan


@dataclass
class Follows:
    who: np.ndarray
    whom: np.ndarray
    when: np.ndarray
    ended: np.ndarray  # inf while it lasts


@dataclass
class Arrivals:
    """Those who joined during the season, and the member whose invitation they used (or NOBODY)."""

    who: np.ndarray
    when: np.ndarray
    invited_by: np.ndarray


def follow(plan: Plan, cast: Cast, public: Public, fans: Fans) -> Follows:
    """Most who come back also follow; many who follow never come back; some stop."""
    dice = plan.dice("follows")
    loyal = dice.random(len(fans.fan)) < 0.72
    idle = np.flatnonzero(dice.random(len(fans.fan)) < 0.55)
    delay = dice.exponential(10 * DAY, len(idle))
    idle_when = fans.since[idle] + delay
    idle_who = public.draw(dice, cast.room[fans.author[idle]], idle_when)
    who = np.concatenate([fans.fan[loyal], idle_who])
    whom = np.concatenate([fans.author[loyal], fans.author[idle]])
    when = np.concatenate([fans.since[loyal] + dice.exponential(4 * DAY, int(loyal.sum())), idle_when])
    keep = (who != NOBODY) & (who != whom) & (when < plan.length) & cast.here(whom, when)
    who, whom, when = who[keep], whom[keep], when[keep]
    keep = cast.here(who, when)
    who, whom, when = who[keep], whom[keep], when[keep]
    order = np.argsort(when, kind="stable")
    _, first = np.unique((who * len(cast) + whom)[order], return_index=True)
    keep = np.sort(order[first])
    ended = when[keep] + dice.exponential(90 * DAY, len(keep))
    lasts = (dice.random(len(keep)) > 0.07) | (ended >= plan.length)
    return Follows(who[keep], whom[keep], when[keep], np.where(lasts, np.inf, ended))


def arrive(plan: Plan, cast: Cast) -> Arrivals:
    """The invitation tree: nearly half were invited, most often by those whose people buy and stay."""
    dice = plan.dice("arrivals")
    who = np.flatnonzero(cast.joined >= 0)
    when = cast.joined[who]
    pull = cast.fans * np.where(cast.role == Role.KOC, 6.0, 1.0) + 0.15
    pull[np.isin(cast.role, (Role.JUNK, Role.ONE_HIT))] = 0.02
    upto = np.cumsum(pull)
    inviter = np.searchsorted(upto, dice.random(len(who)) * upto[-1], side="right")
    fits = (dice.random(len(who)) < 0.62) & (cast.joined[inviter] < when - DAY) & cast.here(inviter, when)
    fits &= cast.language[inviter] == cast.language[who]
    return Arrivals(who, when, np.where(fits, inviter, NOBODY))
