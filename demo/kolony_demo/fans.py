"""Who reads whom: the public of each room, and the hidden graph of readers who come back (the diffusion graph)."""

from dataclasses import dataclass

import numpy as np

from .cast import Cast, rooms_in_use
from .plan import DAY, Plan

NOBODY = -1


class Public:
    """The readers of each room, drawn in proportion to how much they read, if they are there at that moment."""

    def __init__(self, plan: Plan, cast: Cast):
        self.cast = cast
        rooms = len(rooms_in_use(plan))
        home = np.arange(len(cast))
        who = np.concatenate([home, home])
        room = np.concatenate([cast.room, cast.second_room])
        weight = np.concatenate([cast.read_rate, 0.4 * cast.read_rate])
        order = np.argsort(room, kind="stable")
        self.who, weight = who[order], weight[order]
        self.total = np.bincount(room[order], weight, minlength=rooms)
        self.upto = np.cumsum(weight)
        self.below = np.concatenate([[0.0], np.cumsum(self.total)[:-1]])

    def draw(self, dice: np.random.Generator, room: np.ndarray, when: np.ndarray, tries: int = 4) -> np.ndarray:
        """One reader for each (room, moment); NOBODY where nobody was there after a few knocks."""
        found = np.full(len(room), NOBODY, dtype=np.int64)
        open_places = np.arange(len(room))
        for _ in range(tries):
            rooms = room[open_places]
            point = self.below[rooms] + dice.random(len(open_places)) * self.total[rooms]
            place = np.minimum(np.searchsorted(self.upto, point, side="right"), len(self.who) - 1)
            candidate = self.who[place]
            present = self.cast.here(candidate, when[open_places])
            found[open_places[present]] = candidate[present]
            open_places = open_places[~present]
        return found


@dataclass
class Fans:
    """Edges author -> fan, sorted by author: `strength` is the chance that the fan acts on one opening post."""

    author: np.ndarray
    fan: np.ndarray
    strength: np.ndarray
    since: np.ndarray
    first: np.ndarray  # author -> first edge; one more entry than members
    upto: np.ndarray  # running sum of strength, starting at 0

    def warmth_of(self, author: np.ndarray) -> np.ndarray:
        return self.upto[self.first[author + 1]] - self.upto[self.first[author]]

    def draw(self, dice: np.random.Generator, author: np.ndarray) -> np.ndarray:
        """One edge of each author, by strength. Only call it with authors who have a fan."""
        low = self.upto[self.first[author]]
        point = low + dice.random(len(author)) * (self.upto[self.first[author + 1]] - low)
        edge = np.searchsorted(self.upto, point, side="right") - 1
        return np.clip(edge, self.first[author], self.first[author + 1] - 1)


def find_the_fans(plan: Plan, cast: Cast, public: Public, pace: np.ndarray) -> Fans:
    dice = plan.dice("fans")
    author = np.repeat(np.arange(len(cast)), dice.poisson(cast.fans))
    since = _when_they_met(plan, dice, cast, pace, author)
    fan = public.draw(dice, cast.room[author], since)
    keep = (fan != NOBODY) & (fan != author) & (since < cast.leaves[author])
    author, fan, since = author[keep], fan[keep], since[keep]
    _, kept = np.unique(author * len(cast) + fan, return_index=True)
    author, fan, since = author[kept], fan[kept], since[kept]
    mean = cast.warmth[author]
    strength = dice.beta(2.0, 2.0 * (1 - mean) / mean)
    first = np.searchsorted(author, np.arange(len(cast) + 1))
    return Fans(author, fan, strength, since, first, np.concatenate([[0.0], np.cumsum(strength)]))


def _when_they_met(plan: Plan, dice: np.random.Generator, cast: Cast, pace: np.ndarray, author: np.ndarray):
    """A fan is won while the author writes: more posts in a week, more new fans in it."""
    weekly = np.cumsum(pace[:, : plan.weeks] + 1e-9, axis=1)
    share = weekly / weekly[:, -1:]
    flat = (share + np.arange(len(cast))[:, None]).ravel()
    point = np.searchsorted(flat, author + dice.random(len(author)) * (1 - 1e-12), side="right")
    week = np.clip(point - author * plan.weeks, 0, plan.weeks - 1)
    met = (week + dice.random(len(author))) * 7 * DAY
    old_friends = (cast.joined[author] < 0) & (dice.random(len(author)) < 0.4)
    return np.where(old_friends, 0.0, np.minimum(met, plan.length - DAY))
