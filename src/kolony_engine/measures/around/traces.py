"""The rows behind a few members' numbers: their posts, their topics, the people around them. For evidence cards."""

from collections.abc import Sequence
from datetime import datetime

import ibis

from kolony_engine.events import Recognition
from kolony_engine.measures.counted.cells import CONTRIBUTIONS, before, day_number, received, touches
from kolony_engine.measures.counted.reach import pairs_of
from kolony_engine.measures.doors.arrow import fetch

Row = dict[str, object]


def post_traces(events: ibis.Table, as_of: datetime, recognition: Recognition, ids: Sequence[str]) -> list[Row]:
    """The posts of these members: `actor_id, object_id, topic, day, points`, most recognised first.

    `topic` is the post's first tag where it has tags, else its topic.
    """
    past = before(events, as_of)
    wrote = past.filter(past.actor_id.isin(list(ids)), past.verb.isin(list(CONTRIBUTIONS)), past.object_id.notnull())
    tag = ibis.ifelse(wrote.tags.length() > 0, wrote.tags[0], ibis.null("string"))
    posts = wrote.group_by("actor_id", "object_id").agg(
        topic=ibis.coalesce(tag, wrote.topic_id).max(), day=wrote.ts.max(), verb=wrote.verb.min()
    )
    got = received(past.filter(past.target_user_id.isin(list(ids))), recognition)
    earned = got.group_by(actor_id=got.target_user_id, object_id=got.object_id).agg(points=got.points.sum())
    both = posts.left_join(earned, ["actor_id", "object_id"])
    rows = both.select("actor_id", "object_id", "topic", "day", "verb", points=both.points.fill_null(0.0))
    return _rows(rows.order_by(ibis.desc("points"), ibis.desc("day"), "object_id"))


def people_traces(events: ibis.Table, as_of: datetime, window_days: float, ids: Sequence[str]) -> list[Row]:
    """Everybody who interacted with these members, by pair.

    `actor_id, target_user_id, times, days, days_window, last_day`, how often the member turned to them (`back`), and
    how often they turned to anybody (`total`).
    """
    past = before(events, as_of)
    start = day_number(as_of) - window_days
    toward = pairs_of(touches(past.filter(past.target_user_id.isin(list(ids)))), start)
    mine = pairs_of(touches(past.filter(past.actor_id.isin(list(ids)))), start)
    back = mine.select(actor_id="target_user_id", target_user_id="actor_id", back="times")
    around = toward.select("actor_id").distinct()
    theirs = touches(past.semi_join(around, "actor_id"))
    total = theirs.group_by("actor_id").agg(total=theirs.times.sum())
    joined = toward.left_join(back, ["actor_id", "target_user_id"]).join(total, "actor_id")
    rows = joined.select(
        "actor_id", "target_user_id", "times", "days", "days_window", "last_day", "total", back=joined.back.fill_null(0)
    )
    return _rows(rows.order_by("target_user_id", ibis.desc("days_window"), ibis.desc("times"), "actor_id"))


def touched_objects(events: ibis.Table, as_of: datetime, ids: Sequence[str]) -> list[Row]:
    """The acts by which others turned to these members: `target_user_id, actor_id, object_id, ts`, newest first."""
    past = before(events, as_of)
    acts = past.filter(
        past.target_user_id.isin(list(ids)),
        past.actor_id.notnull(),
        past.actor_id != past.target_user_id,
        past.object_id.notnull(),
        past.verb.isin([*CONTRIBUTIONS, "comment"]),
    )
    rows = acts.select("target_user_id", "actor_id", "object_id", "ts")
    return _rows(rows.order_by(ibis.desc("ts"), "object_id"))


def _rows(expression: ibis.Table) -> list[Row]:
    return fetch(expression).to_pylist()
