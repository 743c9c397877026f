"""Posts that members and moderators marked: who is counted, and beside what."""

import pytest

from kolony_engine.ranking import marked
from tests.engine.community import day, event, opener, table_of


@pytest.fixture
def of_bo(tmp_path):
    def ask(*events, ids=("bo",)):
        return marked(opener(tmp_path)(table_of(list(events))), day(100), list(ids)).get("bo")

    return ask


def wrote(who, *things):
    return [event(1, "reply", who, None, thing, "t1") for thing in things]


def test_a_post_counts_once_and_tells_by_how_many_it_was_marked(of_bo):
    told = of_bo(
        *wrote("bo", "b1", "b2", "b3", "b4"),
        *wrote("mei", "m1", "m2", "m3", "m4"),
        event(2, "report", "lin", "bo", "b1"),
        event(3, "report", "lin", "bo", "b1"),
        event(3, "report", "ana", "bo", "b1"),
        event(4, "spam", None, "bo", "b1"),
        event(4, "spam", None, "bo", "b1"),
        event(5, "removed", None, "bo", "b2"),
    )
    assert (told.posts, told.marked, told.usual) == (4, 2, 0.25)
    assert told.found == (("b1", (("report", 2), ("spam", 2))), ("b2", (("removed", 1),)))
    assert told.low < 0.5 < told.high


def test_own_marks_marks_of_a_person_and_marks_of_later_do_not_count(of_bo):
    told = of_bo(
        *wrote("bo", "b1"),
        *wrote("mei", "m1"),
        event(2, "report", "bo", "bo", "b1"),
        event(2, "report", "lin", "bo"),
        event(101, "report", "lin", "bo", "b1"),
        event(2, "report", "lin", "mei", "m1"),
    )
    assert (told.posts, told.marked, told.found) == (1, 0, ())


def test_where_nobody_ever_marked_anything_nothing_is_said(of_bo):
    assert of_bo(*wrote("bo", "b1"), event(2, "like", "lin", "bo", "b1")) is None
    assert of_bo(*wrote("bo", "b1"), event(2, "report", "lin", "bo", "b1"), ids=()) is None
