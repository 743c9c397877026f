"""What each post was recognised for, for whoever looks for the posts about something."""

from datetime import datetime

import ibis
import pyarrow as pa

from kolony_engine.events import Recognition
from kolony_engine.measures.counted.cells import before, received
from kolony_engine.measures.doors.arrow import fetch


def earned_posts(events: ibis.Table, *, as_of: datetime, recognition: Recognition, most: int) -> pa.Table:
    """The posts that earned recognition before `as_of`, the `most` of it first: `object_id, actor_id, points`."""
    got = received(before(events, as_of), recognition)
    got = got.filter(got.object_id.notnull())
    each = got.group_by("object_id", actor_id=got.target_user_id).agg(points=got.points.sum().round(6))
    first = each.filter(each.points > 0).order_by(ibis.desc("points"), "object_id", "actor_id").limit(most)
    return fetch(first.order_by(ibis.desc("points"), "object_id", "actor_id"))
