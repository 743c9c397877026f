"""The engine against the planted truth: those who were planted are found, without the engine ever seeing the truth."""

from datetime import UTC, datetime

import pytest

from kolony_demo import simulate
from kolony_engine.events import Recognition, events_table
from kolony_engine.ranking import BacktestQuery, backtest, evidence, rank_all

DISCOURSE = Recognition.parse("discourse")
HORIZON = 180


@pytest.fixture(scope="module")
def season():
    return simulate(seed=7, members=3000)


@pytest.fixture(scope="module")
def events(season, tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    season.write(folder)
    return events_table([folder / "events.parquet"])


@pytest.fixture(scope="module")
def lists(season, events):
    last = datetime(2026, 11, 19, tzinfo=UTC)
    return rank_all(events, as_of=last, recognition=DISCOURSE, horizon_days=HORIZON, purpose=None)


@pytest.fixture(scope="module")
def roles(season):
    truth = season.truth["members"]
    return dict(zip(truth.column("actor_id").to_pylist(), truth.column("role").to_pylist(), strict=True))


def first(ranking, count):
    return ranking.table.column("actor_id").to_pylist()[:count]


def cast_of(ranking, count, roles):
    return [roles[actor] for actor in first(ranking, count)]


def test_those_who_matter_now_are_the_planted_stars_and_the_risers_who_have_arrived(lists, roles):
    top = cast_of(lists["now"], 20, roles)
    assert sum(role in ("star", "riser", "fading") for role in top) >= 15
    assert "ring" not in top
    assert "junk" not in top


def test_quiet_talents_are_found_under_potential_although_they_hardly_write(lists, roles):
    """15 of some 2,000 candidates are quiet talents: chance alone would put not even one among the first 40."""
    assert cast_of(lists["potential"], 40, roles).count("quiet") >= 8
    assert cast_of(lists["now"], 20, roles).count("quiet") <= 1


def test_advertisers_are_on_no_list(lists, roles):
    for ranking in lists.values():
        assert cast_of(ranking, 50, roles).count("junk") == 0


def test_the_rising_list_beats_every_plain_baseline_on_the_past_of_the_season(events):
    told = backtest(events, BacktestQuery(recognition=DISCOURSE, cutoffs=3, horizon_days=HORIZON))
    rising = {score.method: score for score in told.means if score.which == "rising"}
    ours = rising.pop("kolony")
    assert ours.ndcg100 > 0.75
    assert {method for method, score in rising.items() if score.gain_low <= 0} == set()
    assert told.sentence["shown"] > told.sentence["shown_by_activity"]


def test_a_risers_card_has_reasons_with_posts_behind_them(events, lists, roles):
    rising = lists["rising"]
    riser = next(actor for actor in first(rising, 100) if roles[actor] == "riser")
    card = evidence(events, rising, [riser])[riser]
    assert 3 <= len(card.sentences) <= 6
    assert all(sentence.object_ids for sentence in card.sentences)
    assert card.loyal_fans


def test_people_many_come_back_to_are_not_called_lucky(events, lists, roles):
    stars = [actor for actor in first(lists["now"], 100) if roles[actor] == "star"]
    cards = evidence(events, lists["now"], stars)
    said = [caution.code for card in cards.values() for caution in card.cautions]
    assert said.count("one_lucky_post") == 0
    assert said.count("too_new") == 0


def test_a_ring_that_likes_itself_carries_a_caution_and_beloved_people_do_not(events, lists, roles):
    ranked = set(first(lists["now"], lists["now"].candidates))
    ring = sorted(actor for actor, role in roles.items() if role == "ring" and actor in ranked)
    beloved = sorted(actor for actor, role in roles.items() if role in ("star", "riser", "koc") and actor in ranked)
    cards = evidence(events, lists["now"], [*ring, *beloved])
    warned = {actor for actor, card in cards.items() if "reciprocal_ring" in [c.code for c in card.cautions]}
    assert ring
    assert set(ring) <= warned
    assert len(warned & set(beloved)) <= len(beloved) // 20
