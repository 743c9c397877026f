"""Recognition by post, topics and early adoption of a member, counted from what they wrote."""

import ibis

from kolony_engine.measures.cells import CONTRIBUTIONS, received
from kolony_engine.measures.known import Known

FIRST_PEOPLE = 5
DEEP = 3


def by_post(known: Known) -> ibis.Table:
    """Recognition with the best post left out, the best post's share, and how many posts were recognised at all."""
    got = received(known.events, known.recognition)
    posts = got.group_by("target_user_id", "object_id").agg(points=got.points.sum())
    liked = posts.filter(posts.points > 0)
    totals = liked.group_by(actor_id=liked.target_user_id).agg(
        points=liked.points.sum(), best=liked.points.max(), recognised_posts=liked.count()
    )
    wrote = known.cells.group_by("actor_id").agg(contributions=known.cells.contributions.sum().cast("float64"))
    both = totals.join(wrote, "actor_id")
    return both.select(
        "actor_id",
        "recognised_posts",
        best_post_share=both.best / both.points,
        recognition_typical=(both.points - both.best) / ibis.greatest(both.contributions - 1, 1.0),
    )


def acceptance(known: Known) -> ibis.Table:
    """Own posts that were marked as the solution."""
    events = known.acts
    accepted = events.filter(
        events.verb == "accepted",
        events.target_user_id.notnull(),
        events.actor_id.isnull() | (events.actor_id != events.target_user_id),
    )
    return accepted.group_by(actor_id=accepted.target_user_id).agg(accepted=accepted.count())


def givers(known: Known) -> ibis.Table:
    """Distinct known people who gave recognition."""
    got = received(known.acts, known.recognition)
    named = got.filter(got.actor_id.notnull(), got.points > 0)
    pairs = named.select(actor_id=named.target_user_id, giver=named.actor_id).distinct()
    return pairs.group_by("actor_id").agg(givers=pairs.count())


def topics(known: Known) -> ibis.Table:
    """In how many topics a member wrote, how deeply, and how early they came to them."""
    mine = _places(known).mutate(
        place=lambda t: ibis.row_number().over(group_by="topic_id", order_by=["first", "actor_id"]),
        favourite=lambda t: ibis.row_number().over(group_by="actor_id", order_by=[ibis.desc("posts"), "topic_id"]),
    )
    total = ibis.greatest(mine.posts.sum().cast("float64"), 1.0)
    return mine.group_by("actor_id").agg(
        topics=mine.count(),
        deep_topics=mine.count(where=mine.posts >= DEEP),
        focus=mine.posts.sum(where=mine.favourite < 3) / total,
        early_adoption=mine.count(where=mine.place < FIRST_PEOPLE) / mine.count().cast("float64"),
    )


def _places(known: Known) -> ibis.Table:
    events = known.events
    wrote = events.filter(events.actor_id.notnull(), events.topic_id.notnull(), events.verb.isin(list(CONTRIBUTIONS)))
    return wrote.group_by("actor_id", "topic_id").agg(posts=wrote.count(), first=wrote.ts.min())


def commerce(known: Known) -> ibis.Table:
    """A member's own purchases, refunds taken off."""
    events = known.acts
    bought = events.filter(events.actor_id.notnull(), events.verb.isin(["buy", "refund"]))
    return bought.group_by("actor_id").agg(purchases=bought.verb.cases(("buy", 1), else_=-1).sum())


def buyers(known: Known) -> ibis.Table:
    """People who interacted with a member and bought on a later day, or on the same."""
    events = known.acts
    bought = events.filter(events.actor_id.notnull(), events.verb == "buy")
    last = bought.group_by("actor_id").agg(last_buy=(bought.ts.epoch_seconds() / 86_400).floor().max())
    met = known.pairs.join(last, "actor_id").filter(lambda t: t.last_buy >= t.first_day)
    return met.group_by("target_user_id").agg(buyers_around=met.count()).rename(actor_id="target_user_id")
