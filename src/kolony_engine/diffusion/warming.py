"""Compile every kernel once and keep the result on disk, so that no one waits for a compiler inside a request."""

import time

import numpy as np

from kolony_engine.diffusion.choosing import SeedQuery
from kolony_engine.diffusion.graph import build_graph
from kolony_engine.diffusion.sampling import Progress
from kolony_engine.diffusion.seeds import select_seeds
from kolony_engine.diffusion.spread import reached_shares, simulate


def warm(progress: Progress | None = None) -> float:
    """Run each kernel on a graph of a few members; returns the seconds it took (22 cold and 0.2 warm on two cores)."""
    begin = time.perf_counter()
    source = np.array([1, 1, 2, 3, 4, 5, 5, 6])
    target = np.array([2, 3, 3, 4, 5, 6, 1, 1])
    given = build_graph(source, target, np.full(len(source), 0.2))
    plain = build_graph(source, target)
    steps = [(plain, "wc"), (plain, "uniform:0.1"), (plain, "lt"), (given, "arc"), (given, "lt")]
    for done, (graph, model) in enumerate(steps):
        select_seeds(graph, SeedQuery(k=2, model=model))
        simulate(graph, [1], model=model, runs=1)
        if progress is not None and progress((done + 1) / (len(steps) + 1), "compiling") is False:
            break
    select_seeds(plain, SeedQuery(budget=2.0, targets={1: 1.0, 2: 0.5}))
    reached_shares(plain, [1], runs=1)
    return time.perf_counter() - begin
