"""Credit distribution: who is to be thanked for an action, where several people could have been followed.

Goyal, Bonchi, Lakshmanan, "A data-based approach to social influence maximization" (VLDB 2011), with equal shares: in
a cascade, an action's credit is shared among all whom its user sees and who acted there before; what they get, they
share in turn. What a set S is credited with in user u, over u's cascades, is how likely u follows S again.

The paper keeps a table of credits between all pairs of users. None is needed: with seeds S, somebody who is added
brings in a cascade (1 - what S is credited with there for their action) times (what flows to them along lines that
avoid S), theorem 3 of the paper, and both are sums along the lines of that cascade: one pass up and one down. A new
seed changes only the cascades it acted in.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from kolony_engine.diffusion.past.cascades import Log


@dataclass(frozen=True)
class Acts:
    """Actions in order of cascade and time, and whom each could have followed: 4 bytes a possible parent.

    user      int32[acts]
    ends      int64[cascades], where each cascade's acts end
    weight    float64[acts], 1 / cascades of the user; 0 for whoever had acted there before
    above     int64[acts + 1] and int32[...]: places of the acts that each could have followed
    """

    user: np.ndarray
    ends: np.ndarray
    weight: np.ndarray
    above: tuple[np.ndarray, np.ndarray]


def share_credit(log: Log, k: int) -> np.ndarray:
    """User numbers of up to k seeds, greedily, who together are credited with most; `log.sees` says who sees whom."""
    acts = acts_of(log)
    order = np.argsort(acts.user, kind="stable")
    first = np.searchsorted(acts.user[order], np.arange(len(log.ids) + 1))
    thanked = np.zeros(len(log.ids), bool)
    thanked[acts.user[acts.above[1]]] = True
    return _greedy(acts.user, acts.ends, acts.weight, acts.above, (first, order), thanked, k)


def acts_of(log: Log) -> Acts:
    """The log as acts, with all possible parents."""
    order = np.lexsort((log.ts, log.cascade))  # rows of the same moment keep their order: parents stand above
    user, cascade = log.user[order], log.cascade[order]
    ends = np.searchsorted(cascade, np.arange(1, log.cascades + 1))
    place = np.full(len(log.ids), -1, np.int64)
    place[np.searchsorted(log.ids, log.sees.ids.astype(log.ids.dtype))] = np.arange(log.sees.nodes)
    sees = place, log.sees.offsets, log.sees.sources
    again, rows = _first_acts(user, cascade, len(log.ids), *sees)
    above = _possible_parents(user, cascade, again, rows, *sees)
    weight = np.where(again, 0.0, 1.0 / np.maximum(np.bincount(user[~again], minlength=len(log.ids)), 1)[user])
    return Acts(user, ends, weight, (rows, above))


@njit(nogil=True, cache=True)
def _first_acts(user, cascade, users, place, offsets, sources):
    """bool[acts]: who had acted in the cascade before; and int64[acts + 1], running numbers of possible parents."""
    again, rows = np.zeros(len(user), np.bool_), np.zeros(len(user) + 1, np.int64)
    acted, seen = np.full(users, -1), np.full(len(offsets) - 1, -1)
    for act in range(len(user)):
        rows[act + 1] = rows[act]
        node = place[user[act]]
        again[act] = acted[user[act]] == cascade[act]
        acted[user[act]] = cascade[act]
        if node < 0 or again[act]:
            continue
        for arc in range(offsets[node], offsets[node + 1]):
            rows[act + 1] += seen[sources[arc]] == cascade[act]
        seen[node] = cascade[act]
    return again, rows


@njit(nogil=True, cache=True)
def _possible_parents(user, cascade, again, rows, place, offsets, sources):
    above, latest, begin = np.empty(rows[-1], np.int32), np.full(len(offsets) - 1, -1), 0
    for act in range(len(user)):
        if act and cascade[act] != cascade[act - 1]:
            begin = act
        node, fill = place[user[act]], rows[act]
        if node < 0 or again[act]:
            continue
        for arc in range(offsets[node], offsets[node + 1]):
            if latest[sources[arc]] >= begin:
                above[fill] = latest[sources[arc]]
                fill += 1
        latest[node] = act
    return above


@njit(nogil=True, cache=True)
def _brought(begin, end, user, weight, above, is_seed, work):
    """What each act of a cascade would bring as a seed's: written to `brings`, and what changed added to `gain`."""
    (rows, parents), (flow, credit, brings, gain) = above, work
    flow[begin:end] = weight[begin:end]
    for act in range(end - 1, begin - 1, -1):  # up: what flows to each, along lines without a seed
        if is_seed[user[act]]:
            flow[act] = 0.0
        for i in range(rows[act], rows[act + 1]):
            flow[parents[i]] += flow[act] / (rows[act + 1] - rows[act])
    for act in range(begin, end):  # down: what the seeds are credited with
        credit[act] = 1.0 if is_seed[user[act]] else 0.0
        if not is_seed[user[act]]:
            for i in range(rows[act], rows[act + 1]):
                credit[act] += credit[parents[i]] / (rows[act + 1] - rows[act])
        now = (1.0 - credit[act]) * flow[act]
        gain[user[act]] += now - brings[act]
        brings[act] = now


@njit(nogil=True, cache=True)
def _greedy(user, ends, weight, above, own, thanked, k):
    is_seed, gain = np.zeros(len(thanked), np.bool_), np.zeros(len(thanked))
    begin, work = 0, (np.zeros(len(user)), np.zeros(len(user)), np.zeros(len(user)), gain)
    for end in ends:
        _brought(begin, end, user, weight, above, is_seed, work)
        begin = end
    seeds, chosen = np.empty(k, np.int64), 0
    while chosen < k and len(gain):
        best = np.argmax(np.where(thanked & ~is_seed, gain, -1.0))
        if is_seed[best] or not thanked[best] or gain[best] <= 1e-9:
            break
        is_seed[best] = True
        seeds[chosen] = best
        chosen += 1
        done = -1
        for i in range(own[0][best], own[0][best + 1]):
            cascade = np.searchsorted(ends, own[1][i], side="right")
            if cascade != done:
                begin = ends[cascade - 1] if cascade else 0
                _brought(begin, ends[cascade], user, weight, above, is_seed, work)
                done = cascade
    return seeds[:chosen]
