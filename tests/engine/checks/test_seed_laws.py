"""Every way of choosing seeds keeps the laws, and methods that break one are caught."""

import numpy as np
import pytest

from kolony_engine.checks import SEED_CHECKS, Unlawful
from kolony_engine.checks.seed_laws import (
    chooses_members_once,
    chooses_the_same_twice,
    ignores_the_order_of_arcs,
    refuses_no_arcs,
)
from kolony_engine.diffusion import SeedQuery, build_graph, select_seeds

DICE = np.random.default_rng(11)
SOURCE, TARGET = DICE.integers(0, 400, 3000), DICE.zipf(1.5, 3000) % 400
CHANCES = DICE.random((400, 400)).astype(np.float32) * 0.3  # a probability belongs to a pair, not to a row of a file
QUERIES = {
    "wc": SeedQuery(k=8),
    "uniform": SeedQuery(k=8, model="uniform:0.05"),
    "arc": SeedQuery(k=8, model="arc"),
    "lt": SeedQuery(k=8, model="lt"),
    "budget": SeedQuery(budget=6.0, costs={n: 0.5 + n / 100 for n in range(50)}),
    "quotas": SeedQuery(k=8, groups={n: n % 3 for n in range(400)}, at_least={0: 3}, at_most={1: 2}),
    "quotas and budget": SeedQuery(
        budget=9.0,
        costs={n: 0.5 + n / 100 for n in range(50)},
        groups={n: n % 3 for n in range(400)},
        at_least={0: 3, 2: 1},
        at_most={1: 2},
    ),
}


def method_of(query, threads=1):
    def choose(source, target):
        given = CHANCES[source, target] if query.model == "arc" else None
        return [seed.item() for seed in select_seeds(build_graph(source, target, given), query, threads=threads).seeds]

    return choose


def whole(query):
    """Without whom the drawn graph happens not to hold."""
    ids = set(SOURCE.tolist()) | set(TARGET.tolist())
    named = {name: {n: v for n, v in getattr(query, name).items() if n in ids} for name in ("costs", "groups")}
    return SeedQuery(**{**vars(query), **named})


@pytest.mark.parametrize("check", SEED_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", QUERIES)
def test_our_ways_of_choosing_keep_the_laws(name, check):
    check(method_of(whole(QUERIES[name])), SOURCE, TARGET)


@pytest.mark.parametrize("name", QUERIES)
def test_threads_choose_alike(name):
    query = whole(QUERIES[name])
    one, two, four = (method_of(query, threads)(SOURCE, TARGET) for threads in (1, 2, 4))
    assert one == two == four


def test_lawless_methods_are_caught():
    moods = iter(range(10))
    for lawless, check in (
        (lambda source, target: source[:3].tolist(), ignores_the_order_of_arcs),
        (lambda source, target: [next(moods)], chooses_the_same_twice),
        (lambda source, target: [1, 1], chooses_members_once),
        (lambda source, target: [10**6], chooses_members_once),
        (lambda source, target: [1, 2], refuses_no_arcs),
    ):
        with pytest.raises(Unlawful):
            check(lawless, SOURCE, TARGET)
