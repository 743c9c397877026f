"""One judge for many sets: the same unseen RR sets say how far each would reach, so that choices can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kolony_engine.diffusion.choosing import bounds
from kolony_engine.diffusion.choosing.holding import Holding
from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.diffusion.machine.streams import COMPARE
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Progress, Sets, Task, Threads

LEAST_SETS, MOST_SETS = 1 << 14, 1 << 20
MEMBERS = 4_000_000  # members of sets to sample, about 0.2 s


@dataclass(frozen=True)
class Judged:
    """How far a given set reaches, in expected target weight.

    reach            the estimate; lower and upper hold with probability 1 - delta each
    gains            what each adds to those before
    overlap          float64[k, k], reach that each pair shares; the diagonal is each one's reach alone
    """

    reach: float
    lower: float
    upper: float
    gains: tuple[float, ...]
    overlap: np.ndarray


class Judge:
    """Samples once, on a stream that no selection has seen, and then answers for any set at once.

        judge = Judge(graph, model="arc", targets=weights)
        judge.reach(ours).reach, judge.reach(theirs).reach

    Raises DiffusionError E-DIFF-305 for a target weight outside 0..1 and E-DIFF-404 for an unknown member.
    """

    def __init__(
        self, graph: Graph, *, model: str = "wc", targets: Mapping[Any, float] | None = None, seed: int = 1,
        threads: int = 1, delta: float = 0.001, members: int = MEMBERS, progress: Progress | None = None,
    ) -> None:  # fmt: skip
        self.graph, self.delta = graph, delta
        cumulated, self.weight = _weights(graph, targets or {})
        task = Task(graph, chances(graph, model), cumulated, seed, COMPARE)
        self._sets = Sets(task, Threads(threads))
        wanted = LEAST_SETS
        while True:
            self._sets.grow_to(wanted, progress)
            if self._sets.used >= members or self._sets.size >= MOST_SETS:
                break
            wanted *= 2
        self._holding = Holding(self._sets)

    @property
    def sets(self) -> int:
        """How many RR sets it judges on."""
        return self._sets.size

    @cached_property
    def alone(self) -> np.ndarray:
        """float64[n]: how far each member reaches alone."""
        return self._sets.counts * (self.weight / self._sets.size)

    def reach(self, seeds: Sequence) -> Judged:
        """How far these reach together; the order only matters for the gains."""
        nodes = self.graph.index_of(list(seeds))
        sets = self._sets
        gains, together = self._holding.judge(nodes)
        covered, scale, a = float(gains.sum()), self.weight / sets.size, float(np.log(1.0 / self.delta))
        return Judged(
            reach=covered * scale,
            lower=bounds.lower(covered, sets.size, self.weight, a),
            upper=bounds.upper(covered, sets.size, self.weight, a),
            gains=tuple((gains * scale).tolist()),
            overlap=together * scale,
        )

    def adds(self, seeds: Sequence) -> np.ndarray:
        """float64[n]: how much each member would add to these."""
        fresh = self._holding.newly_covered(self.graph.index_of(list(seeds)))
        return fresh * (self.weight / self._sets.size)


def _weights(graph: Graph, targets: Mapping[Any, float]) -> tuple[np.ndarray, float]:
    """Running sums of target weights (empty: everybody weighs 1) and their total."""
    if not targets:
        return np.empty(0), float(graph.nodes)
    weights = np.zeros(graph.nodes)
    values = np.fromiter(targets.values(), float, len(targets))
    if not ((values >= 0) & (values <= 1)).all() or values.sum() <= 0:
        raise DiffusionError("E-DIFF-305")
    weights[graph.index_of(list(targets))] = values
    cumulated = np.cumsum(weights)
    return cumulated, float(cumulated[-1])
