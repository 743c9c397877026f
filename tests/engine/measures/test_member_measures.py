"""Each measure counts what its words say: small communities with values one can check by hand."""

import pytest

from kolony_engine.events import Recognition
from kolony_engine.measures import MEASURES, member_measures
from tests.engine.community import day, event, opener, table_of

LIKES = Recognition.parse("like=1,accepted=5")


@pytest.fixture
def measured(tmp_path):
    """Measures of each member by id, as of day 100."""

    def measure(events, as_of=100, **options):
        table = member_measures(
            opener(tmp_path)(table_of(events)), as_of=day(as_of), recognition=LIKES, **options
        ).to_pylist()
        return {row["actor_id"]: row for row in table}

    return measure


def test_output_counts_posts_comments_and_distinct_days(measured):
    bo = measured(
        [
            event(1.1, "topic", "bo", None, "p1", "t1"),
            event(1.9, "reply", "bo", "mei", "p2", "t1"),
            event(5, "comment", "bo", "mei", "c1", "t1"),
        ]
    )["bo"]
    assert (bo["contributions"], bo["comments"], bo["activity"], bo["active_days"]) == (2, 1, 3, 2)
    assert (bo["tenure_days"], bo["recency_days"], bo["cadence_days"]) == (99, 95, 4)


def test_recognition_weighs_verbs_and_leaves_out_what_one_gives_oneself(measured):
    bo = measured(
        [
            event(1, "topic", "bo", None, "p1", "t1"),
            event(2, "like", "mei", "bo", "p1"),
            event(3, "like", None, "bo", "p1"),
            event(4, "accepted", "lin", "bo", "p1"),
            event(5, "like", "bo", "bo", "p1", value=50),
        ]
    )["bo"]
    assert (bo["recognition"], bo["givers"], bo["accepted"], bo["recognised_posts"]) == (7, 2, 1, 1)


def test_one_lucky_post_shows_in_its_share_and_not_in_the_typical_recognition(measured):
    bo = measured(
        [
            *[event(on, "reply", "bo", "mei", f"p{on}", "t1") for on in (1, 2, 3)],
            event(4, "like", None, "bo", "p1", value=90),
            event(4, "like", None, "bo", "p2", value=6),
            event(4, "like", None, "bo", "p3", value=4),
        ]
    )["bo"]
    assert bo["best_post_share"] == pytest.approx(0.9)
    assert bo["recognition_typical"] == pytest.approx(5.0)


def test_a_loyal_fan_comes_on_three_distinct_days_and_is_answered(measured):
    visits = [event(on, "reply", "fan", "bo", f"f{on}", "t1") for on in (91, 92, 93)]
    once = [event(95, "comment", "passer", "bo", "c1", "t1")]
    answer = [event(94, "reply", "bo", "fan", "b1", "t1")]
    bo = measured([event(90, "topic", "bo", None, "p1", "t1"), *visits, *once, *answer])["bo"]
    assert (bo["loyal_fans"], bo["people_reached"], bo["people_addressed"]) == (1, 2, 1)
    assert (bo["returning_share"], bo["reply_rate"]) == (0.5, 0.5)


def test_topics_focus_and_early_adoption(measured):
    crowd = [event(1 + n / 10, "reply", f"early{n}", None, f"e{n}", "late-topic") for n in range(5)]
    mine = [event(2, "reply", "bo", None, f"p{n}", "home") for n in range(3)] + [
        event(3, "reply", "bo", None, "p9", "late-topic")
    ]
    bo = measured(crowd + mine)["bo"]
    assert (bo["topics"], bo["deep_topics"], bo["early_adoption"], bo["focus"]) == (2, 1, 0.5, 1.0)


def test_who_comes_to_a_topic_at_the_same_moment_comes_equally_early(measured):
    first = [event(1 + n / 10, "reply", f"early{n}", None, f"e{n}", "topic") for n in range(4)]
    together = [event(2, "reply", who, None, f"p-{who}", "topic") for who in ("ann", "bo", "zoe")]
    late = [event(3, "reply", "late", None, "p9", "topic")]
    members = measured([*first, *together, *late])
    assert [members[who]["early_adoption"] for who in ("early0", "ann", "bo", "zoe", "late")] == [1, 1, 1, 1, 0]


def test_buyers_around_are_people_who_came_first_and_bought_afterwards(measured):
    bo = measured(
        [
            event(1, "topic", "bo", None, "p1", "t1"),
            event(2, "reply", "fan", "bo", "f1", "t1"),
            event(3, "buy", "fan", None, "order1", value=20),
            event(4, "buy", "early-buyer", None, "order2", value=20),
            event(5, "reply", "early-buyer", "bo", "f2", "t1"),
            event(6, "buy", "bo", None, "order3"),
            event(7, "refund", "bo", None, "order3"),
        ]
    )["bo"]
    assert (bo["buyers_around"], bo["purchases"]) == (1, 0)


def test_a_busy_week_shows_as_a_burst(measured):
    week = [event(14 + n / 10, "reply", "bo", None, f"p{n}", "t1") for n in range(8)]
    rest = [event(on, "reply", "bo", None, f"q{on}", "t1") for on in (40, 70)]
    assert measured(week + rest)["bo"]["burst_share"] == pytest.approx(0.8)


def test_what_happens_at_the_date_is_not_known_yet(measured):
    members = measured([event(1, "topic", "bo", None, "p1"), event(100, "like", "mei", "bo", "p1")], as_of=100)
    assert members["bo"]["recognition"] == 0


def test_only_members_who_wrote_are_candidates(measured):
    members = measured([event(1, "topic", "bo", None, "p1"), event(2, "like", "silent", "lurker", "p9")])
    assert list(members) == ["bo"]


def test_only_the_wanted_measures_are_counted(measured):
    (row,) = measured([event(1, "topic", "bo", None, "p1")], only={"topics", "activity"}).values()
    assert list(row) == ["actor_id", "activity", "topics"]


def test_every_measure_of_the_catalogue_comes_out_in_its_order(measured):
    (row,) = measured([event(1, "topic", "bo", None, "p1", "t1")]).values()
    assert list(row) == ["actor_id", *(measure.name for measure in MEASURES)]
    assert all(measure.words.endswith(".") for measure in MEASURES)


def test_no_events_have_no_members(measured):
    assert measured([]) == {}
