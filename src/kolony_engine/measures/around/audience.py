"""Who is out there: everybody a community has ever seen act, with what tells audiences apart. One row a member.

Other than the measures of members who write, this includes those who only react, follow or buy: the ordinary people
whom choosing together is for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import ibis
import pyarrow as pa

from kolony_engine.measures.counted.cells import before, day_number, naive_utc
from kolony_engine.measures.doors.arrow import fetch


def audience(events: ibis.Table, as_of: datetime) -> pa.Table:
    """Everybody who did anything before `as_of` (strictly), ordered by id.

    actor_id
    tenure_days, recency_days     since the first and since the last thing they did
    bought                        purchases, refunds taken off
    """
    known = before(events, as_of)
    known = known.filter(known.actor_id.notnull())
    end = float(day_number(as_of))
    each = known.group_by("actor_id").agg(
        first=known.ts.epoch_seconds().min(),
        last=known.ts.epoch_seconds().max(),
        bought=((known.verb == "buy").cast("int64") - (known.verb == "refund").cast("int64")).sum(),
    )
    told = each.select(
        "actor_id",
        "bought",
        tenure_days=ibis.literal(end).cast("float64") - each["first"].cast("float64") / 86_400,
        recency_days=ibis.literal(end).cast("float64") - each["last"].cast("float64") / 86_400,
    )
    return fetch(told.order_by("actor_id"))


def interested(events: ibis.Table, as_of: datetime, topics: Sequence[str], days: float | None = None) -> pa.Table:
    """Who did anything in one of the topics (a topic's id, or a tag of what was opened there): `actor_id`, ordered.

    `days`: only what was done that lately; None: ever.
    """
    known = before(events, as_of)
    tagged = known.filter(known.topic_id.notnull() & known.tags.notnull()).select(
        "topic_id", tag=lambda t: t.tags.unnest()
    )
    within = tagged.filter(tagged.tag.isin(list(topics))).select("topic_id").distinct()
    lately = known
    if days is not None:
        lately = known.filter(known.ts >= ibis.literal(naive_utc(as_of) - timedelta(days=days)))
    did = lately.filter(lately.actor_id.notnull(), lately.topic_id.notnull()).select("actor_id", "topic_id")
    named = did.filter(did.topic_id.isin(list(topics))).select("actor_id")
    by_tag = did.semi_join(within, "topic_id").select("actor_id")
    return fetch(named.union(by_tag).distinct().order_by("actor_id"))
