"""Blocks of RR sets computed on Spark: the graph is broadcast once, blocks are mapped over the cluster.

    select_seeds(graph, query, workers=OnSpark(session))

The seeds are those of one thread, bit for bit: randomness belongs to the block, results are put in the blocks' order,
and a block that is computed twice because a worker was lost gives the same bytes. The graph must fit into one worker
(4 bytes an arc, 8 with probabilities, and 16 a member), and the package must be installed there.
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from kolony_engine.diffusion.sampling.sets import Desk, Job, Task

WAVES = 4  # spans a core and wave: enough to share well, few enough to show progress and to bring home at once


class OnSpark:
    """Workers on a Spark session (classic, not Connect). `close` frees what was broadcast."""

    def __init__(self, session: Any) -> None:
        self._context = session.sparkContext
        if self._context.master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
            self._context.pythonExec = sys.executable  # else the first python3 of the path, which may be another
        self.threads = max(1, int(self._context.defaultParallelism))
        self.pace = 1.0  # far beyond what it costs to share
        self._sent: dict[int, Any] = {}
        self._counts: dict[int, np.ndarray] = {}

    def run(self, jobs: list[Job]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """(members, ends) of each job, in order."""
        for task in {job.task.purpose: job.task for job in jobs}.values():
            self._send(task)
        sent, width = dict(self._sent), WAVES * self.threads
        for begin in range(0, len(jobs), width):
            wave = jobs[begin : begin + width]
            asked = self._context.parallelize([(job.task.purpose, job.first, job.last) for job in wave], len(wave))
            found = asked.map(lambda job: _compute(sent[job[0]].value, *job[1:])).collect()
            for job, (members, ends) in zip(wave, found, strict=True):
                counted = np.bincount(members, minlength=job.task.graph.nodes)
                self._counts[job.task.purpose] += counted.astype(np.int32)
                yield members, ends

    def _send(self, task: Task) -> None:
        """Once each."""
        if task.purpose not in self._sent:
            self._sent[task.purpose] = self._context.broadcast(task)
            self._counts[task.purpose] = np.zeros(task.graph.nodes, np.int32)

    def counts(self, task: Task) -> np.ndarray:
        """int32[n]: in how many of the task's sets each member is."""
        return self._counts.get(task.purpose, np.zeros(task.graph.nodes, np.int32)).copy()

    def close(self) -> None:
        for sent in self._sent.values():
            sent.destroy()
        self._sent.clear()
        self._counts.clear()


def _compute(task: Task, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    members, ends = Desk(task.graph.nodes).blocks(task, first, last)
    return members.copy(), ends
