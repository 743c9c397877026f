"""Three lists from one set of evidence, every score of which opens."""

import pytest

from kolony_engine.events import Recognition
from kolony_engine.measures import MEASURES
from kolony_engine.ranking import KINDS, LISTS, PURPOSES_WEIGHTS, RankQuery, compare, rank
from tests.engine.community import day, event, opener, table_of

LIKES = Recognition.parse("like=1")


@pytest.mark.parametrize("which", LISTS)
def test_a_score_is_the_sum_of_its_points_and_the_weights_make_a_hundred(lists, which):
    ranking = lists[which]
    assert sum(part.weight for part in ranking.components) == pytest.approx(1.0, abs=1e-5)
    for row in ranking.table.to_pylist():
        points = [value for name, value in row.items() if name.startswith("points_")]
        assert row["score"] == pytest.approx(sum(points), abs=1e-5)
        assert row["score_low"] <= row["score"] <= row["score_high"]


@pytest.mark.parametrize("which", LISTS)
def test_no_part_gives_more_than_its_weight(lists, which):
    for part in lists[which].components:
        points = lists[which].table[f"points_{part.name}"].to_pylist()
        assert min(points) >= 0
        assert max(points) <= 100 * part.weight + 1e-6


def test_everybody_is_ranked_once_and_best_first(lists):
    table = lists["rising"].table
    scores = table["score"].to_pylist()
    assert scores == sorted(scores, reverse=True)
    assert table["rank"].to_pylist() == list(range(1, lists["rising"].candidates + 1))
    assert len(set(table["actor_id"].to_pylist())) == table.num_rows


def test_a_list_opens_with_every_measure_and_its_percentile(lists):
    columns = lists["now"].table.column_names
    assert columns[:3] == ["rank", "actor_id", "score"]
    assert {measure.name for measure in MEASURES} <= set(columns)
    assert {f"pct_{measure.name}" for measure in MEASURES} <= set(columns)
    assert set(lists["now"].table["kind"].to_pylist()) <= set(KINDS)


def test_who_is_on_top_already_comes_last_on_the_rising_list(lists):
    on_top = lists["rising"].table["incumbent"].to_pylist()
    assert on_top == sorted(on_top)
    assert sum(on_top) == 20


def test_the_weights_say_where_they_come_from(lists):
    choice = lists["rising"].choice
    assert choice["past_dates"] > 0
    assert set(choice["past_ndcg"]) | {"attention", "lately", "direction"} == set(choice["weights"])
    assert choice["weights"]["direction"] == 0.05


def test_without_a_past_the_weights_are_equal(tmp_path):
    young = opener(tmp_path)(table_of([event(1, "topic", "bo", None, "p1"), event(1, "like", "mei", "bo", "p1")]))
    ranking = rank(young, RankQuery(day(2), LIKES, "now", 30))
    weights = {part.name: part.weight for part in ranking.components}
    equal = dict.fromkeys(("forecast", "recognition_recent", "recognition", "standing", "days_recent"), 0.175)
    assert weights == equal | {"attention": 0.075, "lately": 0.05}


def test_of_two_members_alike_who_wrote_within_an_eighth_of_a_half_life_has_five_points_more(tmp_path):
    written = {"al": 48, "bo": 49}
    events = [event(written[name], "topic", name, None, f"p-{name}") for name in written]
    events += [event(day_of, "topic", "cy", None, f"c{day_of}") for day_of in range(0, 50, 10)]
    ranking = rank(opener(tmp_path)(table_of(events)), RankQuery(day(50), LIKES, "now", 30))
    assert ranking.pace.half_life_days == 12.5
    assert points_of(ranking, "lately") == {"al": 0.0, "bo": 5.0, "cy": 0.0}


def points_of(ranking, name):
    return dict(zip(ranking.table["actor_id"].to_pylist(), ranking.table[f"points_{name}"].to_pylist(), strict=True))


def test_a_purpose_moves_thirty_points_openly(events):
    ranking = rank(events, RankQuery(day(300), LIKES, "now", 90, "convert"))
    added = {part.name: part.weight for part in ranking.components[-3:]}
    assert added == pytest.approx({name: 0.3 * weight for name, weight in PURPOSES_WEIGHTS["convert"].items()})
    assert sum(part.weight for part in ranking.components) == pytest.approx(1.0, abs=1e-5)


def test_potential_prefers_quality_to_diligence(tmp_path):
    diligent = [event(n / 2, "reply", "busy", None, f"b{n}", "t1") for n in range(80)]
    praised = [event(40, "like", None, "busy", f"b{n}") for n in range(20)]
    gifted = [event(30 + n, "reply", "gifted", None, f"g{n}", "t1") for n in range(4)]
    loved = [event(41, "like", None, "gifted", f"g{n}", value=12) for n in range(4)]
    crowd = [event(20, "like", None, f"star{n}", f"s{n}", value=500) for n in range(20)]
    crowd += [event(19, "reply", f"star{n}", None, f"s{n}", "t1") for n in range(20)]
    community = opener(tmp_path)(table_of([*diligent, *praised, *gifted, *loved, *crowd]))
    table = rank(community, RankQuery(day(60), LIKES, "potential", 60)).table
    assert table["actor_id"].to_pylist()[:2] == ["gifted", "busy"]


def test_ties_are_broken_by_activity_and_then_by_id(tmp_path):
    events = [event(1, "topic", name, None, f"p-{name}") for name in ("cy", "bo", "al")]
    events.append(event(1, "comment", "cy", None, "c1"))
    table = rank(opener(tmp_path)(table_of(events)), RankQuery(day(2), LIKES, "potential", 30)).table
    assert table["actor_id"].to_pylist() == ["cy", "al", "bo"]


def test_two_runs_say_who_entered_left_and_why(events):
    before = rank(events, RankQuery(day(200), LIKES, "now", 90))
    after = rank(events, RankQuery(day(300), LIKES, "now", 90))
    moves = {move.actor_id: move for move in compare(before, after, top=5)}
    first = set(before.table["actor_id"].to_pylist()[:5])
    then = set(after.table["actor_id"].to_pylist()[:5])
    assert {name for name, move in moves.items() if move.change == "entered"} == then - first
    assert {name for name, move in moves.items() if move.change == "left"} == first - then
    assert all(move.why for move in moves.values() if move.change == "entered")
    assert compare(after, after) == ()
