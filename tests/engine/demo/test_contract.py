"""The simulator imports nobody, so its columns are written down twice: here the two are compared."""

from kolony_demo import schema, small_season
from kolony_engine.events import EVENT_SCHEMA, MEMBER_SCHEMA, VERBS, WORDS_SCHEMA


def test_the_columns_of_a_season_are_those_of_the_event_contract():
    assert schema.EVENT_SCHEMA.equals(EVENT_SCHEMA)
    assert schema.WORDS_SCHEMA.equals(WORDS_SCHEMA)
    assert schema.MEMBER_SCHEMA.equals(MEMBER_SCHEMA)


def test_a_season_speaks_the_documented_vocabulary():
    said = set(small_season().events.column("verb").unique().to_pylist())
    assert said <= set(VERBS)
    assert {"topic", "question", "answer", "reply", "comment", "like", "accepted", "follow", "buy", "invite"} <= said
