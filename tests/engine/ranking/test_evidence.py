"""The evidence card: sentences as codes with values, the posts behind them, and what to be careful about."""

import pytest

from kolony_engine.events import Recognition
from kolony_engine.ranking import CAUTIONS, SENTENCES, RankQuery, evidence, rank
from tests.engine.community import day, event, opener, table_of

LIKES = Recognition.parse("like=1")


@pytest.fixture
def card(tmp_path):
    """The card of Bo in a community of these events, as of day 100."""

    def make(events, which="now", as_of=100):
        table = opener(tmp_path)(table_of(events))
        ranking = rank(table, RankQuery(day(as_of), LIKES, which, 60))
        return evidence(table, ranking, ["bo"])["bo"]

    return make


def life_of_bo():
    return [event(on, "reply", "bo", "mei", f"p{on}", "t1", tags=["glazing"]) for on in range(10, 100, 10)]


def test_every_card_of_a_whole_list_is_made_of_known_codes_and_their_values(events, lists):
    for ranking in lists.values():
        members = ranking.table["actor_id"].to_pylist()
        cards = evidence(events, ranking, members)
        assert list(cards) == members
        for one in cards.values():
            assert 1 <= len(one.sentences) <= 6
            for sentence in one.sentences:
                assert tuple(sentence.values) == SENTENCES[sentence.code]
                assert 0 <= sentence.percentile <= 100
            for caution in one.cautions:
                assert tuple(caution.values) == CAUTIONS[caution.code]


def test_a_sentence_that_counts_to_zero_is_not_told(card):
    bo = card([event(50, "reply", "bo", None, "p1", "t1"), event(40, "topic", "old", None, "o1")])
    assert [sentence.code for sentence in bo.sentences if sentence.code != "steady"] == ["output"]


def test_a_whole_life_gives_at_least_three_sentences(card):
    praise = [event(55, "like", "mei", "bo", "p50"), event(56, "reply", "lin", "bo", "r1", "t1")]
    assert 3 <= len(card([*life_of_bo(), *praise]).sentences) <= 6


def test_the_highlight_is_the_topic_with_the_most_recognition_and_names_its_posts(card):
    bo = card([*life_of_bo(), event(55, "like", "mei", "bo", "p50", value=9), event(56, "like", "lin", "bo", "p20")])
    (best,) = bo.highlight
    assert (best.topic, best.posts, best.recognition, best.share) == ("glazing", 9, 10.0, 1.0)
    assert best.object_ids[:2] == ("p50", "p20")


def test_loyal_fans_and_who_is_moved(card):
    visits = [event(on, "reply", "fan", "bo", f"f{on}", "t1") for on in (91, 93, 95)]
    elsewhere = [event(96, "reply", "fan", "lin", "f96", "t2")]
    bo = card([*life_of_bo(), *visits, *elsewhere])
    assert [(fan.actor_id, fan.days, fan.interactions) for fan in bo.loyal_fans] == [("fan", 3, 3)]
    assert [fan.actor_id for fan in bo.moves] == ["fan"]


@pytest.mark.parametrize(
    ("code", "events"),
    [
        ("bursty", [event(90 + n / 10, "reply", "bo", None, f"x{n}", "t1") for n in range(30)] + life_of_bo()),
        ("one_lucky_post", [*life_of_bo(), event(60, "like", None, "bo", "p50", value=80),
                            event(61, "like", None, "bo", "p20")]),
        ("too_new", [event(1, "topic", "old", None, "o1"), event(99, "reply", "bo", "old", "p1", "o1")]),
        ("few_posts", [event(50, "reply", "bo", "old", "p1", "t1")]),
        ("silent", [event(2, "reply", "bo", None, "p1", "t1"), event(3, "topic", "old", None, "o1")]),
        ("reciprocal_ring", [*life_of_bo(), *[event(20 + n, "reply", "mei", "bo", f"r{n}", "t1") for n in range(12)]]),
    ],
)  # fmt: skip
def test_a_caution_says_where_to_look(card, code, events):
    assert code in [caution.code for caution in card(events).cautions]


def test_a_steady_member_with_many_friends_needs_no_ring_caution(card):
    friends = [event(20 + n, "reply", f"friend{n}", "bo", f"r{n}", "t1") for n in range(15)]
    assert "reciprocal_ring" not in [caution.code for caution in card([*life_of_bo(), *friends]).cautions]


def test_who_is_not_in_the_ranking_has_no_card(events, lists):
    assert evidence(events, lists["now"], ["nobody"]) == {}
