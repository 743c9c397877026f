"""How far a cascade will go, by who begins it: the shrinkage by hand, and no look ahead."""

import numpy as np
import pytest

from kolony_engine.diffusion import DiffusionError, Log, backtest_spread
from kolony_engine.diffusion.proving.forecast import Begun, begun, read_past


def log_of(roots, sizes):
    """One cascade an hour: its root, then others who follow the root within it."""
    user, cascade, parent, ts = [], [], [], []
    for number, (root, size) in enumerate(zip(roots, sizes, strict=True)):
        above = len(user)
        for step in range(size):
            user.append(root if step == 0 else 1000 + step)
            cascade.append(number), parent.append(-1 if step == 0 else above), ts.append(number * 3600 + step)
    columns = np.array(user, np.int32), np.array(cascade, np.int32), np.array(parent), np.array(ts) * 1_000_000
    return Log(np.arange(2000), *columns)


def test_cascades_are_read_off_a_log():
    found = begun(log_of([3, 4, 3], [5, 1, 2]))
    assert (found.root.tolist(), found.size.tolist()) == ([3, 4, 3], [5, 1, 2])


def test_a_root_seen_once_is_believed_less_than_one_seen_often():
    draw = np.random.default_rng(2)
    often = np.repeat(np.arange(20), 10)
    level = draw.normal(3, 1, 20)
    size = np.exp(level[often] + draw.normal(0, 0.5, 200))
    past = read_past(Begun(np.append(often, 99), np.append(size, np.exp(6.0)), np.zeros(201)))
    own = np.array([np.log(size[often == root]).mean() for root in range(20)])
    kept = past.shift[:20] / (own - past.mean)
    assert np.allclose(kept, kept[0])
    assert 0.9 < kept[0] < 1.0
    assert past.shift[20] / (6.0 - past.mean) < kept[0] - 0.05


def test_somebody_new_gets_the_mean():
    past = read_past(Begun(np.array([1, 1, 2]), np.array([10, 12, 2]), np.zeros(3)))
    guess, seen = past.log_size(np.array([7]))
    assert (guess[0], seen[0]) == (past.mean, False)


def test_steady_roots_are_predicted_better_than_by_the_mean():
    draw = np.random.default_rng(5)
    roots = draw.integers(0, 30, 600)
    found = backtest_spread(log_of(roots, 2 + roots + draw.integers(0, 3, 600)))
    assert found.seen_ratio < 0.4
    assert found.seen_low < found.seen_ratio < found.seen_high


def test_where_roots_say_nothing_the_mean_is_kept():
    draw = np.random.default_rng(6)
    found = backtest_spread(log_of(draw.integers(0, 30, 600), draw.integers(2, 30, 600)))
    assert found.ratio == pytest.approx(1.0, abs=0.03)


def test_too_short_a_log_is_refused():
    with pytest.raises(DiffusionError, match="E-DIFF-120"):
        backtest_spread(log_of([1], [3]))
