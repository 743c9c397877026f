"""Graphs so small that every outcome can be counted."""

import itertools

import numpy as np
from hypothesis import strategies as st

from kolony_engine.diffusion import build_graph
from kolony_engine.diffusion.sampling.chances import chances


def exact_spread(graph, seeds, model, weight=None):
    """Expected reach by going through every live-arc world (independent cascade); `weight` says what each counts."""
    probability = chances(graph, model).of_arcs(graph)
    targets = np.repeat(np.arange(graph.nodes), graph.in_degree)
    total = 0.0
    for live in itertools.product((False, True), repeat=graph.arcs):
        chance = np.prod(np.where(live, probability, 1 - probability))
        reached = set(seeds)
        while True:
            more = {targets[a] for a in range(graph.arcs) if live[a] and graph.sources[a] in reached} - reached
            if not more:
                break
            reached |= more
        total += chance * (len(reached) if weight is None else sum(weight[node] for node in reached))
    return total


@st.composite
def small_graphs(draw):
    nodes = draw(st.integers(3, 6))
    pairs = [(a, b) for a in range(nodes) for b in range(nodes) if a != b]
    arcs = draw(st.lists(st.sampled_from(pairs), min_size=2, max_size=9, unique=True))
    p = draw(st.lists(st.floats(0.05, 1.0), min_size=len(arcs), max_size=len(arcs)))
    return build_graph(np.array([a for a, _ in arcs]), np.array([b for _, b in arcs]), np.array(p))
