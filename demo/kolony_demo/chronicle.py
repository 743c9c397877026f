"""The chapters put on record: what happened becomes rows of events, words, members and slots."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .attention import Acts, Attention
from .cast import Cast
from .fans import NOBODY
from .ledger import Ledger, member_codes, moments, named, numbered
from .market import CURRENCIES, LAUNCHES, Purchases
from .plan import DAY, HOUR, WEEK, Plan
from .posting import COMMENT, KINDS, Posts
from .relations import Arrivals, Follows
from .schema import MEMBER_SCHEMA, SLOT_SCHEMA, WORDS_SCHEMA
from .slots import Placements
from .subjects import SUBJECTS
from .wording import comment_texts, pen_names, texts, titles

FIRST_OBJECT = 1001


@dataclass
class Chronicle:
    """All chapters of one season, and the names its members and objects go by."""

    plan: Plan
    cast: Cast
    posts: Posts
    attention: Attention
    purchases: Purchases
    follows: Follows
    arrivals: Arrivals
    placements: Placements

    def __post_init__(self):
        said = self.attention.comments.acts
        self.codes = member_codes(self.plan, len(self.cast))
        self.spoken_at = np.concatenate([self.posts.when, said.when])
        place = np.empty(len(self.spoken_at), dtype=np.int64)
        place[np.argsort(self.spoken_at, kind="stable")] = np.arange(len(place))
        products = pa.array([launch.key for launch in LAUNCHES])
        self.object_names = pa.concat_arrays([numbered("p", place + FIRST_OBJECT, 6), products])
        self.first_comment, self.first_product = len(self.posts), len(place)

    def events(self) -> pa.Table:
        ledger = Ledger()
        subjects = np.array([ledger.word(name) for subject in SUBJECTS for name in subject.names])
        self._record_writing(ledger, subjects)
        self._record_reading(ledger)
        self._record_relations(ledger)
        self._record_commerce(ledger)
        return ledger.table(self.plan, self.codes, self.object_names)

    def _record_writing(self, ledger: Ledger, subjects: np.ndarray) -> None:
        posts = self.posts
        products = np.array([ledger.word(launch.key) for launch in LAUNCHES] + [NOBODY])
        for kind, verb in enumerate(KINDS[:COMMENT]):
            at = np.flatnonzero(posts.kind == kind)
            parent = posts.parent[at]
            ledger.add(
                verb,
                posts.when[at],
                posts.author[at],
                at,
                np.where(parent == NOBODY, NOBODY, posts.author[parent]),
                posts.thread[at],
                tag=subjects[posts.room[at]],
                second_tag=products[posts.launch[at]],
            )
        said = self.attention.comments
        number = self.first_comment + np.arange(len(said.acts))
        thread = posts.thread[said.acts.post]
        ledger.add("comment", said.acts.when, said.acts.who, number, said.to_whom, thread)
        self._record_mentions(ledger)

    def _record_mentions(self, ledger: Ledger) -> None:
        """Now and then an answer names the one it answers."""
        posts = self.posts
        dice = self.plan.dice("mentions")
        at = np.flatnonzero((posts.parent != NOBODY) & (dice.random(len(posts)) < 0.18))
        ledger.add("mention", posts.when[at], posts.author[at], at, posts.author[posts.parent[at]], posts.thread[at])

    def _record_reading(self, ledger: Ledger) -> None:
        seen = self.attention
        for verb, acts in (("like", seen.likes), ("favorite", seen.favourites), ("share", seen.shares)):
            self._record_acts(ledger, verb, acts)
        self._record_acts(ledger, "accepted", seen.accepted)
        self._record_acts(ledger, "report", seen.reports)
        self._record_acts(ledger, "view", seen.views, channel=self._where_seen(ledger, seen.views))

    def _record_acts(self, ledger: Ledger, verb: str, acts: Acts, **words) -> None:
        owner, thread = self.posts.author[acts.post], self.posts.thread[acts.post]
        ledger.add(verb, np.maximum(acts.when, 0), acts.who, acts.post, owner, thread, **words)

    def _where_seen(self, ledger: Ledger, views: Acts) -> np.ndarray:
        dice = self.plan.dice("channels")
        shown = self.placements.post[(self.placements.post != NOBODY) & ~self.placements.held_back]
        on_home = np.isin(views.post, shown) & (views.when - self.posts.when[views.post] < 7 * DAY)
        throw = dice.random(len(views))
        home, feed, search = (ledger.word(word) for word in ("home_slot", "feed", "search"))
        return np.where(on_home & (throw < 0.5), home, np.where(throw < 0.85, feed, search))

    def _record_relations(self, ledger: Ledger) -> None:
        follows, arrivals = self.follows, self.arrivals
        ledger.add("follow", follows.when, follows.who, target=follows.whom)
        over = np.flatnonzero(np.isfinite(follows.ended))
        ledger.add("unfollow", follows.ended[over], follows.who[over], target=follows.whom[over])
        brought = np.flatnonzero(arrivals.invited_by != NOBODY)
        invited, inviter = arrivals.who[brought], arrivals.invited_by[brought]
        earlier = self.plan.dice("invitations").uniform(0.2, 40, len(brought)) * HOUR
        ledger.add("invite", np.maximum(arrivals.when[brought] - earlier, 0), inviter, target=invited)
        invitation, front_door = ledger.word("invitation"), ledger.word("front_door")
        came_by = np.where(arrivals.invited_by == NOBODY, front_door, invitation)
        ledger.add("join", arrivals.when, arrivals.who, target=arrivals.invited_by, channel=came_by)

    def _record_commerce(self, ledger: Ledger) -> None:
        sold = self.purchases
        language = self.cast.language[sold.buyer]
        price = np.array([launch.prices for launch in LAUNCHES])[sold.launch, language]
        currency = np.array([ledger.word(code) for code in CURRENCIES])[language]
        item = self.first_product + sold.launch
        code, shop = ledger.word("code"), ledger.word("shop")
        by = np.where(sold.by_code, sold.moved_by, NOBODY)
        channel = np.where(sold.by_code, code, shop)
        ledger.add("buy", sold.when, sold.buyer, item, by, value=price, channel=channel, currency=currency)
        back = np.flatnonzero(np.isfinite(sold.refunded_at))
        ledger.add(
            "refund", sold.refunded_at[back], sold.buyer[back], item[back], by[back],
            value=price[back], channel=channel[back], currency=currency[back],
        )  # fmt: skip

    def words(self) -> pa.Table:
        posts, said = self.posts, self.attention.comments
        comments = len(said.acts)
        thread = np.concatenate([posts.thread, posts.thread[said.acts.post]])
        kind = np.concatenate([posts.kind, np.full(comments, COMMENT)])
        spoken = np.arange(self.first_product)
        order = np.argsort(self.spoken_at, kind="stable")
        object_id = named(self.object_names, spoken[order])
        untitled = pa.array([""]).take(pa.array(np.zeros(comments, dtype=np.int64)))
        title = pa.concat_arrays([titles(self.plan, self.cast, posts), untitled])
        text = pa.concat_arrays([texts(self.plan, self.cast, posts), comment_texts(self.plan, posts, said)])
        columns = [
            object_id,
            named(self.codes, np.concatenate([posts.author, said.acts.who])[order]),
            moments(self.plan, self.spoken_at[order]),
            pa.array(KINDS).take(pa.array(kind[order])),
            named(self.object_names, thread[order]),
            title.take(pa.array(order)),
            text.take(pa.array(order)),
            pa.nulls(len(order), pa.string()),
        ]
        return pa.table(columns, schema=WORDS_SCHEMA)

    def members(self) -> pa.Table:
        order = np.argsort(self.cast.joined, kind="stable")
        names = pa.array(pen_names(self.plan, self.cast)).take(pa.array(order))
        return pa.table(
            [self.codes.take(pa.array(order)), names, moments(self.plan, self.cast.joined[order])],
            schema=MEMBER_SCHEMA,
        )

    def slots(self) -> pa.Table:
        """What an operator would know: who was in the lot, who was shown, who was held back. Not what it did."""
        places = self.placements
        at = np.flatnonzero(places.post != NOBODY)
        columns = [
            moments(self.plan, places.week[at] * WEEK),
            numbered("home-", places.slot[at] + 1, 2),
            named(self.object_names, places.post[at]),
            named(self.codes, places.member[at]),
            pa.array(places.held_back[at]),
        ]
        return pa.table(columns, schema=SLOT_SCHEMA)
