"""Budgets, costs, bends, audiences: decided without a database."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolony.stages.discover.seedsets import rules
from kolony.stages.discover.seedsets.rules import Curve, Seen


def test_steps_are_round_numbers_around_what_was_asked():
    asked = rules.budget_steps(3_000_000, whole=100)
    assert [step // 100 for step in asked] == [6000, 10000, 15000, 20000, 24000, 30000, 38000, 45000, 52000, 60000]
    assert rules.budget_steps(8) == [2, 3, 4, 5, 6, 8, 10, 12, 14, 16]
    assert rules.budget_steps(1) == [1, 2]


@given(st.integers(1, 10**12), st.sampled_from([1, 100]))
def test_what_was_asked_is_always_one_of_the_steps_and_steps_rise(asked, whole):
    steps = rules.budget_steps(asked * whole, whole=whole)
    assert asked * whole in steps
    assert steps == sorted(set(steps))
    assert steps[0] >= 1


def test_the_curve_is_a_base_and_so_much_a_head_in_whole_tens():
    curve = Curve(base=80_000, each=4_000)
    assert [curve.cost(reach) for reach in (0, 1, 119.2)] == [80_000, 84_000, 557_000]
    assert Curve(0, 0).cost(5) == 1000


def test_the_bend_is_where_more_money_begins_to_buy_less():
    budgets, reaches = [10, 20, 30, 40, 50], [10.0, 60.0, 70.0, 75.0, 78.0]
    assert rules.knee(budgets, reaches) == 1
    assert rules.slopes(budgets, reaches, 1) == (5.0, 0.6)
    assert rules.knee(budgets, [10.0, 20.0, 30.0, 40.0, 50.0]) is None
    assert rules.knee([1, 2], [1.0, 2.0]) is None


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        ([], True),
        ([{"kind": "newcomer", "value": 30}], False),
        ([{"kind": "newcomer", "value": 40}, {"kind": "active", "value": 5}], True),
        ([{"kind": "quiet", "value": 5}], False),
        ([{"kind": "not_bought"}], False),
        ([{"kind": "bought"}, {"kind": "topic", "value": "maps"}], True),
    ],
)
def test_all_conditions_must_hold(conditions, wanted):
    assert rules.is_wanted(Seen(tenure_days=40, recency_days=5, bought=1), conditions) is wanted


def test_who_is_in_several_segments_weighs_the_most_of_them():
    assert rules.weights_of([(0.5, ["a", "b"]), (1.0, ["b", "c"]), (0.0, ["d"])]) == {"a": 0.5, "b": 1.0, "c": 1.0}


def test_the_simple_way_takes_down_the_ranking_whoever_can_still_be_paid():
    costs = {"a": 5, "b": 4, "c": 1, "d": 1}
    assert rules.first_affordable(["a", "b", "x", "c", "d"], costs, 7, None) == ["a", "c", "d"]
    assert rules.first_affordable(["a", "b", "c", "d"], costs, 7, 2) == ["a", "c"]


def test_room_is_made_by_one_if_one_is_enough_else_by_the_least_for_the_money():
    seats = [("a", 50.0, 30.0), ("b", 9.0, 10.0), ("c", 4.0, 8.0)]
    assert rules.make_room(seats, 0) == []
    assert rules.make_room(seats, 8) == ["c"]
    assert rules.make_room(seats, 9) == ["b"]
    assert rules.make_room(seats, 40) == ["c", "b", "a"]
    assert rules.make_room(seats, 100) == []


def test_so_many_of_a_group_as_fit_and_can_be_paid_for_beside_those_who_must_be_in():
    least = rules.Least("koc", n=3, inside=1, spent=500, prices=(100, 200, 400))
    assert (least.lacks(), least.cost()) == (False, 800)
    assert [least.owed(budget) for budget in (400, 500, 600, 799, 800, 9000)] == [1, 1, 2, 2, 3, 3]
    assert replace(least, places=2).owed(9000) == 2
    assert replace(least, n=5).lacks()


def test_two_sets_are_in_both_in_one_or_in_the_other():
    assert rules.in_both("abc", "cbd") == (["b", "c"], ["a"], ["d"])


@pytest.mark.parametrize(("low", "high", "said"), [(1.01, 1.2, "better"), (0.8, 0.99, "worse"), (0.9, 1.1, "open")])
def test_an_interval_over_one_cannot_tell(low, high, said):
    assert rules.verdict(low, high) == said
