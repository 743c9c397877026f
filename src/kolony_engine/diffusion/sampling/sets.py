"""A growing collection of RR sets, filled block by block by any number of threads with the same outcome."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from kolony_engine.diffusion.errors import Cancelled
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.diffusion.machine.untouched import longer, untouched
from kolony_engine.diffusion.sampling.abreast import LANES, sample_abreast
from kolony_engine.diffusion.sampling.chances import COMMON, Chances
from kolony_engine.diffusion.sampling.reverse import BLOCK, sample_blocks

WORTH_SHARING = 0.008  # seconds of work from which calling others in pays: starting them takes a part of one
BESIDE = 0.1  # seconds of work from which a choice is made beside it: both need memory, and little waits for little
LONG = 0.03  # seconds a block from which that pays too: the last block of a collection would be waited for
ROOM = 1 << 16  # members in a buffer beside the largest set possible
BEYOND = 4_000_000  # arcs that no longer fit into a processor's cache
LONGEST = 64  # blocks in a call
RESERVED = 1 << 26  # members of sets for which there is room from the start: addresses, not memory
_NOBODY = np.empty(0, np.int32)

Progress = Callable[[float, str], bool | None]


@dataclass(frozen=True)
class Task:
    """Everything a worker needs, apart from which blocks to do.

    counting    whether to know in how many sets each member is
    beyond      arcs from which several sets are followed at once; the sets are the same
    """

    graph: Graph
    chances: Chances
    cumulated: np.ndarray
    seed: int
    purpose: int
    counting: bool = True
    beyond: int = BEYOND

    @property
    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        return self.graph.offsets, self.graph.sources

    @property
    def abreast(self) -> bool:
        """Whether following several sets at once pays: where memory is waited for, and the model allows it."""
        return self.chances.mode == COMMON and self.graph.arcs > self.beyond

    @property
    def tables(self) -> tuple:
        return self.chances.mode, self.chances.by_degree, self.chances.arc, self.chances.none


class Desk:
    """What one thread keeps between its blocks: 1 byte a member, and 4 where it counts. It counts for one purpose."""

    def __init__(self, nodes: int) -> None:
        self.seen = np.zeros(nodes, np.uint8)
        self.counts = _NOBODY
        self.counted: int | None = None
        self.out = _NOBODY
        self.queues = np.empty((LANES, 0), np.int32)

    def blocks(
        self, task: Task, first: int, last: int, room: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """(members of the sets one after another, where each set ends) for blocks first..last-1; where sets are not
        followed several at once the members lie in `room` if they fit, or on this desk: take them before it works
        again."""
        nodes = len(self.seen)
        if task.counting and self.counted not in (None, task.purpose):
            raise ValueError("a desk counts for one purpose")
        if task.counting and self.counted is None:
            self.counted, self.counts = task.purpose, untouched(nodes, np.int32)
        key, counts = (task.seed, task.purpose), self.counts if task.counting else _NOBODY
        if task.abreast:
            if not self.queues.shape[1]:
                self.queues = untouched(LANES * ROOM, np.int32).reshape(LANES, ROOM)
            members, ends, self.queues = sample_abreast(
                task.rows, task.chances.by_degree, task.cumulated, key, first, last, self.seen, counts, self.queues
            )
            return members, ends
        if room is None and not len(self.out):
            self.out = untouched(nodes + ROOM, np.int32)
        out = self.out if room is None else room
        members, ends, out = sample_blocks(
            task.rows, task.tables, task.cumulated, key, first, last, self.seen, counts, out
        )
        if room is None:
            self.out = out
        return members, ends

    def clear(self) -> None:
        """Of what has been taken: the choice that comes next needs room of its own."""
        self.out = _NOBODY


@dataclass(frozen=True)
class Job:
    """The blocks first..last-1 of a task; whoever works alone may leave the members of their sets in `room`."""

    task: Task
    first: int
    last: int
    room: Callable[[], np.ndarray]

    @property
    def blocks(self) -> int:
        return self.last - self.first


class Workers(Protocol):
    """Where blocks are computed: threads here, or a cluster. Results come in order of the jobs.

    pace    seconds a block, as last seen; 0: not known
    """

    threads: int
    pace: float

    def run(self, jobs: list[Job]) -> Iterator[tuple[np.ndarray, np.ndarray]]: ...

    def counts(self, task: Task) -> np.ndarray: ...


class Threads:
    """Plain threads: the kernels release the interpreter lock. Desks, one more than threads, are lent to who works."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = max(1, threads)
        self._desks: list[Desk] = []
        self._idle: list[Desk] = []
        self._lock = threading.Lock()
        self.pace = 0.0

    def run(self, jobs: list[Job]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        seconds = self.pace * sum(job.blocks for job in jobs)
        if self.threads == 1 or len(jobs) == 1 or 0 < seconds < WORTH_SHARING:
            for job in jobs:
                yield from self._lent(*self._compute(job, job.room()))
            return
        with ThreadPoolExecutor(self.threads) as pool:
            yield from self._ordered(pool, jobs)

    def _ordered(self, pool: ThreadPoolExecutor, jobs: list[Job]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Keep a few jobs under way and hand them over in order, so that memory stays small."""
        ahead = self.threads + 1
        waiting: deque[Future] = deque()
        for job in jobs:
            waiting.append(pool.submit(self._compute, job))
            if len(waiting) == ahead:
                yield from self._lent(*waiting.popleft().result())
        while waiting:
            yield from self._lent(*waiting.popleft().result())
        for desk in self._idle:  # all of them now
            desk.clear()

    def _compute(self, job: Job, room: np.ndarray | None = None) -> tuple[Desk | None, np.ndarray, np.ndarray]:
        """What the blocks hold, and the desk on which it lies, if it does."""
        with self._lock:
            desk = self._idle.pop() if self._idle else None
        if desk is None:
            desk = Desk(job.task.graph.nodes)
            with self._lock:
                self._desks.append(desk)
        begin = time.perf_counter()
        members, ends = desk.blocks(job.task, job.first, job.last, room)
        self.pace = (time.perf_counter() - begin) / job.blocks
        if not job.task.abreast:
            return desk, members, ends
        self._give_back(desk)
        return None, members, ends

    def _lent(self, desk: Desk | None, members, ends) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Hand over what lies on a desk; nobody else works there before it has been taken."""
        yield members, ends
        if desk is not None:
            self._give_back(desk)

    def _give_back(self, desk: Desk) -> None:
        with self._lock:
            self._idle.append(desk)

    def counts(self, task: Task) -> np.ndarray:
        """int32[n]: in how many of the task's sets each member is."""
        counted = [desk for desk in self._desks if desk.counted == task.purpose]
        for other in counted[1:]:  # those of all are kept by one
            counted[0].counts += other.counts
            other.counts = untouched(len(other.counts), np.int32)
        return counted[0].counts if counted else np.zeros(task.graph.nodes, np.int32)


@dataclass
class Sets:
    """RR sets in one flat array: 4 bytes a member of a set, 4 bytes a set (8 from 2^31 members of sets).

    members   int32[...], the members of set 0, then of set 1, ...
    ends      int32[...] (int64), where each set ends
    counts    int32[n], in how many sets each member is
    """

    task: Task
    workers: Workers
    members: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    ends: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    size: int = 0
    used: int = 0
    _counts: np.ndarray | None = None

    @property
    def counts(self) -> np.ndarray:
        """Not to be written to, and good until more sets are grown."""
        if self._counts is None:
            self._counts = self.workers.counts(self.task)
        return self._counts

    def grow_to(self, sets: int, progress: Progress | None = None) -> None:
        """At least `sets` RR sets, in whole blocks. Raises Cancelled when `progress` returns False."""
        grow([(self, sets)], progress)

    def try_out(self, sets: int) -> None:
        """Of so many that will be wanted a block for each thread, to learn what one costs, where that says how the
        others are shared."""
        threads = self.workers.threads
        if threads > 1 and not self.workers.pace and not self.task.abreast:
            self.grow_to(min(sets, threads * BLOCK))

    def let_go(self) -> None:
        """Of the sets; how many they were, and of how many members, stays known."""
        self.members, self.ends = _NOBODY, _NOBODY

    def jobs_to(self, sets: int) -> list[Job]:
        """What is to be done for so many, with room made for it."""
        first, last = self.size // BLOCK, -(-sets // BLOCK)
        if last <= first:
            return []
        self._counts = None
        self.ends = longer(self.ends, self.size, last * BLOCK, RESERVED // 4)
        self._reserve(int(1.05 * self.used * last * BLOCK / max(1, self.size)) or 1)
        spans = _spans(first, last, self.workers.threads, self.task.abreast, self.used * BLOCK // max(1, self.size))
        return [Job(self.task, *span, self._room) for span in spans]

    def worth_sharing(self, sets: int) -> bool:
        """Whether growing to `sets` is work enough for others to do something else meanwhile."""
        blocks = -(-sets // BLOCK) - self.size // BLOCK
        return self.workers.threads > 1 and (self.workers.pace * blocks >= BESIDE or self.workers.pace >= LONG)

    def _room(self) -> np.ndarray:
        """What comes after the members of all sets."""
        return self.members[self.used :]

    def _reserve(self, members: int) -> None:
        """Room for so many, untouched: what is not written takes no memory, and what is moved is half of it at most."""
        self.members = longer(self.members, self.used, members, RESERVED)

    def append(self, members: np.ndarray, ends: np.ndarray) -> None:
        """The sets of the blocks that come next."""
        need = self.used + len(members)
        self._reserve(need if need <= len(self.members) else need * 5 // 4)
        if need > np.iinfo(self.ends.dtype).max:
            narrow, self.ends = self.ends, untouched(len(self.ends), np.int64)
            self.ends[: self.size] = narrow[: self.size]
        if not np.may_share_memory(members, self.members):  # else they were written where they belong
            self.members[self.used : need] = members
        np.add(ends, self.used, out=self.ends[self.size : self.size + len(ends)], casting="unsafe")
        self.used = need
        self.size += len(ends)


def grow(
    wanted: list[tuple[Sets, int]],
    progress: Progress | None = None,
    there: Callable[[], None] = lambda: None,
) -> None:
    """Collections that share their workers, each to at least so many RR sets, in whole blocks and in one go; `there` is
    called as soon as the first is.

    Raises Cancelled when `progress` returns False.
    """
    jobs = [(sets, job) for sets, size in wanted for job in sets.jobs_to(size)]
    whole, done = sum(job.blocks for _, job in jobs), 0
    first = sum(job.blocks for sets, job in jobs if sets is wanted[0][0])
    if not first:
        there()
    for (sets, job), (members, ends) in zip(jobs, wanted[0][0].workers.run([job for _, job in jobs]), strict=True):
        sets.append(members, ends)
        done += job.blocks
        if done == first:
            there()
        if progress is not None and progress(done / whole, "sampling") is False:
            raise Cancelled


def _spans(first: int, last: int, threads: int, abreast: bool, members: int) -> list[tuple[int, int]]:
    """Cut blocks into calls: few enough to be cheap, many enough to share and to show progress, and no larger than what
    a desk has room for, where a block has so many `members` (0: not known).

    Calls that follow several blocks at once are as long as they can be, and as many as there are threads or a multiple.
    """
    blocks = last - first
    most = min(LONGEST, max(1, ROOM // members)) if members else LONGEST
    calls = threads * -(-blocks // (16 * threads)) if abreast else max(4 * threads, -(-blocks // most))
    edges = [first + blocks * call // calls for call in range(calls + 1)] if calls < blocks else range(first, last + 1)
    return list(zip(edges[:-1], edges[1:], strict=True))
