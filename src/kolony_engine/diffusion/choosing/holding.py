"""Which sets hold whom, written down once: whoever is asked about many choices looks only at the sets these are in.

4 bytes a member of a set beside the sets themselves, so not for a choice that is judged once (`greedy.judge`).
"""

import numpy as np
from numba import njit

from kolony_engine.diffusion.machine.untouched import untouched


class Holding:
    """The numbers of the sets each member is in, rising: `held[rows[m] : rows[m + 1]]`."""

    def __init__(self, sets) -> None:
        self._sets = sets
        self._rows = np.zeros(len(sets.counts) + 1, np.int64)
        np.cumsum(sets.counts, out=self._rows[1:])
        self._held = untouched(sets.used, np.int32)
        _write_down(sets.members, sets.ends, sets.size, self._rows[:-1].copy(), self._held)

    def judge(self, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How many sets each of these in turn covers newly, int64[k], and in how many each pair meets, int64[k, k]."""
        gains, earlier = _meet(self._rows, self._held, nodes, self._sets.size)
        return gains, earlier + earlier.T - np.diag(np.diag(earlier))

    def newly_covered(self, nodes: np.ndarray) -> np.ndarray:
        """int32[n]: how many sets without any of these each member is in."""
        sets = self._sets
        return _fresh(sets.members, sets.ends, self._rows, self._held, nodes, sets.counts.copy(), sets.size)


@njit(nogil=True, cache=True)
def _write_down(members, ends, size, fill, held):
    begin = 0
    for s in range(size):
        for i in range(begin, ends[s]):
            held[fill[members[i]]] = s
            fill[members[i]] += 1
        begin = ends[s]


@njit(nogil=True, cache=True)
def _meet(rows, held, nodes, sets):
    """What each covers newly, and where in the matrix of pairs (the earlier, the later) they meet. Whoever was met in a
    set is in a chain: `last` of each set, and who was `before`."""
    k, many = len(nodes), np.int64(0)
    for node in nodes:
        many += rows[node + 1] - rows[node]
    gains, together = np.zeros(k, np.int64), np.zeros((k, k), np.int64)
    last, who, before, end = np.full(sets, -1, np.int32), np.empty(many, np.int32), np.empty(many, np.int32), 0
    for a in range(k):
        for s in held[rows[nodes[a]] : rows[nodes[a] + 1]]:
            link = last[s]
            gains[a] += link < 0
            who[end], before[end], last[s] = a, link, end
            end += 1
            while link >= 0:
                together[who[link], a] += 1
                link = before[link]
        together[a, a] = rows[nodes[a] + 1] - rows[nodes[a]]
    return gains, together


@njit(nogil=True, cache=True)
def _fresh(members, ends, rows, held, nodes, counts, sets):
    """`counts` less those of the sets in which any of the nodes is."""
    covered = np.zeros(sets, np.bool_)
    for node in nodes:
        for s in held[rows[node] : rows[node + 1]]:
            if covered[s]:
                continue
            covered[s] = True
            for i in range(ends[s - 1] if s > 0 else 0, ends[s]):
                counts[members[i]] -= 1
    return counts
