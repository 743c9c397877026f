"""Whom a member draws in, and whether the fans would stay: counted by hand on communities of a few weeks."""

import pytest

from kolony_engine.ranking import drawn, holding
from kolony_engine.ranking.draws import Arrival
from tests.engine.community import day, event, opener, table_of

FIRST = 3
"""The first day of a whole week in these communities: weeks begin on a Thursday, the communities on a Monday."""


def week(number: int, weekday: float = 0) -> float:
    return FIRST + 7 * number + weekday


@pytest.fixture
def of_bo(tmp_path):
    """What Bo draws in, as of the beginning of week 20."""

    def ask(*events, ids=("bo",), days=140):
        return drawn(opener(tmp_path)(table_of(list(events))), day(week(20)), days, list(ids)).get("bo")

    return ask


def liked(on, who, target="bo"):
    return event(on, "like", who, target, "p1", "t1")


def here_from_the_start(*others):
    return [event(week(0), "topic", who, None, f"of-{who}", f"t-{who}") for who in ("bo", "old", *others)]


def test_new_members_begin_with_whom_they_turn_to_first(of_bo):
    told = of_bo(
        *here_from_the_start(),
        liked(week(6), "ana"),
        liked(week(6, 1), "ana", "old"),
        liked(week(6), "ida", "old"),
        liked(week(6, 1), "ida"),
        liked(week(7), "eve"),
    )
    assert (told.newcomers, told.began) == (3, 2)


def test_expected_is_where_those_turned_who_were_here_before(of_bo):
    told = of_bo(
        *here_from_the_start(),
        liked(week(6), "ana"),
        liked(week(6), "ida"),
        liked(week(6, 1), "old"),
        *(liked(week(6, n), "bo", "old") for n in range(3)),
    )
    assert (told.began, told.expected) == (2, 0.5)
    assert told.low < 0.5 < told.high


def test_of_whom_nobody_new_was_to_be_expected_and_nobody_came_nothing_is_told(of_bo):
    assert of_bo(*here_from_the_start(), liked(week(6), "ana", "old")) is None


def test_who_was_there_when_the_records_begin_is_not_new(of_bo):
    told = of_bo(*here_from_the_start(), liked(week(3), "ana"), liked(week(4), "ida"))
    assert told.began == 1


def test_who_waits_more_than_four_weeks_begins_with_nobody(of_bo):
    came = [event(week(6), "join", who) for who in ("ana", "ida")]
    told = of_bo(*here_from_the_start(), *came, liked(week(10), "ana"), liked(week(11), "ida"))
    assert (told.newcomers, told.began) == (1, 1)


def test_coming_back_is_asked_only_of_those_who_had_their_four_weeks(of_bo):
    told = of_bo(
        *here_from_the_start(),
        liked(week(6), "ana"),
        event(week(9), "view", "ana", None, "p1", "t1"),
        liked(week(6), "ida"),
        event(week(11), "view", "ida", None, "p1", "t1"),
        liked(week(17), "eve"),
    )
    assert (told.began, told.ripe, told.back, told.usual) == (3, 2, 1, 0.5)


def test_around_their_own_coming_stands_who_joined_before_and_after(of_bo):
    told = of_bo(
        *(event(week(0), "topic", who, None, f"of-{who}", f"t-{who}") for who in ("old", "elder")),
        *(liked(week(4 + n), f"before{n}", "old") for n in range(3)),
        event(week(12), "topic", "bo", None, "p1", "t1"),
        liked(week(13), "after1"),
        liked(week(14), "after2", "old"),
    )
    assert told.arrival == Arrival(weeks=8, before=3, after=3, began=1)


def test_of_who_was_there_from_the_start_no_coming_is_told(of_bo):
    assert of_bo(*here_from_the_start(), liked(week(6), "ana")).arrival is None


def often(who, weeks):
    return [event(week(n), "reply", who, None, f"{who}{n}", "t1") for n in weeks]


def fan_of_bo(name, weeks, later=()):
    return [liked(week(n, 1), name) for n in weeks] + [event(week(n), "view", name) for n in later]


@pytest.fixture
def held(tmp_path):
    def ask(*events, days=180):
        return holding(opener(tmp_path)(table_of(list(events))), day(week(20)), days, ["bo"])

    return ask


def test_fans_who_stayed_in_a_silence_stand_beside_others_just_as_often_here(held):
    told = held(
        *often("bo", range(10)),
        *often("bo", [15]),
        *fan_of_bo("stays", range(4), later=[12]),
        *fan_of_bo("goes", range(4)),
        *(event(week(n), "view", who) for who in ("x", "y") for n in range(4)),
        event(week(13), "view", "x"),
    ).members["bo"]
    silent = told.silences
    assert (silent.times, silent.fans, silent.stayed, silent.expected) == (1, 2, 1, 0.5)
    assert silent.newest == day(week(10))
    assert silent.low < 0.5 < silent.high


def test_four_weeks_must_be_whole_over_and_follow_weeks_of_writing(held):
    fans = fan_of_bo("fan", range(4))
    assert held(*often("bo", range(10)), *often("bo", [13, 17]), *fans).members["bo"].silences is None
    assert held(*often("bo", [0, 1, 2, 9]), *fans).members["bo"].silences is None
    assert held(*often("bo", range(10, 17)), *fan_of_bo("fan", range(12, 16))).members["bo"].silences is None


def test_fans_hang_on_somebody_by_the_share_of_all_they_do(held):
    told = held(
        *often("bo", range(19)),
        *fan_of_bo("hangs", range(4)),
        *fan_of_bo("elsewhere", range(4)),
        *(liked(week(n), "elsewhere", "old") for n in range(19)),
        *fan_of_bo("twice", range(2)),
    ).members["bo"]
    assert (told.fans, told.hang, told.at_home) == (2, 1, 1)
    assert (told.low, told.high) == pytest.approx((0.1218, 0.8782), abs=0.01)


def test_all_silences_together_are_told_and_nobody_asked_is_no_answer(held, tmp_path):
    events = [*often("bo", range(10)), *fan_of_bo("stays", range(4), later=[12])]
    assert held(*events).together.stayed == 1
    assert held(*often("bo", range(10))).together is None
    empty = holding(opener(tmp_path)(table_of(events)), day(week(20)), 180, [])
    assert (empty.members, empty.together) == ({}, None)
