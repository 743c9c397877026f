"""Recognition by post, topics and early adoption of a member, counted from what they wrote."""

import ibis

from kolony_engine.measures.kept.known import Known

DEEP = 3
FAVOURITES = 3


def by_post(known: Known, found: ibis.Table) -> ibis.Table:
    """Recognition with the best post left out, the best post's share, and how many posts were recognised at all."""
    liked = known.posts.filter(known.posts.points > 0)
    earned = liked.group_by("actor_id").agg(
        points=liked.points.sum(), best=liked.points.max(), recognised_posts=liked.count()
    )
    both = earned.join(found.select("actor_id", "contributions"), "actor_id")
    return both.select(
        "actor_id",
        "recognised_posts",
        best_post_share=both.best / both.points,
        recognition_typical=(both.points - both.best) / ibis.greatest(both.contributions - 1, 1.0),
    )


def tallied(known: Known) -> ibis.Table:
    """Own posts that were marked as the solution, and own purchases, refunds taken off."""
    return known.tallies.select("actor_id", "accepted", "purchases")


def givers(known: Known) -> ibis.Table:
    """Distinct known people who gave recognition."""
    return known.praisers.group_by("actor_id").agg(givers=known.praisers.count())


def topics(known: Known) -> ibis.Table:
    """In how many topics a member wrote, how deeply, and how early they came to them."""
    came = known.early.group_by("actor_id").agg(came=known.early.count())
    both = _depth(known.places).left_join(came, "actor_id")
    return both.select(
        *("actor_id", "topics", "deep_topics", "focus"),
        early_adoption=both.came.fill_null(0).cast("float64") / both.topics.cast("float64"),
    )


def _depth(places: ibis.Table) -> ibis.Table:
    """Topics with equally many posts of a member are counted together: there are few such numbers, and many topics."""
    levels = places.group_by("actor_id", "posts").agg(topics=places.count())
    above = ibis.window(group_by="actor_id", order_by=ibis.desc("posts"), preceding=(None, 1))
    left = FAVOURITES - levels.topics.sum().over(above).fill_null(0)
    levels = levels.mutate(favourites=ibis.greatest(ibis.least(levels.topics, left), 0))
    total = ibis.greatest((levels.posts * levels.topics).sum().cast("float64"), 1.0)
    return levels.group_by("actor_id").agg(
        topics=levels.topics.sum(),
        deep_topics=levels.topics.sum(where=levels.posts >= DEEP),
        focus=(levels.posts * levels.favourites).sum() / total,
    )


def buyers(known: Known) -> ibis.Table:
    """People who interacted with a member and bought on a later day, or on the same."""
    bought = known.tallies.filter(known.tallies.last_buy.notnull()).select("actor_id", "last_buy")
    met = known.pairs(bought).join(bought, "actor_id").filter(lambda t: t.last_buy >= t.first_day)
    return met.group_by("target_user_id").agg(buyers_around=met.count()).rename(actor_id="target_user_id")
