"""What a post sets in motion: who belongs to which wave, and how long one lasts."""

import pytest

from kolony_engine.ranking import Motion, motion
from tests.engine.community import day, event, opener, table_of


@pytest.fixture
def of_bo(tmp_path):
    """What Bo's posts set in motion, as of day 100."""

    def ask(*events, days=90):
        return motion(opener(tmp_path)(table_of(list(events))), day(100), days, ["bo"]).get("bo")

    return ask


def test_who_writes_after_a_post_and_who_reacts_to_it_are_counted_once_each(of_bo):
    told = of_bo(
        event(20, "topic", "bo", None, "p1", "t1"),
        event(21, "reply", "mei", "bo", "r1", "t1"),
        event(22, "reply", "lin", "mei", "r2", "t1"),
        event(23, "like", "mei", "bo", "p1", "t1"),
        event(24, "like", "fan", "bo", "p1", "t1"),
        event(25, "reply", "bo", "mei", "r3", "t1"),
    )
    assert told == Motion(2, 1.5, 3, 14, (("p1", 3),))


def test_who_writes_after_the_next_post_belongs_to_that_one_who_likes_to_the_post_liked(of_bo):
    told = of_bo(
        event(20, "topic", "bo", None, "p1", "t1"),
        event(22, "reply", "bo", None, "p2", "t1"),
        event(23, "reply", "mei", "bo", "r1", "t1"),
        event(24, "like", "lin", "bo", "p1", "t1"),
    )
    assert told == Motion(2, 1.0, 1, 14, (("p1", 1), ("p2", 1)))


def test_a_wave_ends_after_two_weeks_and_nothing_before_the_post_counts(of_bo):
    told = of_bo(
        event(20, "reply", "bo", None, "p1", "t1"),
        event(19, "reply", "mei", None, "r1", "t1"),
        event(34, "reply", "lin", None, "r2", "t1"),
        event(34.1, "reply", "ana", None, "r3", "t1"),
        event(21, "reply", "ida", None, "r4", "t2"),
        event(21, "view", "eve", None, "p1", "t1"),
        event(21, "like", None, "bo", "p1", "t1"),
    )
    assert told == Motion(1, 1.0, 1, 14, (("p1", 1),))


def test_posts_that_have_not_had_their_two_weeks_and_posts_before_the_days_asked_are_left_out(of_bo):
    fresh = event(95, "reply", "bo", None, "p9", "t1")
    assert of_bo(fresh) is None
    older = [event(on, "reply", "bo", None, f"p{on}", "t1") for on in (5, 50)]
    assert of_bo(fresh, *older).posts == 1


def test_nobody_asked_is_no_answer(tmp_path, events):
    assert motion(events, day(100), 90, []) == {}
