"""The tables between events and members: each row is a little thing that happened, and rows of the same key add up.

Every measure is made from these and from nothing else, so they are all that has to be kept to count on tomorrow: see
`book`. From a history that nobody keeps they are counted on the way, and most of them never come to lie anywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import ibis

from kolony_engine.events import Recognition
from kolony_engine.measures.counted.cells import AMOUNTS, CONTRIBUTIONS, day_of, member_days, received, touches

Rule = Literal["sum", "min", "max"]
BECOMES: dict[Rule, str] = {
    "sum": "coalesce(old.{0} + new.{0}, old.{0}, new.{0})",
    "min": "least(old.{0}, new.{0})",
    "max": "greatest(old.{0}, new.{0})",
}
"""What two counts become. What only one of them knows is taken from it."""


@dataclass(frozen=True)
class Sums:
    """What tells the rows of a table apart (never empty), and how two counts of one row become one.

    Without a `key` no two rows are ever the same, and rows are only added.
    """

    key: tuple[str, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def told(self) -> dict[str, str]:
        """The same as parts of a query that merges `new` rows into `old` ones."""
        same = " AND ".join(f"old.{name} = new.{name}" for name in self.key)
        both = ", ".join(f"{name} = {BECOMES[rule].format(name)}" for name, rule in self.rules.items())
        return {"same": same, "both": f"WHEN MATCHED THEN UPDATE SET {both}" if both else ""}


@dataclass(frozen=True)
class Grain:
    """How one table is counted from events, how counts add up, and which column names the person a row belongs to."""

    count: Callable[[ibis.Table, Recognition], ibis.Table]
    sums: Sums = Sums()
    person: str = "actor_id"


def by_post(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """The recognition each post received; what came without a post counts as one."""
    got = received(events, recognition)
    post = got.object_id.fill_null("" if got.object_id.type().is_string() else 0)
    return got.group_by(actor_id=got.target_user_id, object_id=post).agg(points=got.points.sum())


def places(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """How much each member wrote in each topic, and when they came there."""
    wrote = events.filter(events.actor_id.notnull(), events.topic_id.notnull(), events.verb.isin(list(CONTRIBUTIONS)))
    return wrote.group_by("actor_id", "topic_id").agg(posts=wrote.count(), first=wrote.ts.min())


def praisers(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """Who gave recognition to whom, where the giver is known."""
    got = received(events, recognition)
    named = got.filter(got.actor_id.notnull(), got.points > 0)
    return named.select(actor_id=named.target_user_id, giver=named.actor_id).distinct()


def tallies(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """Own posts that were marked as the solution, own purchases less refunds, and the day of the last purchase."""
    solved = events.filter(
        events.verb == "accepted",
        events.target_user_id.notnull(),
        events.actor_id.isnull() | (events.actor_id != events.target_user_id),
    )
    bought = events.filter(events.actor_id.notnull(), events.verb.isin(["buy", "refund"]))
    both = solved.select(
        actor_id="target_user_id",
        accepted=ibis.literal(1, "int64"),
        purchases=ibis.literal(0, "int64"),
        last_buy=ibis.null("int32"),
    ).union(
        bought.select(
            actor_id="actor_id",
            accepted=ibis.literal(0, "int64"),
            purchases=bought.verb.cases(("buy", 1), else_=-1).cast("int64"),
            last_buy=ibis.ifelse(bought.verb == "buy", day_of(bought), ibis.null("int32")),
        )
    )
    return both.group_by("actor_id").agg(
        accepted=both.accepted.sum(), purchases=both.purchases.sum(), last_buy=both.last_buy.max()
    )


def births(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """Every post with its author and the day it was written."""
    posts = events.filter(events.actor_id.notnull(), events.object_id.notnull(), events.verb.isin(list(CONTRIBUTIONS)))
    return posts.select("object_id", "actor_id", born=day_of(posts))


def aged(got: ibis.Table, born: ibis.Table) -> ibis.Table:
    """The recognition that posts born on a day earned at an age: `got` is what was received, `born` the posts."""
    met = got.select("object_id", "points", "day", actor_id=got.target_user_id).join(born, ["object_id", "actor_id"])
    lived = met.select("born", "points", age=ibis.greatest(met.day - met.born, 0))
    return lived.group_by("born", "age").agg(points=ibis.greatest(lived.points, 0.0).sum())


CELLS, TOUCHED, POSTS, PLACES = "cells", "touched", "posts", "places"
PRAISERS, TALLIES, BIRTHS, EARNED = "praisers", "tallies", "births", "earned"

GRAINS: dict[str, Grain] = {
    CELLS: Grain(member_days, Sums(("actor_id", "day"), dict.fromkeys(AMOUNTS, "sum"))),
    TOUCHED: Grain(
        lambda events, _: touches(events),
        Sums(("target_user_id", "actor_id", "day"), {"times": "sum"}),
        "target_user_id",
    ),
    POSTS: Grain(by_post, Sums(("actor_id", "object_id"), {"points": "sum"})),
    PLACES: Grain(places, Sums(("actor_id", "topic_id"), {"posts": "sum", "first": "min"})),
    PRAISERS: Grain(praisers, Sums(("actor_id", "giver"))),
    TALLIES: Grain(tallies, Sums(("actor_id",), {"accepted": "sum", "purchases": "sum", "last_buy": "max"})),
    BIRTHS: Grain(births),
}
EARNED_BY = Sums(("born", "age"), {"points": "sum"})
"""What `aged` makes: the last of the tables, counted from what was received and the posts together."""
