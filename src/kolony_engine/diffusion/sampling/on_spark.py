"""Blocks of RR sets computed on Spark: the graph is broadcast once, blocks are mapped over the cluster.

    select_seeds(graph, query, workers=OnSpark(session))

The seeds are those of one thread, bit for bit: randomness belongs to the block, results are put in the blocks' order,
and a block that is computed twice because a worker was lost gives the same bytes. The graph must fit into one worker
(4 bytes an arc, 8 with probabilities, and 16 a member), and the package must be installed there.
"""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from kolony_engine.diffusion.sampling.sets import Desk, Task

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

    def run(
        self, task: Task, spans: list[tuple[int, int]], room: Callable[[], np.ndarray]
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """(members, ends) of each span of blocks, in order; sent home, so not in `room`."""
        if task.purpose not in self._sent:
            self._sent[task.purpose] = self._context.broadcast(task)
            self._counts[task.purpose] = np.zeros(task.graph.nodes, np.int32)
        sent, width = self._sent[task.purpose], WAVES * self.threads
        for begin in range(0, len(spans), width):
            wave = spans[begin : begin + width]
            found = self._context.parallelize(wave, len(wave)).map(lambda span: _compute(sent.value, span)).collect()
            for members, ends in found:
                self._counts[task.purpose] += np.bincount(members, minlength=task.graph.nodes).astype(np.int32)
                yield members, ends

    def counts(self, task: Task) -> np.ndarray:
        """int32[n]: in how many of the task's sets each member is."""
        return self._counts.get(task.purpose, np.zeros(task.graph.nodes, np.int32)).copy()

    def close(self) -> None:
        for sent in self._sent.values():
            sent.destroy()
        self._sent.clear()
        self._counts.clear()


def _compute(task: Task, span: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    members, ends = Desk(task.graph.nodes).blocks(task, *span)
    return members.copy(), ends
