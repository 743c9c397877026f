"""Monte Carlo spread: play the diffusion forward many times. Slow, simple, and the oracle for everything else."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from kolony_engine.diffusion.errors import Cancelled, DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph, forward_rows
from kolony_engine.diffusion.machine import streams
from kolony_engine.diffusion.machine.streams import GOLDEN, mix, unit
from kolony_engine.diffusion.sampling.chances import COMMON, LT_ARC, LT_COMMON, chances
from kolony_engine.diffusion.sampling.sets import Progress

RUNS = 64  # simulations that share one random stream


@dataclass(frozen=True)
class Spread:
    """Mean reach (target weight) over `runs` simulations, with its standard error."""

    mean: float
    standard_error: float
    runs: int


def simulate(
    graph: Graph, seeds: Sequence, *, model: str = "wc", runs: int = 10_000, seed: int = 1, threads: int = 1,
    targets: dict | None = None, progress: Progress | None = None,
) -> Spread:  # fmt: skip
    """The expected reach of `seeds` (external ids) by simulation; runs are rounded up to a multiple of 64.

    Raises DiffusionError E-DIFF-404 for an unknown seed, E-DIFF-306 when `runs` is not positive.
    """
    weights = np.ones(graph.nodes)
    if targets:
        weights = np.zeros(graph.nodes)
        weights[graph.index_of(list(targets))] = list(targets.values())
    reached = np.concatenate(_played(_play, graph, seeds, model, weights, runs, seed, threads, progress))
    return Spread(float(reached.mean()), float(reached.std(ddof=1) / math.sqrt(len(reached))), len(reached))


def reached_shares(
    graph: Graph, seeds: Sequence, *, model: str = "wc", runs: int = 1_024, seed: int = 1, threads: int = 1,
    progress: Progress | None = None,
) -> np.ndarray:  # fmt: skip
    """float64[n]: in which share of the simulations each member is reached; a seed itself always is.

    What a picture draws as "likely reached". Runs are rounded up to a multiple of 64; refusals as in `simulate`.
    """
    times = _played(_play_whom, graph, seeds, model, np.empty(graph.nodes), runs, seed, threads, progress)
    return np.sum(times, axis=0) / (len(times) * RUNS)


def _played(kernel, graph, seeds, model, weights, runs, seed, threads, progress) -> list[np.ndarray]:
    """What the kernel tells of each block of RUNS simulations, in order of the blocks."""
    if runs < 1:
        raise DiffusionError("E-DIFF-306", runs=runs)
    first = np.unique(graph.index_of(list(seeds))).astype(np.int32)
    table = chances(graph, model)
    offsets, outward, order = forward_rows(graph)
    live = table.of_arcs(graph)[order].astype(np.float32)
    rows = (offsets, outward, live, graph.offsets, graph.sources, table.arc)
    mode = table.mode if table.mode in (LT_COMMON, LT_ARC) else COMMON
    blocks, told = -(-runs // RUNS), []
    with ThreadPoolExecutor(max(1, threads)) as pool:
        for result in pool.map(lambda block: kernel(rows, mode, first, weights, seed, block), range(blocks)):
            told.append(result)
            if progress is not None and progress(len(told) / blocks, "simulating") is False:
                raise Cancelled
    return told


@njit(nogil=True, cache=True)
def _listens_to(state, node, mode, reverse, sources, arc):
    """Linear threshold: whom this member listens to in this run (-1: nobody)."""
    low, high = reverse[node], reverse[node + 1]
    u = unit(mix(state))
    if mode == LT_COMMON:
        return sources[low + min(np.int64(u * (high - low)), high - low - 1)]
    for place in range(low, high):
        u -= arc[place]
        if u < 0.0:
            return sources[place]
    return np.int32(-1)


@njit(nogil=True, cache=True)
def _comes_alive(state, node, other, chance, mode, run, heard, asked, reverse, sources, arc):
    """Does `node`, just reached, move `other` in this run? Under the threshold model it is asked once a run."""
    if mode == COMMON:
        return unit(mix(state)) < chance
    if asked[other] != run:
        asked[other] = run
        heard[other] = _listens_to(state, other, mode, reverse, sources, arc)
    return heard[other] == node


@njit(nogil=True, cache=True)
def _play_once(state, run, rows, mode, first, seen, asked, heard, queue):
    """One run: members reached stand in queue[:end]. Returns (state, end)."""
    offsets, outward, live, reverse, sources, arc = rows
    end = len(first)
    for i in range(end):
        seen[first[i]] = run
        queue[i] = first[i]
    read = 0
    while read < end:
        node = queue[read]
        read += 1
        for place in range(offsets[node], offsets[node + 1]):
            other = outward[place]
            if seen[other] == run:
                continue
            state += GOLDEN
            if _comes_alive(state, node, other, live[place], mode, run, heard, asked, reverse, sources, arc):
                seen[other] = run
                queue[end] = other
                end += 1
    return state, end


@njit(nogil=True, cache=True)
def _play(rows, mode, first, weights, seed, block):
    """Reach of RUNS simulations."""
    nodes = len(weights)
    seen, asked = np.zeros(nodes, np.int32), np.zeros(nodes, np.int32)
    heard, queue = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    reached = np.zeros(RUNS)
    state = streams.start(seed, streams.SIMULATE, block)
    for run in range(RUNS):
        state, end = _play_once(state, run + 1, rows, mode, first, seen, asked, heard, queue)
        for i in range(end):
            reached[run] += weights[queue[i]]
    return reached


@njit(nogil=True, cache=True)
def _play_whom(rows, mode, first, weights, seed, block):
    """int64[n]: in how many of RUNS simulations each member is reached; `weights` only says how many members."""
    nodes = len(weights)
    seen, asked = np.zeros(nodes, np.int32), np.zeros(nodes, np.int32)
    heard, queue = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    times = np.zeros(nodes, np.int64)
    state = streams.start(seed, streams.SIMULATE, block)
    for run in range(RUNS):
        state, end = _play_once(state, run + 1, rows, mode, first, seen, asked, heard, queue)
        for i in range(end):
            times[queue[i]] += 1
    return times
