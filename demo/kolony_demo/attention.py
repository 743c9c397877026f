"""The reading: likes, favourites, views, comments, shares; from the public of a room and from those who come back."""

from dataclasses import dataclass

import numpy as np

from .cast import Cast, Role
from .fans import NOBODY, Fans, Public
from .plan import DAY, HOUR, Plan
from .posting import ANSWER, QUESTION, REPLY, TOPIC, Posts, answers_by_quality
from .rhythm import awake, wait

PUBLIC_LIKES = {QUESTION: 1.4, TOPIC: 3.2, ANSWER: 2.4, REPLY: 0.9}
FAN_VISITS = {QUESTION: 0.8, TOPIC: 1.0, ANSWER: 0.5, REPLY: 0.22}
PLAIN, TRUST, THANKS, AUTHOR, PRAISE = range(5)  # the manner of a comment, for its words


@dataclass
class Acts:
    """Things done to posts: who, when, on which post."""

    who: np.ndarray
    when: np.ndarray
    post: np.ndarray

    def __len__(self) -> int:
        return len(self.who)

    def where(self, keep: np.ndarray) -> "Acts":
        return Acts(self.who[keep], self.when[keep], self.post[keep])

    def some(self, dice: np.random.Generator, chance: float) -> "Acts":
        return self.where(dice.random(len(self)) < chance)

    @staticmethod
    def joined(*parts: "Acts") -> "Acts":
        return Acts(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("who", "when", "post")))

    def once(self, members: int) -> "Acts":
        """The first time each member did this to each post."""
        order = np.argsort(self.when, kind="stable")
        _, first = np.unique((self.post * members + self.who)[order], return_index=True)
        return self.where(np.sort(order[first]))


@dataclass
class Comments:
    acts: Acts
    manner: np.ndarray
    to_whom: np.ndarray


@dataclass
class Attention:
    likes: Acts
    favourites: Acts
    views: Acts
    shares: Acts
    comments: Comments
    accepted: Acts
    reports: Acts


def visits_of_the_public(plan: Plan, cast: Cast, public: Public, posts: Posts, lift: np.ndarray) -> Acts:
    """Readers of the room who liked what they read. More members, a larger public; better posts, many more likes."""
    dice = plan.dice("public")
    per_kind = np.array([PUBLIC_LIKES[k] for k in range(4)])[posts.kind]
    here = np.searchsorted(np.sort(cast.joined), posts.when) / len(cast)
    expected = per_kind * np.exp(0.85 * posts.quality) * (0.7 + 1.6 * here) * plan.size**0.1 * lift
    luck = dice.gamma(2.2, 1 / 2.2, len(posts))
    post = np.repeat(np.arange(len(posts)), dice.poisson(expected * luck))
    when = posts.when[post] + wait(dice, len(post), 11, 1.5)
    when = awake(dice, when, cast.zone[posts.author[post]])
    who = public.draw(dice, posts.room[post], when)
    return _valid(plan, posts, Acts(who, when, post))


def visits_of_the_fans(plan: Plan, cast: Cast, fans: Fans, posts: Posts) -> tuple[Acts, np.ndarray]:
    """Those who come back: each edge acts with its own strength. Returns the visits and the edge behind each."""
    dice = plan.dice("fan visits")
    expected = fans.warmth_of(posts.author) * np.array([FAN_VISITS[k] for k in range(4)])[posts.kind]
    expected *= np.clip(0.75 + 0.35 * (posts.quality - cast.talent[posts.author]), 0.3, 1.6)
    post = np.repeat(np.arange(len(posts)), dice.poisson(expected))
    edge = fans.draw(dice, posts.author[post])
    when = awake(dice, posts.when[post] + wait(dice, len(post), 5, 1.1), cast.zone[fans.fan[edge]])
    who = fans.fan[edge]
    known = (when >= fans.since[edge]) & cast.here(who, when)
    known &= (who != posts.author[post]) & (when < plan.length)
    return Acts(who, when, post).where(known), edge[known]


def _valid(plan: Plan, posts: Posts, acts: Acts) -> Acts:
    return acts.where((acts.who != NOBODY) & (acts.who != posts.author[acts.post]) & (acts.when < plan.length))


def pay_attention(plan: Plan, cast: Cast, public: Public, fans: Fans, posts: Posts, lift: np.ndarray) -> Attention:
    dice = plan.dice("attention")
    crowd = visits_of_the_public(plan, cast, public, posts, lift)
    friends, _ = visits_of_the_fans(plan, cast, fans, posts)
    ring_likes, ring_comments = _ring_favours(plan, cast, posts)
    likes = Acts.joined(crowd, friends.some(dice, 0.8), ring_likes).once(len(cast))
    seen = Acts.joined(crowd.some(dice, 0.75), friends.some(dice, 0.7))
    return Attention(
        likes=likes,
        favourites=Acts.joined(crowd.some(dice, 0.05), friends.some(dice, 0.12)).once(len(cast)),
        views=Acts(seen.who, seen.when - 60 * dice.random(len(seen)), seen.post),
        shares=_spread(plan, cast, fans, posts, friends),
        comments=_comment(plan, cast, public, posts, friends, ring_comments),
        accepted=_accept(plan, cast, posts),
        reports=_report(plan, cast, public, posts),
    )


