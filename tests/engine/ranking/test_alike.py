"""More like this one: who shares tags, conversations and people with somebody, and whether that knows people again."""

import pytest

from kolony_engine.ranking import Common, alike, known_again
from tests.engine.community import day, event, opener, table_of


@pytest.fixture
def like_bo(tmp_path):
    """Who is like Bo in a community of these events, as of day 100."""

    def ask(events, asked="bo", days=90):
        table = opener(tmp_path)(table_of([*events, *crowd()]))
        return alike(table, day(100), days, [asked]).get(asked, ())

    return ask


def crowd():
    """Twelve people who write about something else, so that what is rare is rare."""
    return [event(20 + n, "reply", f"other{n}", None, f"o{n}{k}", f"far{k}") for n in range(12) for k in range(3)]


def writes(who, *topics, tags=None):
    return [event(30 + at, "reply", who, None, f"{who}{at}", topic, tags=tags) for at, topic in enumerate(topics)]


def test_the_nearest_is_who_writes_in_the_same_conversations_and_it_says_in_which(like_bo):
    first, second = like_bo(
        [*writes("bo", "t1", "t2", "t3"), *writes("mei", "t1", "t2", "t3"), *writes("lin", "t3", "x1", "x2")]
    )
    assert (first.actor_id, second.actor_id) == ("mei", "lin")
    assert first.common == {"topic": Common(3, ("t1", "t2", "t3"))}
    assert second.common == {"topic": Common(1, ("t3",))}
    assert 0 < second.score < first.score < 100


def test_a_tag_counts_for_whoever_wrote_in_the_tagged_conversation(like_bo):
    opened = [event(10, "question", "asker", None, f"q{at}", f"t{at}", tags=["glazing"]) for at in range(6)]
    (found,) = like_bo([*opened, *writes("bo", "t0", "t1", "t2"), *writes("mei", "t3", "t4", "t5")])[:1]
    assert found.common["tag"] == Common(1, ("glazing",))


def test_people_in_common_are_counted_and_not_named(like_bo):
    own = [*writes("bo", "b1", "b2", "b3"), *writes("mei", "m1", "m2", "m3")]
    readers = [event(50, "like", f"fan{n}", who, f"{who}0") for n in range(4) for who in ("bo", "mei")]
    turned = [event(51, "reply", who, "old hand", f"{who}r", f"{who[0]}1") for who in ("bo", "mei")]
    (found,) = like_bo([*own, *readers, *turned])
    assert (found.actor_id, found.common) == ("mei", {"reader": Common(4, ()), "turned": Common(1, ())})


def test_much_in_common_is_nearer_than_everything_of_little(like_bo):
    busy = [*writes("bo", *(f"t{n}" for n in range(9))), *writes("mei", *(f"t{n}" for n in range(9)))]
    brief = [event(60 + n, "reply", "lin", None, f"l{n}", "t0") for n in range(3)]
    assert [one.actor_id for one in like_bo([*busy, *brief])] == ["mei", "lin"]


def test_who_wrote_next_to_nothing_is_like_nobody_yet(like_bo):
    assert like_bo([*writes("bo", "t1", "t2", "t3"), *writes("mei", "t1", "t2")]) == ()


def test_nothing_of_the_future_and_nothing_older_than_asked_counts(like_bo):
    theirs = writes("mei", "t1", "t2", "t3")
    later = [one | {"ts": day(100 + at)} for at, one in enumerate(theirs)]
    older = [one | {"ts": day(1)} for one in theirs]
    assert like_bo([*writes("bo", "t1", "t2", "t3"), *later, *older], days=60) == ()


def test_nobody_asked_or_nobody_known_is_no_answer(like_bo, events):
    assert like_bo([], asked="nobody") == ()
    assert alike(events, day(100), 90, []) == {}


def test_members_are_known_again_by_what_they_lean_to(tmp_path):
    """Twelve pairs of friends, each pair with conversations of its own, keep to them after the date as before it."""
    talk = [
        event(at + n / 100, "reply", f"m{n}", f"m{n ^ 1}", f"p{n}-{at}", f"t{n // 2}-{at % 3}", tags=[f"tag{n // 12}"])
        for n in range(24)
        for at in range(1, 99, 9)
    ]
    told = known_again(opener(tmp_path)(table_of(talk)), day(100), 50)
    assert (told.middle, told.members, told.among, told.found) == (day(50), 24, 24, 24)
    assert told.found_by_activity == 20  # twelve write equally much in each tag: ten of them are among the first ten


def test_where_hardly_anybody_stayed_nothing_is_claimed(tmp_path):
    talk = [event(at, "reply", "bo", None, f"p{at}", "t1") for at in range(1, 99)]
    assert known_again(opener(tmp_path)(table_of(talk)), day(100), 50) is None
