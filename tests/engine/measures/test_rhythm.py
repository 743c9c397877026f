"""The monthly series of a member: own acts and received recognition, and the tags of the topics written in."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from kolony_engine.events import EVENT_SCHEMA, Recognition, events_table
from kolony_engine.measures.around.rhythm import member_rhythm


def event(number, at, actor, verb, post, target=None, value=1.0, tags=None):
    return {
        "event_id": str(number), "ts": at, "day_only": False, "actor_id": actor, "verb": verb, "object_id": post,
        "target_user_id": target, "topic_id": "t1", "value": value, "channel": None, "currency": None, "tags": tags,
    }  # fmt: skip


def test_acts_and_recognition_are_added_up_by_month(tmp_path):
    rows = [
        event(1, datetime(2026, 1, 2, tzinfo=UTC), "a", "topic", "p1", tags=["bread"]),
        event(2, datetime(2026, 1, 3, tzinfo=UTC), "b", "reply", "p2", "a"),
        event(3, datetime(2026, 2, 3, tzinfo=UTC), None, "like", "p2", "b", 3.0),
        event(4, datetime(2026, 2, 4, tzinfo=UTC), "b", "like", "p2", "b"),
        event(5, datetime(2026, 2, 5, tzinfo=UTC), "b", "comment", "c1", "a"),
    ]
    pq.write_table(pa.Table.from_pylist(rows, EVENT_SCHEMA), tmp_path / "events.parquet")
    one, two = member_rhythm(events_table(tmp_path), Recognition.parse("discourse")).to_pylist()
    assert (one["actor_id"], one["contributions"], one["recognition"]) == ("a", 1, 0.0)
    assert two["months"] == [
        {"month": "2026-01", "contributions": 1, "comments": 0, "recognition": 0.0},
        {"month": "2026-02", "contributions": 0, "comments": 1, "recognition": 3.0},
    ]
    assert two["topics"] == [{"tag": "bread", "posts": 1}]
    assert [str(two[name]) for name in ("first_at", "last_at")] == ["2026-01-03 00:00:00", "2026-02-05 00:00:00"]
