"""Choosing within a budget, among more people than are looked through at once: what is chosen is what the plain way
would choose, and no set can add more than the bound says."""

import numpy as np
import pytest

from kolony_engine.diffusion import SeedQuery, build_graph, select_seeds
from kolony_engine.diffusion.choosing.budget import greedy_within
from kolony_engine.diffusion.choosing.greedy import SHELF, largest_sum
from kolony_engine.diffusion.choosing.rations import Asked, most_to_add, shelves_of
from kolony_engine.diffusion.choosing.terms import terms_of
from kolony_engine.diffusion.machine.streams import SELECT
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Sets, Task, Threads


@pytest.fixture(scope="module")
def town():
    dice = np.random.default_rng(11)
    return build_graph(dice.integers(0, 3000, 9_000), dice.zipf(1.5, 9_000) % 3000)


@pytest.fixture(scope="module")
def sets(town):
    found = Sets(Task(town, chances(town, "wc"), np.empty(0), 3, SELECT), Threads(1))
    found.grow_to(8_000)
    return found


def plain(sets, terms):
    """Node numbers and gains: most new sets for the money first, who is first where two are alike."""
    held = [set(one.tolist()) for one in np.split(sets.members[: sets.used], sets.ends[: sets.size - 1])]
    chosen, gains, left, room = [], [], terms.budget, terms.quotas.at_most.copy()
    while True:
        counts = np.bincount([m for one in held for m in one], minlength=len(terms.cost))
        fits = (counts > 0) & (terms.cost <= left) & (room[terms.quotas.group] > 0)
        if not fits.any():
            return chosen, gains
        best = int(np.argmax(np.where(fits, counts / terms.cost, -1.0)))
        held = [one for one in held if best not in one]
        chosen.append(best)
        gains.append(int(counts[best]))
        left -= terms.cost[best]
        room[terms.quotas.group[best]] -= 1


@pytest.mark.parametrize("seed", range(3))
def test_what_is_chosen_is_what_the_plain_way_would_choose(town, sets, seed):
    assert town.nodes > 4 * SHELF
    dice = np.random.default_rng(seed)
    costs = dict(zip(town.ids.tolist(), dice.choice([1.0, 1.5, 2.0, 7.0], town.nodes).tolist(), strict=True))
    groups = {one: f"g{one % 3}" for one in town.ids.tolist()}
    terms = terms_of(town, SeedQuery(budget=60.0, costs=costs, groups=groups, at_most={"g0": 4, "g1": 9}))
    found = greedy_within(sets, terms)
    assert (found.seeds.tolist(), found.gains.tolist()) == plain(sets, terms)
    assert found.bound >= found.covered


def test_one_price_for_all_is_what_everybody_paying_it_is(town):
    asked = {"budget": 30.0, "eps": 0.2}
    one, all_of_them = (
        select_seeds(town, SeedQuery(**asked, **said))
        for said in ({"cost_else": 2.0}, {"costs": dict.fromkeys(town.ids.tolist(), 2.0)})
    )
    assert (one.seeds, one.best_possible) == (all_of_them.seeds, all_of_them.best_possible)


@pytest.mark.parametrize("seed", range(20))
def test_no_set_within_the_quotas_adds_more_than_the_bound(seed):
    dice = np.random.default_rng(seed)
    many, groups, budget, k = 9, 3, 12.0, 5
    marginal, cost = dice.integers(0, 20, many).astype(np.int32), dice.integers(1, 8, many).astype(float)
    group, candidates = dice.integers(0, groups, many).astype(np.int32), np.arange(many, dtype=np.int32)
    least, most = np.array([1, 0, 0]), np.array([2, 2, many])
    group[0] = 0
    asked = Asked(candidates, cost, group, least, most, *shelves_of(candidates, group, least, cost))
    bound = most_to_add(marginal, asked, (budget, k), np.zeros(groups, np.int64), np.zeros(many, np.bool_))
    best = -1
    for code in range(1 << many):
        own = np.flatnonzero([code >> c & 1 for c in range(many)])
        count = np.bincount(group[own], minlength=groups)
        if len(own) <= k and cost[own].sum() <= budget and (count >= least).all() and (count <= most).all():
            best = max(best, int(marginal[own].sum()))
    assert best <= bound * (1 + 1e-9)
    assert bound <= best + marginal.max() * groups + 1  # and it is no idle one


@pytest.mark.parametrize("top", [1, 3, 40, 4_000])
@pytest.mark.parametrize("outside", [0, 2])
def test_the_largest_marginals_are_added_up_with_or_without_a_copy(top, outside):
    dice = np.random.default_rng(top)
    for k in (0, 1, 7, 60, 299, 300, 400):
        marginal = dice.integers(-1, top + 1, 300)
        largest = np.sort(marginal)[::-1][:k]
        known = largest.sum() if k >= len(marginal) else np.maximum(largest, outside).sum()
        assert largest_sum(marginal, k, outside) == known + outside * max(0, k - len(marginal))


def test_who_can_be_paid_for_may_reach_nobody():
    path = build_graph(np.array([1, 1, 2]), np.array([2, 3, 3]))
    costs, asked = {1: 9.0, 2: 9.0, 3: 1.0}, {"targets": {1: 1.0}, "model": "uniform:0.5", "eps": 0.3}
    assert select_seeds(path, SeedQuery(budget=1.0, costs=costs, **asked)).seeds == ()
    groups = {"groups": {3: "last"}, "at_least": {"last": 1}}
    assert select_seeds(path, SeedQuery(budget=1.0, costs=costs, **asked, **groups)).seeds == (3,)
