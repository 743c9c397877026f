"""The index holds few, and is made anew when somebody else's turn comes: what is chosen does not depend on it."""

import numpy as np
import pytest

from kolony_engine.diffusion.choosing.indexing import LEVELS, WHOLE, levels_of, lowest_within, nothing_yet, take
from kolony_engine.diffusion.machine.bits import places


@pytest.fixture
def known():
    """600 sets of up to 9 of 80 members, the low numbers oftener; 60 of them may be chosen."""
    dice = np.random.default_rng(11)
    sets = [np.unique(dice.integers(0, 80, dice.integers(1, 10)) * dice.integers(0, 80) // 80) for _ in range(600)]
    members = np.concatenate(sets).astype(np.int32)
    ends = np.cumsum([len(one) for one in sets]).astype(np.int32)
    candidates = np.arange(0, 60, dtype=np.int32)
    counts = np.bincount(members, minlength=80)[candidates].astype(np.int64)
    return (members, ends, candidates, places(candidates, 80)), counts


def chosen(known, marginal, room, order=None):
    """(who was chosen, gains, the largest index) of sixty turns."""
    covered, index, marginal = np.zeros(len(known[1]), np.bool_), nothing_yet(known[3]), marginal.copy()
    who, gains, largest = [], [], 0
    for turn in range(60):
        best = int(np.argmax(marginal)) if order is None else order[turn]
        gain, index = take(best, known, index, covered, marginal, np.empty(0), room)
        marginal[best] = -1
        who.append(best)
        gains.append(gain)
        largest = max(largest, int(index[2][-1]))
    return who, gains, largest


def test_room_for_one_is_enough(known):
    sets, counts = known
    whole, some, one = (chosen(sets, counts, room) for room in (WHOLE, 300, 1))
    assert whole[:2] == some[:2] == one[:2]
    assert whole[2] == counts.sum()
    assert one[2] <= counts.max()
    assert some[2] <= 300


def test_whoever_is_taken_unlikely_as_they_are_brings_the_sets_not_covered_yet(known):
    sets, counts = known
    order = np.argsort(counts, kind="stable").tolist()
    whole, one = (chosen(sets, counts, room, order) for room in (WHOLE, 1))
    assert whole[:2] == one[:2]
    assert sum(one[1]) == sum(bool(set(own) & set(range(60))) for own in np.split(sets[0], sets[1][:-1]))


def test_with_costs_those_who_bring_most_for_theirs_are_looked_up_first(known):
    sets, counts = known
    cost = np.arange(60, 0, -1).astype(float)
    covered, marginal = np.zeros(len(sets[1]), np.bool_), counts.copy()
    best = int(np.argmax(marginal / cost))
    gain, index = take(best, sets, nothing_yet(sets[3]), covered, marginal, cost, 2 * int(counts[best]))
    inside = np.flatnonzero([bool(index[0][one // 64] >> np.uint64(one % 64) & np.uint64(1)) for one in range(60)])
    assert gain == counts[best]
    assert best in inside
    assert (counts / cost)[inside].min() >= np.sort(counts / cost)[-2 * len(inside)]


@pytest.mark.parametrize("room", [0, 1, 40, 400, 10_000])
def test_a_level_leaves_out_no_more_than_must_be(known, room):
    (_, _, candidates, _), counts = known
    levels = levels_of(counts, np.empty(0), candidates)
    lowest, total = lowest_within(np.bincount(levels, counts, LEVELS), room)
    assert total == counts[levels >= lowest].sum() <= room
    assert lowest == 1 or counts[levels >= lowest - 1].sum() > room
