"""One judge for many sets, and who is likely reached: against answers that can be worked out by hand."""

import numpy as np
import pytest

from kolony_engine.diffusion import (
    DiffusionError,
    Judge,
    SeedQuery,
    build_graph,
    reached_shares,
    select_seeds,
    simulate,
)
from kolony_engine.diffusion.choosing.greedy import judge, newly_covered
from kolony_engine.diffusion.choosing.holding import Holding
from kolony_engine.diffusion.machine.streams import COMPARE
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Sets, Task, Threads


@pytest.fixture(scope="module")
def two_stars():
    """0 moves 1..8, 10 moves 11..15, each with a chance of one half; 20 and 21 move nobody else."""
    source = np.array([0] * 8 + [10] * 5 + [20])
    target = np.array([*range(1, 9), *range(11, 16), 21])
    return build_graph(source, target, np.full(len(source), 0.5))


def test_a_given_set_is_judged_as_it_can_be_worked_out(two_stars):
    judge = Judge(two_stars, model="arc")
    both = judge.reach([0, 10])
    assert both.reach == pytest.approx(1 + 4 + 1 + 2.5, rel=0.02)
    assert both.lower <= 8.5 <= both.upper
    assert both.gains[0] == pytest.approx(5.0, rel=0.02)
    assert both.overlap[0, 1] == 0.0


def test_the_judge_says_what_each_reaches_alone_and_would_add(two_stars):
    judge = Judge(two_stars, model="arc")
    place = two_stars.index_of([0, 1, 10])
    assert judge.alone[place] == pytest.approx([5.0, 1.0, 3.5], rel=0.05)
    assert judge.adds([0])[place] == pytest.approx([0.0, 0.5, 3.5], rel=0.05)


def test_targets_weigh_and_the_rest_do_not(two_stars):
    judge = Judge(two_stars, model="arc", targets={11: 1.0, 12: 0.5})
    assert judge.reach([0]).reach == 0.0
    assert judge.reach([10]).reach == pytest.approx(0.75, rel=0.03)
    with pytest.raises(DiffusionError) as refused:
        Judge(two_stars, targets={11: 2.0})
    assert refused.value.code == "E-DIFF-305"


def test_the_judge_agrees_with_the_certificate_and_with_the_simulation():
    dice = np.random.default_rng(5)
    graph = build_graph(dice.integers(0, 400, 2000), dice.integers(0, 400, 2000))
    chosen = select_seeds(graph, SeedQuery(k=6, eps=0.1))
    judged = Judge(graph).reach(chosen.seeds)
    slow = simulate(graph, chosen.seeds, runs=20_000)
    assert judged.reach == pytest.approx(slow.mean, abs=4 * slow.standard_error + 0.01 * slow.mean)
    assert chosen.lower <= judged.reach <= chosen.upper
    assert sum(judged.gains) == pytest.approx(judged.reach)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_written_down_once_answers_as_a_look_through_all_sets(seed):
    dice = np.random.default_rng(seed)
    graph = build_graph(dice.integers(0, 90, 400), dice.integers(0, 90, 400))
    sets = Sets(Task(graph, chances(graph, "wc"), np.empty(0), seed, COMPARE), Threads(1))
    sets.grow_to(3_000)
    nodes = dice.permutation(graph.nodes)[: int(dice.integers(1, 20))]
    gains, together = Holding(sets).judge(nodes)
    known = judge(sets, nodes)
    assert gains.tolist() == known[0].tolist()
    assert together.tolist() == known[1].tolist()
    everybody = np.arange(graph.nodes, dtype=np.int32)
    assert Holding(sets).newly_covered(nodes).tolist() == newly_covered(sets, nodes, everybody).tolist()


def test_who_is_likely_reached_adds_up_to_the_reach(two_stars):
    shares = reached_shares(two_stars, [0, 10], model="arc", runs=20_000)
    assert shares[two_stars.index_of([0, 10])].tolist() == [1.0, 1.0]
    assert shares[two_stars.index_of([1, 15])] == pytest.approx([0.5, 0.5], abs=0.02)
    assert shares[two_stars.index_of([21])] == [0.0]
    assert np.array_equal(shares, reached_shares(two_stars, [0, 10], model="arc", runs=20_000, threads=2))


def test_who_must_be_in_may_take_the_whole_budget(two_stars):
    costs = {0: 5.0, 10: 5.0, 20: 5.0}
    query = SeedQuery(budget=7.0, costs=costs, candidates=[0, 10, 20], must_have=[20], model="arc")
    chosen = select_seeds(two_stars, query)
    assert list(chosen.seeds) == [20]
    assert chosen.lower <= 1.5 <= chosen.upper


def test_nobody_useful_among_the_candidates_is_an_answer_not_an_accident(two_stars):
    chosen = select_seeds(two_stars, SeedQuery(k=1, candidates=[20], targets={1: 1.0}, model="arc"))
    assert chosen.spread_estimate == 0.0
