"""The columns of a season. They are those of the event contract (`kolony_engine.events`); a test compares the two."""

import pyarrow as pa

MOMENT = pa.timestamp("us", tz="UTC")

EVENT_SCHEMA = pa.schema(
    [
        ("event_id", pa.string()),
        ("ts", MOMENT),
        ("day_only", pa.bool_()),
        ("actor_id", pa.string()),
        ("verb", pa.string()),
        ("object_id", pa.string()),
        ("target_user_id", pa.string()),
        ("topic_id", pa.string()),
        ("value", pa.float64()),
        ("channel", pa.string()),
        ("currency", pa.string()),
        ("tags", pa.list_(pa.string())),
    ]
)

WORDS_SCHEMA = pa.schema(
    [
        ("object_id", pa.string()),
        ("author_id", pa.string()),
        ("ts", MOMENT),
        ("kind", pa.string()),
        ("topic_id", pa.string()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("url", pa.string()),
    ]
)

MEMBER_SCHEMA = pa.schema([("actor_id", pa.string()), ("name", pa.string()), ("joined_at", MOMENT)])

SLOT_SCHEMA = pa.schema(
    [
        ("week_starts_at", MOMENT),
        ("slot", pa.string()),
        ("object_id", pa.string()),
        ("actor_id", pa.string()),
        ("held_back", pa.bool_()),
    ]
)
