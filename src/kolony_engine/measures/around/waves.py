"""What a post sets in motion: how many distinct people act after it, in the conversation or on the post itself.

A wave lasts `WAVE_DAYS`. Who writes in the same conversation belongs to the wave of the author's last post before; who
reacts to a post itself (likes it, passes it on, marks it) belongs to that post whenever they do so within the days.
That others act after a post does not prove that they act because of it.
"""

from collections.abc import Sequence
from datetime import datetime

import ibis
import pyarrow as pa

from kolony_engine.events import verbs_of
from kolony_engine.measures.around.ties import IMPERSONAL, window
from kolony_engine.measures.counted.cells import ACTS, CONTRIBUTIONS, DAY
from kolony_engine.measures.doors.arrow import fetch

WAVE_DAYS = 14
REACTIONS = tuple(verb for verb in verbs_of("interaction", "recognition") if verb not in IMPERSONAL)


def waves(events: ibis.Table, *, as_of: datetime, days: float, ids: Sequence[str]) -> pa.Table:
    """One row per post of these members in the `days` before `as_of` (strictly), the largest wave first:
    `actor_id, object_id, people`. Posts less than `WAVE_DAYS` old have not had their time and are left out."""
    past = window(events, as_of, days)
    end = ibis.literal(as_of.timestamp()).cast("float64") - float(WAVE_DAYS * DAY)
    posts = _posts(past, ids)
    met = _acts(past).join(posts, "topic_id")
    after = (met.at > met.began) & (met.at <= met.began + WAVE_DAYS * DAY) & (met.who != met.actor_id)
    inside = (met.thing == met.object_id) | (met.writes & (met.at <= met.until))
    reached = met.filter(after & inside).group_by("actor_id", "object_id").agg(people=lambda t: t.who.nunique())
    old = posts.filter(posts.began.cast("float64") <= end)
    told = old.left_join(reached, ["actor_id", "object_id"])
    rows = told.select("actor_id", "object_id", people=told.people.fill_null(0))
    return fetch(rows.order_by("actor_id", ibis.desc("people"), "object_id"))


def _posts(past: ibis.Table, ids: Sequence[str]) -> ibis.Table:
    """Posts with the second they began and the second of the author's next one in the same conversation."""
    wrote = past.filter(
        past.actor_id.isin(list(ids)),
        past.verb.isin(list(CONTRIBUTIONS)),
        past.object_id.notnull(),
        past.topic_id.notnull(),
    )
    each = wrote.group_by("actor_id", "topic_id", "object_id").agg(began=wrote.ts.epoch_seconds().min())
    order = ibis.window(group_by=["actor_id", "topic_id"], order_by=["began", "object_id"])
    never = ibis.literal(2**62, "int64")
    return each.mutate(until=each.began.lead().over(order).fill_null(never))


def _acts(past: ibis.Table) -> ibis.Table:
    did = past.filter(past.actor_id.notnull(), past.topic_id.notnull(), past.verb.isin([*ACTS, *REACTIONS]))
    return did.select(
        "topic_id", who="actor_id", thing="object_id", at=did.ts.epoch_seconds(), writes=did.verb.isin(list(ACTS))
    )