def _ring_favours(plan: Plan, cast: Cast, posts: Posts) -> tuple[Acts, Acts]:
    """A ring likes its own, at once and nearly always, and says a word of praise."""
    dice = plan.dice("rings")
    post = np.flatnonzero(cast.role[posts.author] == Role.RING)
    members = [np.flatnonzero(cast.ring == number) for number in range(cast.ring.max() + 1)]
    who = np.concatenate([members[cast.ring[a]] for a in posts.author[post]] or [np.zeros(0, dtype=np.int64)])
    post = np.repeat(post, [len(members[cast.ring[a]]) for a in posts.author[post]])
    acts = Acts(who, posts.when[post] + dice.uniform(0.02, 0.6, len(post)) * HOUR, post)
    acts = _valid(plan, posts, acts.where((dice.random(len(acts)) < 0.85) & cast.here(who, acts.when)))
    return acts, acts.some(dice, 0.25)


def _comment(plan: Plan, cast: Cast, public: Public, posts: Posts, friends: Acts, ring: Acts) -> Comments:
    dice = plan.dice("comments")
    rate = 0.7 * np.exp(0.35 * posts.quality) * np.array([1.2, 1.0, 0.9, 0.4])[posts.kind]
    post = np.repeat(np.arange(len(posts)), dice.poisson(rate))
    when = awake(dice, posts.when[post] + wait(dice, len(post), 7, 1.4), cast.zone[posts.author[post]])
    strangers = _valid(plan, posts, Acts(public.draw(dice, posts.room[post], when), when, post))
    loyal = friends.some(dice, 0.3)
    said = Acts.joined(strangers, loyal, ring)
    manner = np.concatenate(
        [
            np.where(dice.random(len(strangers)) < 0.3, THANKS, PLAIN),
            np.where(dice.random(len(loyal)) < 0.42, TRUST, PLAIN),
            np.full(len(ring), PRAISE),
        ]
    )
    replies, to_whom = _authors_answer(plan, cast, posts, said, dice)
    return Comments(
        acts=Acts.joined(said, replies),
        manner=np.concatenate([manner, np.full(len(replies), AUTHOR)]),
        to_whom=np.concatenate([posts.author[said.post], to_whom]),
    )


def _authors_answer(plan: Plan, cast: Cast, posts: Posts, said: Acts, dice: np.random.Generator):
    """Some authors answer nearly everyone who writes to them, others nobody."""
    author = posts.author[said.post]
    when = awake(dice, said.when + wait(dice, len(said), 4, 1.0), cast.zone[author])
    answers = (dice.random(len(said)) < cast.reply_rate[author]) & cast.here(author, when) & (when < plan.length)
    return Acts(author, when, said.post).where(answers), said.who[answers]


def _accept(plan: Plan, cast: Cast, posts: Posts) -> Acts:
    dice = plan.dice("accepted")
    question, answer = answers_by_quality(posts)
    asker = posts.author[question]
    when = posts.when[answer] + dice.uniform(0.05, 5, len(answer)) * DAY
    keep = (dice.random(len(answer)) < 0.55) & cast.here(asker, when) & (when < plan.length)
    return Acts(asker, when, answer).where(keep)


def _report(plan: Plan, cast: Cast, public: Public, posts: Posts) -> Acts:
    """Readers report advertisements; now and then somebody reports what is merely annoying."""
    dice = plan.dice("reports")
    rate = np.where(cast.role[posts.author] == Role.JUNK, 1.4, 0.004)
    post = np.repeat(np.arange(len(posts)), dice.poisson(rate))
    when = posts.when[post] + wait(dice, len(post), 6, 1.0)
    return _valid(plan, posts, Acts(public.draw(dice, posts.room[post], when), when, post)).once(len(cast))


def _spread(plan: Plan, cast: Cast, fans: Fans, posts: Posts, friends: Acts) -> Acts:
    """Sharing runs along the hidden graph: a fan shares, then the fan's own fans may, for three steps."""
    dice = plan.dice("shares")
    wave = friends.where(posts.opens[friends.post] & (dice.random(len(friends)) < 0.09))
    waves = [wave]
    for _ in range(3):
        wave = _next_wave(plan, cast, fans, posts, wave, dice)
        waves.append(wave)
    return Acts.joined(*waves).once(len(cast))


def _next_wave(plan: Plan, cast: Cast, fans: Fans, posts: Posts, wave: Acts, dice: np.random.Generator) -> Acts:
    first, last = fans.first[wave.who], fans.first[wave.who + 1]
    width = last - first
    source = np.repeat(np.arange(len(wave)), width)
    edge = np.arange(len(source)) - np.repeat(np.cumsum(width) - width, width) + first[source]
    when = wave.when[source] + wait(dice, len(source), 4, 1.0)
    fires = (dice.random(len(source)) < 0.6 * fans.strength[edge]) & (when >= fans.since[edge])
    acts = Acts(fans.fan[edge], when, wave.post[source]).where(fires)
    return _valid(plan, posts, acts.where(cast.here(acts.who, acts.when)))
