"""The community's own pace and the ageing of its posts, which nobody has to configure."""

import numpy as np
import pytest

from kolony_engine.events import Recognition
from kolony_engine.measures import community_ageing, community_pace, day_number
from kolony_engine.measures.clock.pace import Pace
from kolony_engine.measures.members.graph import core_numbers, pagerank
from tests.engine.community import day, event, opener, table_of

LIKES = Recognition.parse("like=1")


def test_the_half_life_is_twice_the_silence_that_one_return_in_twenty_exceeds(tmp_path):
    steady = [event(10 * n, "reply", "bo", None, f"p{n}") for n in range(40)]
    pace = community_pace(opener(tmp_path)(table_of(steady)), day(400))
    assert (pace.usual_silence_days, pace.half_life_days, pace.window_days, pace.returns) == (10, 20, 40, 39)


def test_a_young_community_has_a_quarter_of_its_life_as_half_life(tmp_path):
    few = [event(n, "reply", "bo", None, f"p{n}") for n in range(3)]
    pace = community_pace(opener(tmp_path)(table_of(few)), day(80))
    assert (pace.half_life_days, pace.span_days) == (20, 80)


def test_a_community_without_acts_still_has_a_pace(tmp_path):
    assert community_pace(opener(tmp_path)(table_of([])), day(1)) == Pace(14.0, 7.0, 0.0)


def test_likes_on_the_day_leave_nothing_to_expect_from_old_posts(tmp_path):
    events = [event(n, "reply", "bo", None, f"p{n}") for n in range(60)]
    events += [event(n + 0.1, "like", None, "bo", f"p{n}") for n in range(60)]
    ageing = community_ageing(opener(tmp_path)(table_of(events)), LIKES, day_number(day(60)))
    assert ageing.rates[0] == pytest.approx(1.0)
    assert sum(ageing.rates[1:]) == 0


def test_late_likes_make_old_posts_worth_something(tmp_path):
    events = [event(n, "reply", "bo", None, f"p{n}") for n in range(200)]
    events += [event(n + 40, "like", None, "bo", f"p{n}") for n in range(150)]
    ageing = community_ageing(opener(tmp_path)(table_of(events)), LIKES, day_number(day(200)))
    assert ageing.earned_by(60)[0] > 0.9 > ageing.earned_by(20)[0] == 0


def test_recognition_that_names_no_post_counts_as_earned_on_the_day(tmp_path):
    events = [event(n, "reply", "bo", None, f"p{n}") for n in range(10)]
    events += [event(n, "like", None, "bo", None) for n in range(20)]
    ageing = community_ageing(opener(tmp_path)(table_of(events)), LIKES, day_number(day(20)))
    assert (ageing.attached, ageing.rates[0]) == (0.0, 2.0)


def test_pagerank_sums_to_one_and_prefers_whom_many_address():
    rank = pagerank(np.array([0, 1, 2]), np.array([3, 3, 3]), np.ones(3), 4)
    assert rank.sum() == pytest.approx(1.0)
    assert rank.argmax() == 3


def test_the_core_of_a_triangle_with_a_tail():
    core = core_numbers(np.array([0, 1, 2, 3]), np.array([1, 2, 0, 0]), 5)
    assert core.tolist() == [2, 2, 2, 1, 0]
