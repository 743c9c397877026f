"""The writing: who posts when, what answers what, how good it is, and which posts advertise."""

from dataclasses import dataclass

import numpy as np

from .cast import Cast, Role
from .fans import NOBODY
from .plan import DAY, WEEK, Plan
from .rhythm import moments_in

QUESTION, TOPIC, ANSWER, REPLY, COMMENT = range(5)
KINDS = ("question", "topic", "answer", "reply", "comment")

OPENS = dict.fromkeys(Role, 0.38) | {
    Role.STAR: 0.45,
    Role.RISER: 0.5,
    Role.QUIET: 0.75,
    Role.KOC: 0.35,
    Role.JUNK: 0.8,
    Role.ONE_HIT: 0.9,
    Role.READER: 0.8,
}
LUCKY = 3.1  # what the one lucky post of a one-hit member gains in quality


@dataclass
class Posts:
    """One place per post, in order of time. `parent` is the post it speaks to, `thread` the post that opened it all."""

    author: np.ndarray
    when: np.ndarray
    kind: np.ndarray
    room: np.ndarray
    quality: np.ndarray
    thread: np.ndarray
    parent: np.ndarray
    launch: np.ndarray  # the launch it speaks about, or -1

    def __len__(self) -> int:
        return len(self.author)

    @property
    def opens(self) -> np.ndarray:
        return self.kind <= TOPIC


def write_the_posts(plan: Plan, cast: Cast, pace: np.ndarray) -> Posts:
    dice = plan.dice("posting")
    posts = _drafts(plan, cast, pace, dice)
    _choose_the_kinds(cast, posts, dice)
    _find_what_to_answer(posts, dice)
    _one_lucky_post(cast, posts)
    return posts


def _drafts(plan: Plan, cast: Cast, pace: np.ndarray, dice: np.random.Generator) -> Posts:
    counts = dice.poisson(pace[:, : plan.weeks] * plan.scale)
    member, week = np.nonzero(counts)
    times = counts[member, week]
    author, week = np.repeat(member, times), np.repeat(week, times)
    when = moments_in(plan, dice, week, cast.zone[author])
    in_time = (when >= 0) & (when < plan.length) & cast.here(author, when)
    author, when = author[in_time], when[in_time]
    order = np.argsort(when, kind="stable")
    author, when = author[order], when[order]
    count = len(author)
    at_home = dice.random(count) < 0.8
    room = np.where(at_home, cast.room[author], cast.second_room[author])
    growth = np.clip((when - cast.turns_at[author]) / (12 * WEEK), -1, 1)
    growth = np.where(cast.role[author] == Role.RISER, 0.3 * growth, 0.0)
    quality = cast.talent[author] + growth + dice.normal(0, 0.55, count)
    nothing = np.full(count, NOBODY, dtype=np.int64)
    kind = np.zeros(count, dtype=np.int8)
    return Posts(author, when, kind, room, quality, nothing.copy(), nothing.copy(), nothing.copy())


def _choose_the_kinds(cast: Cast, posts: Posts, dice: np.random.Generator) -> None:
    """Gifted members open with an article, the others more often with a question."""
    chance = np.array([OPENS[role] for role in sorted(Role)])[cast.role[posts.author]]
    opens = dice.random(len(posts)) < chance
    asks = dice.random(len(posts)) < np.clip(0.62 - 0.3 * posts.quality, 0.05, 0.85)
    asks &= cast.role[posts.author] != Role.JUNK
    posts.kind[:] = np.where(opens, np.where(asks, QUESTION, TOPIC), ANSWER)


def _find_what_to_answer(posts: Posts, dice: np.random.Generator) -> None:
    """An answer goes to a recent opening post of its room; of two that come to mind, mostly to the better one."""
    opener = np.flatnonzero(posts.opens)
    rank = np.lexsort((posts.when[opener], posts.room[opener]))
    opener = opener[rank]
    length = posts.when[-1] + DAY if len(posts) else DAY
    clock = posts.room[opener] * length + posts.when[opener]
    speaker = np.flatnonzero(~posts.opens)
    place = np.searchsorted(clock, posts.room[speaker] * length + posts.when[speaker])
    begin = np.searchsorted(clock, posts.room[speaker] * length)
    first, second = (_look_back(dice, posts, opener, place, begin, speaker) for _ in range(2))
    better = np.where(second == NOBODY, first, second)
    both = (first != NOBODY) & (second != NOBODY)
    take_first = posts.quality[first] >= posts.quality[second]
    take_first ^= dice.random(len(speaker)) < 0.25
    chosen = np.where(both, np.where(take_first, first, second), np.where(first != NOBODY, first, better))
    found = chosen != NOBODY
    posts.kind[speaker[~found]] = TOPIC
    answering, parent = speaker[found], chosen[found]
    posts.parent[answering] = posts.thread[answering] = parent
    posts.kind[answering] = np.where(posts.kind[parent] == QUESTION, ANSWER, REPLY)
    opening = np.flatnonzero(posts.opens)
    posts.thread[opening] = opening


def _look_back(dice: np.random.Generator, posts: Posts, opener, place, begin, speaker) -> np.ndarray:
    back = dice.geometric(0.09, len(place))
    index = place - back
    candidate = opener[np.clip(index, 0, len(opener) - 1)]
    usable = (index >= begin) & (posts.author[candidate] != posts.author[speaker])
    return np.where(usable, candidate, NOBODY)


def _one_lucky_post(cast: Cast, posts: Posts) -> None:
    opening = np.flatnonzero(posts.opens & (cast.role[posts.author] == Role.ONE_HIT))
    _, first = np.unique(posts.author[opening], return_index=True)
    posts.quality[opening[first]] += LUCKY


def answers_by_quality(posts: Posts) -> tuple[np.ndarray, np.ndarray]:
    """Each question that was answered by somebody, and the best answer to it."""
    answer = np.flatnonzero(posts.kind == ANSWER)
    order = np.lexsort((-posts.quality[answer], posts.thread[answer]))
    answer = answer[order]
    question, first = np.unique(posts.thread[answer], return_index=True)
    return question, answer[first]
