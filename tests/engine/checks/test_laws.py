"""The conformance suite holds for every method we ship, and catches methods that break it."""

import pytest

from kolony_engine.checks import (
    CHECKS,
    Unlawful,
    answers_nothing_with_nothing,
    ignores_the_future,
    ignores_the_order_of_rows,
    same_answer,
    says_the_same_twice,
)
from kolony_engine.events import Recognition, connect
from kolony_engine.measures import member_measures
from kolony_engine.measures.around.earned import earned_posts
from kolony_engine.measures.around.marks import posts_and_marked
from kolony_engine.measures.around.newcomers import newcomer_tables
from kolony_engine.measures.around.rhythm import member_rhythm
from kolony_engine.measures.around.silences import leaning_fans, silences
from kolony_engine.measures.counted.cells import before
from kolony_engine.ranking import LISTS, RankQuery, rank
from tests.engine.community import day, drawn_community, opener

LIKES = Recognition.parse("like=1")
AS_OF = day(250)
SOME = [f"m{number}" for number in range(30)]


def measures(events, as_of):
    return member_measures(events, as_of=as_of, recognition=LIKES)


def rhythm(events, as_of):
    return member_rhythm(before(events, as_of), LIKES)


def newcomers(events, as_of):
    return newcomer_tables(events, as_of=as_of, ids=SOME)[1]


def silent(events, as_of):
    return silences(events, as_of=as_of, ids=SOME)


def leaning(events, as_of):
    return leaning_fans(events, as_of=as_of, days=180, ids=SOME)


def marks(events, as_of):
    return posts_and_marked(events, as_of=as_of, ids=SOME)


def earned(events, as_of):
    return earned_posts(events, as_of=as_of, recognition=LIKES, most=50)


def listing(which):
    def method(events, as_of):
        return rank(events, RankQuery(as_of, LIKES, which, 90)).table

    method.__name__ = which
    return method


METHODS = [measures, rhythm, newcomers, silent, leaning, marks, earned, *map(listing, LISTS)]


@pytest.fixture(scope="module")
def community():
    return drawn_community()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
def test_our_methods_keep_the_laws(tmp_path, community, method, check):
    check(method, opener(tmp_path), community, AS_OF)


@pytest.mark.spark
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
def test_duckdb_and_spark_give_the_same_answer(tmp_path, method):
    """In a talkative community: who did several things on one day is one member, not several."""
    talkative = drawn_community(talkative=True)
    one = method(opener(tmp_path)(talkative), AS_OF)
    other = method(opener(tmp_path, connect("spark"))(talkative), AS_OF)
    same_answer(one, other, "same answer on both engines")


def test_a_method_that_sees_the_future_is_caught(tmp_path, community):
    def prophet(events, as_of):
        return measures(events, day(399))

    with pytest.raises(Unlawful, match="no future data"):
        ignores_the_future(prophet, opener(tmp_path), community, AS_OF)


def test_a_method_that_depends_on_the_order_of_rows_is_caught(tmp_path, community):
    def first_come(events, as_of):
        return events.to_pyarrow().select(["actor_id", "value", "event_id"]).slice(0, 5)

    with pytest.raises(Unlawful, match="order of rows"):
        ignores_the_order_of_rows(first_come, opener(tmp_path), community, AS_OF)


def test_a_method_that_draws_afresh_is_caught(tmp_path, community):
    asked = iter(LISTS)

    def moody(events, as_of):
        return listing(next(asked))(events, as_of).select(["actor_id", "score"])

    with pytest.raises(Unlawful, match="same seed"):
        says_the_same_twice(moody, opener(tmp_path), community, AS_OF)


def test_a_method_that_makes_people_up_is_caught(tmp_path, community):
    def inventor(events, as_of):
        return community.select(["actor_id"]).slice(0, 3)

    with pytest.raises(Unlawful, match="empty input"):
        answers_nothing_with_nothing(inventor, opener(tmp_path), community, AS_OF)
