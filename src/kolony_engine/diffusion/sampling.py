"""A growing collection of RR sets, filled block by block by any number of threads with the same outcome."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from kolony_engine.diffusion.chances import Chances
from kolony_engine.diffusion.errors import Cancelled
from kolony_engine.diffusion.graph import Graph
from kolony_engine.diffusion.reverse import BLOCK, sample_blocks

# Seconds one thread works alone before others are called in: starting them costs a few milliseconds.
WORTH_SHARING = 0.02

Progress = Callable[[float, str], bool | None]


@dataclass(frozen=True)
class Task:
    """Everything a worker needs, apart from which blocks to do. `counting`: in how many sets each member is."""

    graph: Graph
    chances: Chances
    cumulated: np.ndarray
    seed: int
    purpose: int
    counting: bool = True

    @property
    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        return self.graph.offsets, self.graph.sources

    @property
    def tables(self) -> tuple:
        return self.chances.mode, self.chances.by_degree, self.chances.arc, self.chances.none


class Desk:
    """What one thread keeps between its blocks: 8 bytes a member. It counts for one purpose only."""

    def __init__(self, nodes: int) -> None:
        self.marks = np.zeros((nodes, 2), np.int32)
        self.counted: int | None = None
        self.stamp = 0
        self.out = np.empty(nodes + (1 << 16), np.int32)

    def blocks(self, task: Task, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """(members of the sets one after another, where each set ends) for blocks first..last-1; views, copy soon."""
        if self.stamp > 2**31 - 2 - BLOCK * (last - first):
            self.marks[:, 0] = 0
            self.stamp = 0
        if task.counting and self.counted not in (None, task.purpose):
            raise ValueError("a desk counts for one purpose")
        self.counted = task.purpose if task.counting else self.counted
        ends = np.empty((last - first) * BLOCK, np.int64)
        self.out, end, self.stamp = sample_blocks(
            task.rows, task.tables, task.cumulated, (task.seed, task.purpose), first, last,
            self.marks, task.counting, self.stamp, self.out, ends,
        )  # fmt: skip
        return self.out[:end], ends


class Workers(Protocol):
    """Where blocks are computed: threads here, or a cluster. One method, results in order of the blocks."""

    def run(self, task: Task, spans: list[tuple[int, int]]) -> Iterator[tuple[np.ndarray, np.ndarray]]: ...

    def counts(self, task: Task) -> np.ndarray: ...


class Threads:
    """Plain threads: the kernels release the interpreter lock. Desks are kept and lent to whoever works."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = max(1, threads)
        self._desks: list[Desk] = []
        self._idle: list[Desk] = []
        self._lock = threading.Lock()

    def run(self, task: Task, spans: list[tuple[int, int]]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        spans = list(spans)
        begin = time.perf_counter()
        while spans:
            if self.threads > 1 and (time.perf_counter() - begin) > WORTH_SHARING:
                break
            yield self._compute(task, spans.pop(0), keep=False)
        if not spans:
            return
        with ThreadPoolExecutor(self.threads) as pool:
            yield from self._ordered(pool, task, spans)

    def _ordered(self, pool, task: Task, spans: list) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Keep a few spans under way and hand them over in order, so that memory stays small."""
        ahead = 2 * self.threads
        waiting: deque[Future] = deque()
        for span in spans:
            waiting.append(pool.submit(self._compute, task, span, keep=True))
            if len(waiting) == ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _compute(self, task: Task, span: tuple[int, int], *, keep: bool) -> tuple[np.ndarray, np.ndarray]:
        with self._lock:
            desk = self._idle.pop() if self._idle else None
        if desk is None:
            desk = Desk(task.graph.nodes)
            with self._lock:
                self._desks.append(desk)
        members, ends = desk.blocks(task, *span)
        members = members.copy() if keep else members
        with self._lock:
            self._idle.append(desk)
        return members, ends

    def counts(self, task: Task) -> np.ndarray:
        """int32[n]: in how many of the task's sets each member is."""
        total = np.zeros(task.graph.nodes, np.int32)
        for desk in self._desks:
            if desk.counted == task.purpose:
                total += desk.marks[:, 1]
        return total


@dataclass
class Sets:
    """RR sets in one flat array: 4 bytes a member of a set, 8 bytes a set.

    members   int32[...], the members of set 0, then of set 1, ...
    ends      int64[...], where each set ends
    counts    int32[n], in how many sets each member is
    """

    task: Task
    workers: Workers
    members: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    ends: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    size: int = 0
    used: int = 0
    _counts: np.ndarray | None = None

    @property
    def counts(self) -> np.ndarray:
        if self._counts is None:
            self._counts = self.workers.counts(self.task)
        return self._counts

    def grow_to(self, sets: int, progress: Progress | None = None) -> None:
        """At least `sets` RR sets, in whole blocks. Raises Cancelled when `progress` returns False."""
        first, last = self.size // BLOCK, -(-sets // BLOCK)
        if last <= first:
            return
        self._counts = None
        spans = _spans(first, last, getattr(self.workers, "threads", 1))
        self.ends.resize(last * BLOCK, refcheck=False)
        for (_, done), (members, ends) in zip(spans, self.workers.run(self.task, spans), strict=True):
            self._append(members, ends)
            if progress is not None and progress((done - first) / (last - first), "sampling") is False:
                raise Cancelled

    def _append(self, members: np.ndarray, ends: np.ndarray) -> None:
        need = self.used + len(members)
        if need > len(self.members):
            self.members.resize(max(need, int(1.3 * len(self.members))), refcheck=False)
        self.members[self.used : need] = members
        self.ends[self.size : self.size + len(ends)] = ends + self.used
        self.used = need
        self.size += len(ends)


def _spans(first: int, last: int, threads: int) -> list[tuple[int, int]]:
    """Cut blocks into calls: few enough to be cheap, many enough to share and to show progress."""
    width = max(1, min(64, (last - first) // (4 * threads)))
    edges = [*range(first, last, width), last]
    return list(zip(edges[:-1], edges[1:], strict=True))
