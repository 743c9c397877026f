"""Seeds against the truth: on graphs so small that every outcome can be counted."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolony_engine import diffusion
from kolony_engine.diffusion import Cancelled, DiffusionError, SeedQuery, build_graph, select_seeds, simulate
from kolony_engine.diffusion.codes import CODES
from kolony_engine.diffusion.machine.streams import SELECT
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Sets, Task, Threads
from tests.engine.diffusion.tiny import exact_spread, small_graphs

RAISED = re.compile(r'"(E-DIFF-\d{3})"')


@settings(max_examples=25, deadline=None)
@given(small_graphs(), st.integers(1, 3), st.sampled_from(["arc", "wc", "uniform:0.3"]))
def test_the_certificate_holds_against_the_exact_optimum(graph, k, model):
    chosen = select_seeds(graph, SeedQuery(k=k, model=model, eps=0.05))
    k = min(k, graph.nodes)
    best = max(exact_spread(graph, s, model) for s in itertools.combinations(range(graph.nodes), k))
    reach = exact_spread(graph, graph.index_of(list(chosen.seeds)), model)
    assert chosen.lower <= reach <= chosen.upper + 1e-9
    assert best <= chosen.best_possible + 1e-9
    assert reach >= (1 - 1 / np.e - 0.05) * best


@settings(max_examples=25, deadline=None)
@given(small_graphs(), st.data())
def test_the_certificate_holds_with_targets_fees_and_people_who_must_or_may_not_be_in(graph, data):
    everybody = range(graph.nodes)
    each = {"min_size": graph.nodes, "max_size": graph.nodes}
    weight = data.draw(st.lists(st.sampled_from([0.0, 0.5, 1.0]), **each).filter(any))
    fee = data.draw(st.lists(st.sampled_from([1.0, 2.0, 5.0]), **each))
    must, out = data.draw(st.permutations(everybody))[:2]
    budget = fee[must] + data.draw(st.sampled_from([0.0, 2.0, 6.0]))
    named = [graph.ids[node].item() for node in everybody]
    asked = SeedQuery(
        budget=budget, costs=dict(zip(named, fee, strict=True)), targets=dict(zip(named, weight, strict=True)),
        must_have=(named[must],), excluded=(named[out],), model="arc", eps=0.05,
    )  # fmt: skip
    told = select_seeds(graph, asked)
    chosen = graph.index_of(list(told.seeds)).tolist()
    sets = (s for k in everybody for s in itertools.combinations(everybody, k + 1))
    may = [s for s in sets if must in s and out not in s and sum(fee[node] for node in s) <= budget]
    assert tuple(sorted(chosen)) in may
    assert told.lower <= exact_spread(graph, chosen, "arc", weight) <= told.upper + 1e-9
    assert max(exact_spread(graph, s, "arc", weight) for s in may) <= told.best_possible + 1e-9


@settings(max_examples=15, deadline=None)
@given(small_graphs(), st.sampled_from(["arc", "wc", "uniform:0.3", "lt"]))
def test_simulation_and_sets_agree(graph, model):
    if model == "lt":
        graph = build_graph(graph.sources, np.repeat(np.arange(graph.nodes), graph.in_degree))
    chosen = select_seeds(graph, SeedQuery(k=1, model=model, eps=0.02))
    played = simulate(graph, chosen.seeds, model=model, runs=6400)
    assert chosen.lower - 4 * played.standard_error <= played.mean <= chosen.upper + 4 * played.standard_error


@pytest.fixture(scope="module")
def village():
    rng = np.random.default_rng(5)
    source, target = rng.integers(0, 3000, 20_000), rng.zipf(1.6, 20_000) % 3000
    return build_graph(source, target)


def test_threads_do_not_change_the_seeds(village):
    one, two, four = (select_seeds(village, SeedQuery(k=30, eps=0.02), threads=t) for t in (1, 2, 4))
    assert one.seeds == two.seeds == four.seeds
    assert one.gains == two.gains == four.gains


def test_another_seed_of_randomness_gives_other_numbers(village):
    a, b = (select_seeds(village, SeedQuery(k=10, seed=s)) for s in (1, 2))
    assert a.gains != b.gains


def test_excluded_people_are_never_chosen_and_must_have_people_always(village):
    free = select_seeds(village, SeedQuery(k=5))
    query = SeedQuery(k=5, excluded=free.seeds[:2], must_have=[int(village.ids[-1])])
    chosen = select_seeds(village, query)
    assert not set(free.seeds[:2]) & set(chosen.seeds)
    assert chosen.seeds[0] == village.ids[-1]
    assert len(chosen.seeds) == 5


def test_only_candidates_are_chosen(village):
    some = [int(i) for i in village.ids[:40]]
    assert set(select_seeds(village, SeedQuery(k=5, candidates=some)).seeds) <= set(some)


def test_only_targets_count():
    """Two hubs: a reaches many, b reaches the one who matters."""
    source = np.array([0] * 8 + [9])
    target = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10])
    graph = build_graph(source, target)
    assert select_seeds(graph, SeedQuery(k=1)).seeds == (0,)
    chosen = select_seeds(graph, SeedQuery(k=1, targets={10: 1.0}, candidates=[0, 9]))
    assert chosen.seeds == (9,)
    assert chosen.target_weight == 1.0
    assert chosen.spread_estimate == pytest.approx(1.0)


def test_a_budget_is_kept_and_the_dear_hub_is_left_out():
    """One hub for 10 reaches 8; eight others for 1 each reach 2 each: with 5 to spend, five of them."""
    source = np.array([0] * 7 + list(range(20, 28)))
    target = np.array([1, 2, 3, 4, 5, 6, 7, *range(30, 38)])
    graph = build_graph(source, target)
    chosen = select_seeds(graph, SeedQuery(budget=5.0, costs={0: 10.0}))
    assert sum(chosen.costs) <= 5.0
    assert 0 not in chosen.seeds
    assert chosen.spread_estimate == pytest.approx(10.0, rel=0.1)
    assert chosen.spread_estimate <= chosen.best_possible


def test_the_best_single_member_beats_many_cheap_ones():
    """Gain per cost alone would take the cheap ones and could then no longer afford the hub."""
    source = np.array([0] * 30 + [40])
    target = np.array([*range(1, 31), 41])
    graph = build_graph(source, target)
    chosen = select_seeds(graph, SeedQuery(budget=10.0, costs={0: 10.0, 40: 0.5, 41: 20.0}, cost_else=20.0))
    assert chosen.seeds == (0,)


def test_gains_fall_and_add_up(village):
    chosen = select_seeds(village, SeedQuery(k=20, eps=0.02))
    assert chosen.curve[-1] == pytest.approx(chosen.spread_estimate)
    assert np.allclose(np.cumsum(chosen.gains), chosen.curve)
    assert chosen.overlap.shape == (20, 20)
    assert np.allclose(chosen.overlap, chosen.overlap.T)


def test_the_runner_up_is_somebody_else_and_never_better(village):
    chosen = select_seeds(village, SeedQuery(k=10))
    assert chosen.runner_up not in chosen.seeds
    assert chosen.runner_up_gap >= 0


def test_cancelling_leaves_nothing(village):
    with pytest.raises(Cancelled):
        select_seeds(village, SeedQuery(k=10), progress=lambda share, step: False)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (SeedQuery(), "E-DIFF-301"),
        (SeedQuery(k=1, candidates=[1], excluded=[1]), "E-DIFF-302"),
        (SeedQuery(budget=1.0, must_have=[1, 2]), "E-DIFF-303"),
        (SeedQuery(budget=1.0, costs={1: -1.0}), "E-DIFF-304"),
        (SeedQuery(k=1, targets={1: 2.0}), "E-DIFF-305"),
        (SeedQuery(k=1, excluded=[99]), "E-DIFF-404"),
        (SeedQuery(k=1, model="magic"), "E-DIFF-203"),
        (SeedQuery(k=1, model="uniform:2"), "E-DIFF-204"),
        (SeedQuery(k=1, model="arc"), "E-DIFF-205"),
        (SeedQuery(k=1, must_have=[1], excluded=[1]), "E-DIFF-313"),
        (SeedQuery(k=1, must_have=[1, 2]), "E-DIFF-314"),
        (SeedQuery(budget=0.5), "E-DIFF-315"),
        (SeedQuery(budget=float("nan")), "E-DIFF-301"),
        (SeedQuery(k=1, eps=0.0), "E-DIFF-316"),
        (SeedQuery(k=1, delta=float("nan")), "E-DIFF-316"),
    ],
)
def test_refusals_say_why(query, code):
    graph = build_graph(np.array([1, 2]), np.array([2, 3]))
    with pytest.raises(DiffusionError) as refusal:
        select_seeds(graph, query)
    assert refusal.value.code == code


def test_every_code_raised_has_a_sentence_and_every_sentence_a_code():
    files = [file for file in Path(diffusion.__file__).parent.rglob("*.py") if file.name != "codes.py"]
    raised = {code for file in files for code in RAISED.findall(file.read_text())}
    assert raised == set(CODES)


def test_whoever_must_be_in_is_in_once():
    graph = build_graph(np.array([1, 2, 3]), np.array([2, 3, 4]))
    chosen = select_seeds(graph, SeedQuery(k=2, must_have=[2, 2]))
    assert sorted(chosen.seeds) == [1, 2]


def test_a_longer_name_is_nobody_elses():
    graph = build_graph(np.array(["ann", "bob"]), np.array(["bob", "eve"]))
    with pytest.raises(DiffusionError) as refusal:
        graph.index_of(["anna"])
    assert refusal.value.values["member"] == "anna"


def share_of_sets_with(graph, model, node, sets=60_000):
    task = Task(graph, chances(graph, model), np.empty(0), seed=5, purpose=SELECT)
    found = Sets(task, Threads(1))
    found.grow_to(sets)
    return found.counts[node] / found.size


@pytest.mark.parametrize("degree", [5, 60, 200])
@pytest.mark.parametrize("top", [1e-7, 0.02, 0.5, 1.0])
def test_arcs_of_their_own_come_alive_as_often_as_they_should(degree, top):
    """A star into one member: how often each arc is live, in short rows and in long ones."""
    p = top / np.arange(1, degree + 1)
    graph = build_graph(np.arange(1, degree + 1), np.zeros(degree, int), p)
    found = [share_of_sets_with(graph, "arc", node, 200_000) for node in (1, 2, degree)]
    expected = np.array([1 + p[0], 1 + p[1], 1 + p[-1]]) / (degree + 1)
    assert np.allclose(found, expected, atol=5 * np.sqrt(expected / 200_000))
