"""Everybody is counted, those too who never wrote a word."""

import pytest

from kolony_engine.measures.around.audience import audience, interested
from kolony_engine.measures.doors.arrow import numbers
from tests.engine.community import day, event, opener, table_of


@pytest.fixture
def events(tmp_path):
    return opener(tmp_path)(
        table_of(
            [
                event(0, "topic", "ann", thing="t1", topic="t1", tags=["maps"]),
                event(10, "reply", "ben", "ann", thing="r1", topic="t1"),
                event(12, "like", "cas", "ben", thing="r1", topic="t1"),
                event(20, "topic", "ben", thing="t2", topic="t2", tags=["tea"]),
                event(30, "buy", "cas", thing="b1"),
                event(31, "buy", "dov", thing="b1"),
                event(32, "refund", "dov", thing="b1"),
                event(50, "like", "eve", "ann", thing="t1", topic="t1"),
            ]
        )
    )


def test_who_only_likes_or_buys_is_there_too_with_first_and_last_day(events):
    found = audience(events, day(40))
    assert found["actor_id"].to_pylist() == ["ann", "ben", "cas", "dov"]
    assert numbers(found, "tenure_days").tolist() == [40.0, 30.0, 28.0, 9.0]
    assert numbers(found, "recency_days").tolist() == [40.0, 20.0, 10.0, 8.0]
    assert numbers(found, "bought").tolist() == [0, 0, 1, 0]


def test_interest_is_what_somebody_did_in_a_topic_or_under_its_tag(events):
    def who(topics, **more):
        return interested(events, day(60), topics, **more)["actor_id"].to_pylist()

    assert who(["maps"]) == ["ann", "ben", "cas", "eve"]
    assert who(["t2"]) == who(["tea"]) == ["ben"]
    assert who(["maps"], days=15) == ["eve"]
    assert who(["nothing"]) == []
