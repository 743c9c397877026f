"""Whom to believe is asked of the past alone, and one lucky stretch does not convince."""

import numpy as np
import pytest

from kolony_engine.diffusion import Log, backtest_seeds
from kolony_engine.diffusion.proving.believing import AUTO, believed
from kolony_engine.diffusion.proving.methods import BLEND, METHODS

DAY = 86_400_000_000


def log_of(cascades: list[tuple[int, list[int]]], users: int) -> Log:
    """One cascade a day: who began it, and who followed them directly."""
    user, cascade, parent, ts = [], [], [], []
    for number, (root, crowd) in enumerate(cascades):
        first = len(user)
        for place, who in enumerate([root, *crowd]):
            user.append(who), cascade.append(number), parent.append(first if place else -1)
            ts.append(number * DAY + place)
    return Log(
        np.arange(users),
        np.array(user, np.int32),
        np.array(cascade, np.int32),
        np.array(parent, np.int64),
        np.array(ts, np.int64),
    )


def test_the_blend_is_believed_where_the_past_is_too_short_to_ask():
    assert believed(log_of([(0, [1, 2])], 3), (1, 5)) == {1: BLEND, 5: BLEND}


def test_the_blend_stays_where_all_ways_reach_the_same():
    same = [(n % 2, [2, 3, 4]) for n in range(80)]
    assert believed(log_of(same, 5), (1, 2)) == {1: BLEND, 2: BLEND}


def test_a_way_that_reached_more_each_time_is_believed():
    """Two who speak to the same forty look best one by one; a third, with twenty of their own, adds more."""
    crowd, others = list(range(3, 43)), list(range(43, 63))
    turns = [[(0, crowd), (1, crowd), (2, others)][n % 3] for n in range(240)]
    assert believed(log_of(turns, 63), (2,)) == {2: "recent cover"}


def test_auto_is_judged_only_on_what_it_did_not_see():
    crowd = list(range(2, 30))
    turns = [(n % 2, crowd[: 5 + 3 * (n % 2)]) for n in range(200)]
    changed = [(root, members) if n < 150 else (1 - root, members) for n, (root, members) in enumerate(turns)]
    chosen = [
        [trial.chose for trial in backtest_seeds(log_of(one, 30), ks=(1,), splits=2).trials if trial.method == AUTO][0]
        for one in (turns, changed)
    ]
    assert chosen[0] == chosen[1]


def test_over_all_sizes_is_the_geometric_mean_of_the_ratios():
    rng = np.random.default_rng(5)
    turns = [(int(rng.integers(0, 8)), [int(m) for m in rng.permutation(np.arange(8, 90))[:12]]) for _ in range(200)]
    found = backtest_seeds(log_of(turns, 90), ks=(2, 4), splits=3)
    ratios = {name: [row.ratio for row in found.summary if row.method == name] for name in (AUTO, *METHODS)}
    for row in found.overall:
        if min(ratios[row.method]) > 0:
            assert row.ratio == pytest.approx(np.exp(np.log(ratios[row.method]).mean()))
            assert row.low <= row.high
