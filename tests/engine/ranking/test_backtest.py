"""The back-test: features strictly before, truth from the date on, judged as published."""

import math
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from kolony_engine import ranking
from kolony_engine.events import EngineError, Recognition
from kolony_engine.ranking import BASELINES, OURS, REFUSALS, BacktestQuery, RankQuery, backtest, rank
from kolony_engine.ranking.truth import Truth, ndcg, ordered, precision, recall
from tests.engine.community import day, drawn_community, event, opener, table_of

LIKES = Recognition.parse("like=1")


def test_ndcg_by_hand():
    truth = Truth(gain=np.array([0.0, 3.0, 1.0, 0.0]), top=np.array([1, 2]), pool=np.arange(4))
    assert ndcg(np.array([1, 2, 0, 3]), truth) == pytest.approx(1.0)
    by_hand = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert ndcg(np.array([2, 1, 0, 3]), truth) == pytest.approx(by_hand)
    assert recall(np.array([1, 0, 3]), truth, 1) == 0.5
    assert precision(np.array([1, 0, 3]), truth, 2) == 0.5


def test_an_order_breaks_ties_by_activity_then_by_place():
    scores, activity = np.array([1.0, 1.0, 1.0, 2.0]), np.array([1.0, 5.0, 1.0, 0.0])
    assert ordered(scores, activity, np.arange(4)).tolist() == [3, 1, 0, 2]
    assert ordered(scores, activity, np.arange(4), 2).tolist() == [3, 1]


def test_the_first_of_a_list_are_the_same_however_many_are_asked_for():
    drawn = np.random.default_rng(3)
    scores, activity, pool = drawn.integers(0, 4, 60) / 3, drawn.integers(0, 3, 60), np.arange(0, 60, 2)
    everybody = ordered(scores, activity, pool).tolist()
    assert all(ordered(scores, activity, pool, first).tolist() == everybody[:first] for first in range(35))


def test_cutoffs_are_evenly_spaced_and_leave_a_horizon_on_both_sides(judged):
    assert [(cutoff - day(0)).days for cutoff in judged.cutoffs] == [99, 205, 311]


def test_every_list_method_and_cutoff_is_judged(judged):
    assert len(judged.scores) == 2 * 3 * (1 + len(BASELINES))
    assert {line.method for line in judged.means} == {OURS, *BASELINES}
    for line in judged.means:
        assert 0 <= line.ndcg100_low <= line.ndcg100 <= line.ndcg100_high <= 1
        assert (line.gain is None) == (line.method == OURS)


def test_the_sentence_is_about_at_most_twenty_people_at_the_last_cutoff(judged):
    told = judged.sentence
    last = [s.truth for s in judged.scores if (s.which, s.method, s.cutoff) == ("rising", OURS, judged.cutoffs[-1])]
    assert told["rose"] == min(20, *last, 20)
    assert 0 <= told["shown_by_activity"] <= told["rose"] >= told["shown"]
    assert (told["first"], told["cutoffs"], told["cutoff"]) == (100, 3, judged.cutoffs[-1].date().isoformat())


def test_the_back_test_judges_the_very_list_that_the_command_shows(events, judged):
    cutoff = judged.cutoffs[1]
    listed = rank(events, RankQuery(cutoff, LIKES, "now", 90)).table["actor_id"].to_pylist()
    again = backtest(events, BacktestQuery(LIKES, horizon_days=90, cutoff_dates=(cutoff,)))
    score = next(s for s in again.scores if (s.which, s.method) == ("now", OURS))
    future = events.filter(events.verb == "like", events.ts >= cutoff.replace(tzinfo=None)).to_pyarrow().to_pylist()
    gains = dict.fromkeys(listed, 0.0)
    for row in future:
        within = (row["ts"].replace(tzinfo=None) - cutoff.replace(tzinfo=None)).days < 90
        if within and row["actor_id"] != row["target_user_id"] and row["target_user_id"] in gains:
            gains[row["target_user_id"]] += row["value"]
    discount = 1 / np.log2(np.arange(2, len(listed) + 2))
    shown = np.log1p([gains[name] for name in listed])
    assert score.ndcg100 == pytest.approx((shown * discount).sum() / (np.sort(shown)[::-1] * discount).sum())


def test_the_same_seed_gives_the_same_intervals(events, judged):
    again = backtest(events, BacktestQuery(LIKES, cutoffs=3, horizon_days=90))
    assert again.means == judged.means


def test_a_history_shorter_than_two_horizons_is_refused(tmp_path):
    short = opener(tmp_path)(table_of([event(1, "topic", "bo", None, "p1"), event(50, "like", None, "bo", "p1")]))
    with pytest.raises(EngineError) as refusal:
        backtest(short, BacktestQuery(LIKES, horizon_days=90))
    assert (refusal.value.code, refusal.value.values) == ("E-RANK-102", {"have_days": 50, "need_days": 180})


def test_a_few_posts_of_a_wrong_year_do_not_move_the_cutoffs(tmp_path, judged):
    community = drawn_community()
    strays = [event(on, "topic", "m1", None, f"stray{on}") for on in (-15_000, 9_000, 9_001)]
    events = opener(tmp_path)(pa.concat_tables([community, table_of(strays)]))
    told = backtest(events, BacktestQuery(LIKES, cutoffs=3, horizon_days=90))
    assert told.cutoffs == judged.cutoffs


def test_years_of_silence_are_part_of_the_history(tmp_path):
    wrote = [event(on, "topic", "bo", None, f"p{on}") for on in (0, 1, 2, 2000, 2001, 2002)]
    liked = [event(on, "like", None, "bo", f"p{on}") for on in (1, 2002)]
    told = backtest(opener(tmp_path)(table_of(wrote + liked)), BacktestQuery(LIKES, cutoffs=2, horizon_days=500))
    assert [(cutoff - day(0)).days for cutoff in told.cutoffs] == [500, 1503]


def test_where_nobody_is_recognised_there_is_nothing_to_judge_by(tmp_path):
    quiet = opener(tmp_path)(table_of([event(on, "topic", "bo", None, f"p{on}") for on in range(0, 100, 9)]))
    with pytest.raises(EngineError, match="E-RANK-103"):
        backtest(quiet, BacktestQuery(LIKES, cutoffs=2, horizon_days=30))


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal():
    files = [file for file in Path(ranking.__file__).parent.glob("*.py") if file.name != "codes.py"]
    assert {code for file in files for code in re.findall(r"E-RANK-\d{3}", file.read_text())} == set(REFUSALS)


def test_no_events_are_refused(tmp_path):
    with pytest.raises(EngineError, match="E-RANK-101"):
        backtest(opener(tmp_path)(table_of([])), BacktestQuery(LIKES))
