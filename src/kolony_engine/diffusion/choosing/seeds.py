"""Whom to choose together: seeds by reverse reachable sets, with a certificate on this very graph.

OPIM-C (Tang et al., SIGMOD 2018): one collection of RR sets chooses, another, unseen, judges; both double until the
certified ratio is good enough. With a budget the choice is by gain per cost, against the best single member and who
goes with them, and the certificate comes from a fractional knapsack over what is left.
"""

import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from kolony_engine.diffusion.choosing import bounds, budget, greedy, quotas, stopping
from kolony_engine.diffusion.choosing.query import SeedQuery, SeedSet
from kolony_engine.diffusion.choosing.terms import Terms, terms_of
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.diffusion.machine.streams import JUDGE, SELECT
from kolony_engine.diffusion.machine.untouched import give_back
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Progress, Sets, Task, Threads, Workers, grow


def select_seeds(
    graph: Graph,
    query: SeedQuery,
    *,
    threads: int = 1,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> SeedSet:
    """The seeds for `query` on `graph`; the same for any number of threads and any workers.

    `progress(share, step)` is called between blocks; returning False cancels (raises Cancelled).
    Raises DiffusionError: E-DIFF-301 neither k nor budget, 302 nothing left to choose from, 303 must-have people cost
    more than the budget, 304 a cost that is not positive, 305 a target weight outside 0..1, 307 to 311 quotas that
    cannot be kept, 312 or paid for (see `quotas`), 404 an unknown member.
    """
    terms = terms_of(graph, query)
    give_back()  # what reading the question left behind would stand beside the sets
    chosen_on, judged_on = collections = _collections(graph, query, terms, workers or Threads(threads))
    row = stopping.sizes(graph.nodes, terms.k, query.eps, query.delta, terms.weight, terms.floor)
    a = math.log(3.0 * len(row) / query.delta)
    clock, place = {"sampling": 0.0, "selection": 0.0}, 0
    earlier: list[tuple[greedy.Cover, int]] = []
    with _timed(clock, "sampling"):
        chosen_on.try_out(row[0])
    while True:
        found = _grow_and_choose(collections, row[place], terms, earlier, clock, progress)
        with _timed(clock, "selection"):
            other = stopping.compared(earlier, chosen_on.size)
            verdict = _verdict(judged_on, chosen_on, found, other, terms, a)
            look = _look(chosen_on, found, verdict, other, _lacks(verdict, query, terms))
        if place == len(row) - 1 or (look.sure and look.settled(query.eps)):
            break
        earlier.append((found, chosen_on.size))
        place = stopping.next_size(row, place, look.wanted(query.eps))
    return _seed_set(graph, query, terms, collections, found, verdict, clock)


def _collections(graph: Graph, query: SeedQuery, terms: Terms, workers: Workers) -> tuple[Sets, Sets]:
    """One to choose on, and one, never mixed with it, to judge on."""
    table = chances(graph, query.model)
    tasks = (Task(graph, table, terms.cumulated, query.seed, purpose, purpose == SELECT) for purpose in (SELECT, JUDGE))
    return tuple(Sets(task, workers) for task in tasks)


@contextmanager
def _timed(clock: dict[str, float], step: str) -> Iterator[None]:
    begin = time.perf_counter()
    yield
    clock[step] += time.perf_counter() - begin


def _judges(sets: int, terms: Terms) -> int:
    """On how many sets to judge beside `sets` to choose on. What a budget reaches must be known more exactly, since
    so little is promised of it."""
    return sets // 4 if terms.cost is None else sets // 2


def _grow_and_choose(collections, size: int, terms: Terms, earlier, clock, progress) -> greedy.Cover:
    """Choose on so many sets, which is work for one: where that pays while the others still sample for the judge."""
    chosen_on, judged_on = collections
    judges, waiting = _judges(size, terms), []

    def choose() -> greedy.Cover:
        with _timed(clock, "selection"):
            found = _choose(chosen_on, terms, earlier)
            give_back()
        return found

    if not judged_on.worth_sharing(judges):  # first the choice, which needs an index beside the sets
        with _timed(clock, "sampling"):
            chosen_on.grow_to(size, progress)
        found = choose()
        with _timed(clock, "sampling"):
            judged_on.grow_to(judges, progress)
        return found
    with ThreadPoolExecutor(1) as beside:
        with _timed(clock, "sampling"):
            grow([(chosen_on, size), (judged_on, judges)], progress, lambda: waiting.append(beside.submit(choose)))
        return waiting[0].result()


def _choose(sets: Sets, terms: Terms, earlier: list[tuple[greedy.Cover, int]]) -> greedy.Cover:
    if terms.cost is not None:
        return budget.greedy_within(sets, terms)
    if terms.quotas is not None:
        return quotas.greedy_fair(sets, terms.k, terms.quotas, terms.allowed, terms.must)
    smallest = 0
    if earlier and len(earlier[-1][0].gains):
        smallest = int(earlier[-1][0].gains[-1] * sets.size / earlier[-1][1])
    return greedy.greedy_cover(sets, terms.k, terms.allowed, terms.must, smallest)


@dataclass(frozen=True)
class _Verdict:
    gains: np.ndarray
    together: np.ndarray
    lower: float
    upper: float
    best: float
    of_other: int


def _verdict(judged_on: Sets, chosen_on: Sets, found: greedy.Cover, other, terms: Terms, a: float) -> _Verdict:
    gains, together, of_other = greedy.judge(judged_on, found.seeds, greedy.NOBODY if other is None else other[0].seeds)
    covered = float(gains.sum())
    best = bounds.upper(found.bound, chosen_on.size, terms.weight, a)
    low = bounds.lower(covered, judged_on.size, terms.weight, a)
    high = bounds.upper(covered, judged_on.size, terms.weight, a)
    return _Verdict(gains, together, low, high, max(best, low), of_other)


def _look(chosen_on: Sets, found: greedy.Cover, verdict: _Verdict, other, lacks: float) -> stopping.Look:
    """What this choice came to, beside an earlier one on fewer sets."""
    loss = math.inf
    if other is not None:
        loss = stopping.still_lost(float(verdict.gains.sum()), chosen_on.size, verdict.of_other, other[1])
    return stopping.Look(chosen_on.size, chosen_on.used, found.covered, loss, lacks)


def _lacks(verdict: _Verdict, query: SeedQuery, terms: Terms) -> float:
    """How much less of the best is certified than promised; with a budget, not known before the reach is known to
    within eps (its worst-case promise is weak)."""
    if terms.cost is None:
        promised = bounds.SHARE if terms.quotas is None else quotas.SHARE
    elif verdict.upper - verdict.lower <= 2 * query.eps * verdict.upper:
        promised = budget.share(terms)
    else:
        return math.inf
    return promised - query.eps - verdict.lower / verdict.best


def _seed_set(graph, query, terms, collections, found, verdict, clock) -> SeedSet:
    chosen_on, judged_on = collections
    scale = terms.weight / judged_on.size
    gains = verdict.gains * scale
    reach = float(gains.sum())
    judged_on.let_go()  # what is left is asked of the others
    runner_up, gap = _runner_up(graph, chosen_on, terms, found)
    costs = np.ones(len(found.seeds)) if terms.cost is None else terms.cost[found.seeds]
    return SeedSet(
        seeds=tuple(graph.ids[found.seeds]), gains=tuple(gains.tolist()), costs=tuple(costs.tolist()),
        spread_estimate=reach, lower=verdict.lower, upper=min(verdict.upper, max(verdict.best, reach)),
        best_possible=verdict.best,
        ratio=verdict.lower / verdict.best, runner_up=runner_up, runner_up_gap=gap,
        curve=tuple(np.cumsum(gains).tolist()), overlap=verdict.together * scale, target_weight=terms.weight,
        rr_sets=chosen_on.size + judged_on.size, rr_members=chosen_on.used + judged_on.used,
        seconds_sampling=clock["sampling"], seconds_selection=clock["selection"],
        model=query.model, eps=query.eps, delta=query.delta, seed=query.seed,
    )  # fmt: skip


def _runner_up(graph: Graph, sets: Sets, terms: Terms, found: greedy.Cover) -> tuple[object, float]:
    """Who would take the last place if its holder were gone, and the reach that would be lost."""
    if len(found.seeds) == 0 or len(found.seeds) <= len(terms.must):
        return None, 0.0
    if found.follower is not None:
        node, fresh = found.follower
        return graph.ids[node], float(found.gains[-1] - fresh) * terms.weight / sets.size
    least, may = max(1, int(found.gains[-1]) // 2), _may_follow(graph.nodes, terms, found)
    while True:  # nobody in fewer than `least` sets can be the one, unless nobody else is
        candidates = greedy.at_least(sets.counts, least)
        candidates = candidates[may[candidates]]
        fresh = greedy.newly_covered(sets, found.seeds[:-1], candidates)
        best = int(np.argmax(fresh)) if len(fresh) else -1
        if best >= 0 and fresh[best] >= least:
            return graph.ids[candidates[best]], float(found.gains[-1] - fresh[best]) * terms.weight / sets.size
        if least == 0:
            return None, 0.0
        least //= 2


def _may_follow(nodes: int, terms: Terms, found: greedy.Cover) -> np.ndarray:
    """bool[nodes]: who could take the last place."""
    may = np.ones(nodes, bool)
    may[found.seeds] = False
    if terms.allowed is not None:
        may &= terms.allowed
    if terms.cost is not None:
        may &= terms.cost <= terms.cost[found.seeds[-1]]
    if terms.quotas is not None:
        may &= terms.quotas.room(found.seeds[:-1], len(found.seeds))[terms.quotas.group]
    return may
