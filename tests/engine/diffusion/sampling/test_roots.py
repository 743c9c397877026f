"""Everybody is the root of one set before anybody is the root of two, in an order drawn by lot."""

import numpy as np
import pytest

from kolony_engine.diffusion import SeedQuery, build_graph, select_seeds, simulate
from kolony_engine.diffusion.machine.streams import JUDGE, SELECT
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Sets, Task, Threads


def town(members):
    """A ring of so many members."""
    here = np.arange(members)
    return build_graph(here, np.roll(here, 1))


def roots(members, sets, *, weights=None, seed=3, purpose=SELECT, beyond=1 << 40):
    cumulated = np.empty(0) if weights is None else np.cumsum(weights)
    graph = town(members)
    grown = Sets(Task(graph, chances(graph, "uniform:0.1"), cumulated, seed, purpose, beyond=beyond), Threads(2))
    grown.grow_to(sets)
    begins = np.concatenate([[0], grown.ends[: grown.size - 1]])
    return grown.members[begins][:sets]


@pytest.mark.parametrize("beyond", [0, 1 << 40])
@pytest.mark.parametrize("members", [2, 3, 64, 65, 1_000, 4_096])
def test_all_have_had_a_turn_before_one_has_another(members, beyond):
    found = roots(members, 5 * members, beyond=beyond)
    for turn in range(5):
        assert sorted(found[turn * members : (turn + 1) * members]) == list(range(members))


def test_with_weights_turns_are_nearer_to_what_is_due_than_chance_would_be():
    weights = np.random.default_rng(5).random(1_000) * (np.arange(1_000) % 3 > 0)
    found = np.bincount(roots(1_000, 50_000, weights=weights), minlength=1_000)
    due = 50_000 * weights / weights.sum()
    assert not found[weights == 0].any()
    by_chance = np.sqrt(2 / np.pi * due).mean()
    assert np.abs(found - due).mean() < 0.5 * by_chance
    assert np.abs(found - due).max() < 20


def test_the_judge_and_another_seed_have_an_order_of_their_own():
    orders = [roots(1_000, 1_000), roots(1_000, 1_000, purpose=JUDGE), roots(1_000, 1_000, seed=4)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert (orders[one] == orders[other]).mean() < 0.01


def test_who_comes_first_is_drawn_by_lot():
    first = [roots(5, 1, seed=seed)[0] for seed in range(1_000)]
    assert (np.abs(np.bincount(first, minlength=5) - 200) < 60).all()


@pytest.mark.parametrize("seed", range(1, 6))
def test_who_reaches_nobody_is_estimated_hardly_by_chance(seed):
    """Where nobody influences anybody, only a turn that is not over leaves anything to chance."""
    graph = town(2_000)
    chosen = select_seeds(graph, SeedQuery(k=20, model="uniform:0.000000001", seed=seed))
    assert chosen.spread_estimate == pytest.approx(20, abs=0.2)
    assert simulate(graph, chosen.seeds, model="uniform:0.000000001", runs=64).mean == 20
