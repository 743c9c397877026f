"""The columns of a season. They are those of the event contract (`kolony_engine.events`); a test compares the two."""

import pyarrow as pa

MOMENT = pa.timestamp("us", tz="UTC")


def _filled(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


EVENT_SCHEMA = pa.schema(
    [
        _filled("event_id", pa.string()),
        _filled("ts", MOMENT),
        _filled("day_only", pa.bool_()),
        pa.field("actor_id", pa.string()),
        _filled("verb", pa.string()),
        pa.field("object_id", pa.string()),
        pa.field("target_user_id", pa.string()),
        pa.field("topic_id", pa.string()),
        _filled("value", pa.float64()),
        pa.field("channel", pa.string()),
        pa.field("currency", pa.string()),
        pa.field("tags", pa.list_(pa.string())),
    ]
)

WORDS_SCHEMA = pa.schema(
    [
        _filled("object_id", pa.string()),
        pa.field("author_id", pa.string()),
        _filled("ts", MOMENT),
        _filled("kind", pa.string()),
        pa.field("topic_id", pa.string()),
        pa.field("title", pa.string()),
        pa.field("text", pa.string()),
        pa.field("url", pa.string()),
    ]
)

MEMBER_SCHEMA = pa.schema(
    [_filled("actor_id", pa.string()), pa.field("name", pa.string()), pa.field("joined_at", MOMENT)]
)

SLOT_SCHEMA = pa.schema(
    [
        _filled("week_starts_at", MOMENT),
        _filled("slot", pa.string()),
        _filled("object_id", pa.string()),
        _filled("actor_id", pa.string()),
        _filled("held_back", pa.bool_()),
    ]
)
"""Not part of the event contract: the weekly lot for places on the homepage, and who was held back."""
