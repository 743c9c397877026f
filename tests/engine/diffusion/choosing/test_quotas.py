"""Quotas and budgets against the enumerated optimum on graphs so small that every set can be tried."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolony_engine.diffusion import DiffusionError, SeedQuery, build_graph, select_seeds
from tests.engine.diffusion.tiny import exact_spread, small_graphs


def within(seeds, groups, at_least, at_most):
    count = {name: sum(groups.get(member) == name for member in seeds) for name in {*at_least, *at_most}}
    return all(count[name] >= least for name, least in at_least.items()) and all(
        count[name] <= most for name, most in at_most.items()
    )


def some_of(ids, k=None):
    """Every set of one to k of these."""
    return (s for size in range(1, (k or len(ids)) + 1) for s in itertools.combinations(ids, size))


def best_within(graph, k, fits):
    """The best reach of any set of up to k that fits."""
    sets = some_of(graph.ids.tolist(), k)
    return max(exact_spread(graph, graph.index_of(list(s)), "arc") for s in sets if fits(s))


@settings(max_examples=40, deadline=None)
@given(small_graphs(), st.integers(1, 3), st.data())
def test_quotas_are_kept_and_the_certificate_holds_against_the_exact_optimum(graph, k, data):
    ids = graph.ids.tolist()
    groups = {member: data.draw(st.sampled_from("ab")) for member in ids if data.draw(st.booleans())}
    size = {name: sum(g == name for g in groups.values()) for name in set(groups.values())}
    at_most = {name: data.draw(st.integers(1, 3)) for name in size}
    at_least = {name: data.draw(st.integers(0, min(size[name], at_most[name]))) for name in size}
    k = min(k, len(ids))
    if sum(at_least.values()) > k:
        at_least = {}
    chosen = select_seeds(
        graph, SeedQuery(k=k, model="arc", eps=0.05, groups=groups, at_least=at_least, at_most=at_most)
    )
    assert within(chosen.seeds, groups, at_least, at_most)
    best = best_within(graph, k, lambda s: within(s, groups, at_least, at_most))
    reach = exact_spread(graph, graph.index_of(list(chosen.seeds)), "arc")
    assert chosen.lower <= reach <= chosen.upper + 1e-9
    assert best <= chosen.best_possible + 1e-9
    assert reach >= (0.5 - 0.05) * best


@settings(max_examples=25, deadline=None)
@given(small_graphs(), st.integers(1, 3), st.lists(st.floats(0.5, 3.0), min_size=6, max_size=6))
def test_a_number_and_a_budget_hold_together(graph, k, price):
    costs = dict(zip(graph.ids.tolist(), price, strict=False))
    budget = 3.0
    chosen = select_seeds(graph, SeedQuery(k=k, budget=budget, costs=costs, model="arc", eps=0.05))
    assert len(chosen.seeds) <= k
    assert sum(chosen.costs) <= budget + 1e-9
    best = best_within(graph, k, lambda s: sum(costs[member] for member in s) <= budget)
    reach = exact_spread(graph, graph.index_of(list(chosen.seeds)), "arc")
    assert chosen.lower <= reach <= chosen.upper + 1e-9
    assert best <= chosen.best_possible + 1e-9


@settings(max_examples=60, deadline=None)
@given(small_graphs(), st.lists(st.floats(0.5, 3.0), min_size=6, max_size=6), st.data())
def test_so_many_of_a_group_are_in_and_paid_for_and_the_certificate_holds(graph, price, data):
    ids = graph.ids.tolist()
    costs = dict(zip(ids, price, strict=False))
    groups = {member: data.draw(st.sampled_from("ab")) for member in ids if data.draw(st.booleans())}
    inside = {name: sorted(costs[one] for one in groups if groups[one] == name) for name in set(groups.values())}
    at_least = {name: data.draw(st.integers(0, len(of))) for name, of in inside.items()}
    at_most = {name: data.draw(st.integers(max(1, at_least[name]), len(of))) for name, of in inside.items()}
    must = data.draw(st.sampled_from([[], ids[:1]]))
    k = data.draw(st.none() | st.integers(len(must) + sum(at_least.values()), 7).filter(bool))

    def fits(s):
        return within(s, groups, at_least, at_most) and set(must) <= set(s) and len(s) <= (k or 7)

    cheapest = min(sum(costs[one] for one in s) for s in some_of(ids) if fits(s))
    budget = max(cheapest, data.draw(st.floats(1.0, 8.0)))
    asked = SeedQuery(
        k=k, budget=budget, costs=costs, groups=groups, at_least=at_least, at_most=at_most, must_have=must,
        model="arc", eps=0.05,
    )  # fmt: skip
    chosen = select_seeds(graph, asked)
    assert fits(chosen.seeds) and sum(chosen.costs) <= budget + 1e-9
    best = best_within(graph, 7, lambda s: fits(s) and sum(costs[one] for one in s) <= budget + 1e-9)
    reach = exact_spread(graph, graph.index_of(list(chosen.seeds)), "arc")
    assert chosen.lower <= reach <= chosen.upper + 1e-9
    assert best <= chosen.best_possible + 1e-9
    if must or any(at_least.values()):
        with pytest.raises(DiffusionError) as refusal:
            select_seeds(graph, replace(asked, budget=0.98 * cheapest))
        assert refusal.value.code in ("E-DIFF-303", "E-DIFF-312")


def test_a_budget_of_exactly_what_all_cost_pays_for_all_in_whatever_order_it_was_added_up():
    graph, costs = build_graph([0, 0, 0], [1, 2, 3]), {0: 1.0, 1: 1.0, 2: 2.101043100062031, 3: 1.4559613934621778}
    budgets = {sum(costs[one] for one in order) for order in itertools.permutations(costs)}
    asked = SeedQuery(costs=costs, groups={2: "b", 3: "b"}, at_least={"b": 2}, must_have=[0, 1])
    assert len(budgets) > 1
    assert all(len(select_seeds(graph, replace(asked, budget=budget)).seeds) == 4 for budget in budgets)


def test_what_a_place_for_the_village_costs_is_kept_for_it():
    """Two hubs of the town would eat the budget up; the village asks for the dearer of what is left."""
    graph, groups = two_crowds()
    costs = {0: 2.0, 1: 2.0, 2: 2.0, 50: 3.0}
    asked = {"budget": 5.0, "costs": costs, "cost_else": 9.0, "groups": groups}
    assert set(select_seeds(graph, SeedQuery(**asked)).seeds) <= {0, 1, 2}
    fair = select_seeds(graph, SeedQuery(**asked, at_least={"village": 1}))
    assert set(fair.seeds) & {0, 1, 2} and 50 in fair.seeds and len(fair.seeds) == 2
    assert fair.best_possible < 17
    with pytest.raises(DiffusionError) as refusal:
        select_seeds(graph, SeedQuery(**asked, at_least={"village": 1}, must_have=[0, 1]))
    assert refusal.value.values == {"cost": 7.0, "budget": 5.0, "missing": 2.0}


def test_who_reaches_nobody_still_fills_a_quota_and_the_cheapest_does():
    graph, groups = two_crowds()
    costs = {0: 4.0, 50: 3.0, 200: 2.0, 201: 1.0}
    groups = groups | {200: "quiet", 201: "quiet"}
    chosen = select_seeds(
        graph, SeedQuery(budget=5.0, costs=costs, cost_else=9.0, groups=groups, at_least={"quiet": 1})
    )
    assert set(chosen.seeds) == {0, 201}


def two_crowds():
    """Hubs 0, 1, 2 reach ten each in the town; hub 50 reaches three in the village."""
    source = np.repeat([0, 1, 2, 50], [10, 10, 10, 3])
    target = np.array([*range(100, 130), 200, 201, 202])
    return build_graph(source, target), {0: "town", 1: "town", 2: "town", 50: "village"}


def test_the_village_gets_its_place_and_the_town_no_more_than_its_own():
    graph, groups = two_crowds()
    assert set(select_seeds(graph, SeedQuery(k=3)).seeds) == {0, 1, 2}
    fair = select_seeds(graph, SeedQuery(k=3, groups=groups, at_least={"village": 1}))
    assert 50 in fair.seeds
    assert len(set(fair.seeds) & {0, 1, 2}) == 2
    capped = select_seeds(graph, SeedQuery(k=3, groups=groups, at_most={"town": 1}))
    assert len(set(capped.seeds) & {0, 1, 2}) == 1
    assert capped.runner_up not in {0, 1, 2}


def test_must_have_people_count_in_their_group():
    graph, groups = two_crowds()
    chosen = select_seeds(graph, SeedQuery(k=2, must_have=[2], groups=groups, at_most={"town": 1}))
    assert (chosen.seeds[0], chosen.seeds[1]) == (2, 50)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"at_most": {"city": 1}}, "E-DIFF-307"),
        ({"at_least": {"town": 2}, "at_most": {"town": 1}}, "E-DIFF-308"),
        ({"at_least": {"town": 2, "village": 1}, "k": 2}, "E-DIFF-309"),
        ({"at_least": {"town": 1}, "must_have": [50, 100], "k": 2}, "E-DIFF-309"),
        ({"at_least": {"village": 2}}, "E-DIFF-310"),
        ({"at_least": {"village": 1}, "excluded": [50]}, "E-DIFF-310"),
        ({"at_most": {"town": 1}, "must_have": [0, 1]}, "E-DIFF-311"),
        ({"at_least": {"village": 1, "town": 3}, "k": None, "budget": 3.0}, "E-DIFF-312"),
    ],
)
def test_quotas_that_cannot_be_kept_are_refused(asked, code):
    graph, groups = two_crowds()
    with pytest.raises(DiffusionError) as refusal:
        select_seeds(graph, SeedQuery(**{"k": 3, "groups": groups, **asked}))
    assert refusal.value.code == code
