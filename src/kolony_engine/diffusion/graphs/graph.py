"""Who can influence whom, as a compact reverse adjacency: for each member, those whose posts reach them.

Memory: 4 bytes a member and 4 bytes an arc (8 bytes each from 2^31 arcs), and the ids; 8 bytes an arc when each arc has
a probability of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numba import njit

from kolony_engine.diffusion.errors import DiffusionError

Model = Literal["wc", "uniform", "arc", "lt"]


@dataclass(frozen=True)
class Graph:
    """A directed influence graph in reverse CSR form.

    ids          array of n external ids (any dtype); position = internal node number
    offsets      int32[n + 1] (int64 from 2^31 arcs); the in-arcs of node v are positions offsets[v]..offsets[v + 1]
    sources      int32[m]; who influences v
    probability  float32[m] or None; per-arc probabilities, descending inside each member's in-arcs
    """

    ids: np.ndarray
    offsets: np.ndarray
    sources: np.ndarray
    probability: np.ndarray | None = None

    @property
    def nodes(self) -> int:
        return len(self.offsets) - 1

    @property
    def arcs(self) -> int:
        return len(self.sources)

    @cached_property
    def in_degree(self) -> np.ndarray:
        """int[n]: how many influence each member."""
        return np.diff(self.offsets)

    @cached_property
    def out_degree(self) -> np.ndarray:
        """int64[n]: how many each member influences."""
        return np.bincount(self.sources, minlength=self.nodes)

    def index_of(self, ids: Sequence) -> np.ndarray:
        """int64 node numbers of external ids; raises DiffusionError E-DIFF-404 naming the first unknown one."""
        if not len(ids):
            return np.empty(0, np.int64)
        wanted = np.asarray(ids, dtype=np.int64 if self.ids.dtype.kind == "i" else str)  # no text cut short
        place, known = self._places(wanted)
        if not known.all():
            raise DiffusionError("E-DIFF-404", member=str(wanted[~known][0]), unknown=int((~known).sum()))
        return place

    def knows(self, ids: np.ndarray) -> np.ndarray:
        """bool: whom of these external ids, of the kind of its own, it knows."""
        return self._places(ids)[1]

    def laid_out(self, ids: Sequence, what: np.ndarray, otherwise: float) -> np.ndarray:
        """What is said of these external ids, by node number; `what` itself where they are everybody's."""
        if ids is self.ids:
            return what
        by_node = np.full(self.nodes, otherwise, what.dtype)
        by_node[self.index_of(ids)] = what
        return by_node

    def _places(self, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        place = np.searchsorted(self.ids, wanted)
        place[place == self.nodes] = 0
        return place, self.ids[place] == wanted if self.nodes else np.zeros(len(wanted), bool)


def build_graph(source: np.ndarray, target: np.ndarray, probability: np.ndarray | None = None) -> Graph:
    """A graph from arcs "source influences target".

    `source` and `target` hold external ids of one dtype; ids are kept, sorted. Self-arcs are dropped. Parallel arcs
    stay (each is its own chance), as in the published benchmark graphs. `probability` is per arc, in [0, 1].
    Raises DiffusionError E-DIFF-201 when there is no arc, E-DIFF-202 when a probability is outside [0, 1].
    """
    if len(source) == 0:
        raise DiffusionError("E-DIFF-201")
    ids, s, t = _number(np.asarray(source), np.asarray(target))
    keep = s != t
    if probability is not None:
        probability = np.asarray(probability, np.float32)
        bad = ~((probability >= 0) & (probability <= 1))
        if bad.any():
            raise DiffusionError("E-DIFF-202", row=int(np.flatnonzero(bad)[0]) + 1, value=float(probability[bad][0]))
        keep &= probability > 0
        probability = probability[keep]
    return reverse_rows(ids, s[keep], t[keep], probability)


def _number(source: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sorted ids and the arcs as int32 positions in them; small non-negative integers go by table, not by sort."""
    if source.dtype.kind in "iu" and target.dtype.kind in "iu":
        top, low = int(max(source.max(), target.max())), int(min(source.min(), target.min()))
        if low >= 0 and top < 4 * (len(source) + len(target)) + 1024:
            seen = np.zeros(top + 1, bool)
            seen[source] = True
            seen[target] = True
            ids = np.flatnonzero(seen)
            place = np.cumsum(seen, dtype=np.int32) - 1
            return ids, place[source], place[target]
    ids, both = np.unique(np.concatenate([source, target]), return_inverse=True)
    both = both.astype(np.int32)
    return ids, both[: len(source)], both[len(source) :]


def row_offsets(sizes: np.ndarray) -> np.ndarray:
    """Where rows of these sizes begin, and where the last one ends; int32 as long as that can say it."""
    offsets = np.zeros(len(sizes) + 1, offset_type(int(sizes.sum())))
    np.cumsum(sizes, out=offsets[1:])
    return offsets


def offset_type(arcs: int) -> type[np.signedinteger]:
    return np.int32 if arcs < 2**31 else np.int64


def reverse_rows(ids: np.ndarray, s: np.ndarray, t: np.ndarray, probability: np.ndarray | None) -> Graph:
    """Group numbered arcs by target (and by falling probability where there is one)."""
    offsets = row_offsets(np.bincount(t, minlength=len(ids)))
    if probability is None:
        return Graph(ids, offsets, _grouped(s, t, offsets))
    order = np.lexsort((s, -probability, t))
    return Graph(ids, offsets, s[order].astype(np.int32, copy=False), probability[order])


@njit(nogil=True, cache=True)
def _grouped(s, t, offsets):
    """Sources by target: a counting sort, 8 bytes a member beside the result."""
    fill, grouped = offsets[:-1].copy(), np.empty(len(s), np.int32)
    for i in range(len(s)):
        grouped[fill[t[i]]] = s[i]
        fill[t[i]] += 1
    sort_rows(offsets, grouped)
    return grouped


@njit(nogil=True, cache=True)
def sort_rows(offsets, sources):
    """Each member's sources rising, in place: the order of arcs in a file must not change what is chosen."""
    for node in range(len(offsets) - 1):
        for arc in range(offsets[node] + 1, offsets[node + 1]):
            if sources[arc] < sources[arc - 1]:
                sources[offsets[node] : offsets[node + 1]].sort()
                break


def forward_rows(graph: Graph) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same arcs by source: offsets int64[n + 1], targets int32[m], and each arc's position in the reverse rows."""
    order = np.argsort(graph.sources, kind="stable")
    offsets = np.zeros(graph.nodes + 1, np.int64)
    np.cumsum(graph.out_degree, out=offsets[1:])
    targets = np.repeat(np.arange(graph.nodes, dtype=np.int32), graph.in_degree)[order]
    return offsets, targets, order
