"""What members and moderators marked: posts that were reported, called spam or offensive, or taken down.

Whoever marks one post several times counts once; marks without a name (exports keep them secret) count each.
"""

from collections.abc import Sequence
from datetime import datetime

import ibis
import pyarrow as pa

from kolony_engine.events import verbs_of
from kolony_engine.measures.counted.cells import ACTS, before
from kolony_engine.measures.doors.arrow import fetch

MARKS = verbs_of("moderation")


def marked_posts(events: ibis.Table, *, as_of: datetime, ids: Sequence[str]) -> pa.Table:
    """The marks on posts of these members before `as_of`: `actor_id, object_id, verb, times`, the most marked first."""
    marks = _marks(before(events, as_of))
    mine = marks.filter(marks.target_user_id.isin(list(ids)))
    by = ibis.coalesce(mine.actor_id, mine.event_id)
    each = mine.group_by("object_id", "verb", actor_id=mine.target_user_id).agg(times=by.nunique())
    return fetch(
        each.select("actor_id", "object_id", "verb", "times").order_by(
            "actor_id", ibis.desc("times"), "object_id", "verb"
        )
    )


def posts_and_marked(events: ibis.Table, *, as_of: datetime, ids: Sequence[str]) -> pa.Table:
    """How many posts and comments were written and how many of them marked, by these members and, in a row without a
    name, by all: `actor_id, posts, marked`."""
    past = before(events, as_of)
    wrote = past.filter(past.verb.isin(list(ACTS)), past.actor_id.notnull(), past.object_id.notnull())
    posts = wrote.select("actor_id", "object_id").distinct()
    marked = _marks(past).select("object_id", hit=ibis.literal(1, "int64")).distinct()
    both = posts.left_join(marked, "object_id")
    told = both.select("actor_id", hit=both.hit.fill_null(0))
    mine = told.filter(told.actor_id.isin(list(ids)))
    by_member = mine.group_by("actor_id").agg(posts=mine.count(), marked=mine.hit.sum())
    everybody = told.agg(posts=told.count(), marked=told.hit.sum().fill_null(0))
    named = everybody.select(actor_id=ibis.null("string"), posts=everybody.posts, marked=everybody.marked)
    return fetch(by_member.union(named.filter(named.posts > 0)).order_by("actor_id"))


def _marks(past: ibis.Table) -> ibis.Table:
    return past.filter(
        past.verb.isin(list(MARKS)),
        past.object_id.notnull(),
        past.target_user_id.notnull(),
        past.actor_id.isnull() | (past.actor_id != past.target_user_id),
    )
