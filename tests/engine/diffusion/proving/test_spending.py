"""The back-test under a budget: money is kept, the lucky once are believed little, nothing is known before its time."""

import numpy as np
import pytest

from kolony_engine.diffusion import DiffusionError, Log, backtest_budgets
from kolony_engine.diffusion.past.covering import cover_past
from kolony_engine.diffusion.proving.spending import affordable, by_followers, by_posts


def log_of(cascades):
    """(root, followers) pairs, a cascade an hour."""
    user, cascade, parent, ts = [], [], [], []
    for number, (root, crowd) in enumerate(cascades):
        above = len(user)
        for step, who in enumerate([root, *crowd]):
            user.append(who), cascade.append(number), parent.append(above if step else -1)
            ts.append((number * 3600 + step) * 1_000_000)
    columns = np.array(user, np.int32), np.array(cascade, np.int32), np.array(parent), np.array(ts)
    return Log(np.arange(400), *columns)


@pytest.fixture(scope="module")
def forum():
    """Two loud ones whom the same thirty follow, ten quiet ones with five each of their own, every time."""
    crowds = {0: range(100, 130), 1: range(100, 130)} | {n: range(200 + 5 * n, 205 + 5 * n) for n in range(2, 12)}
    return log_of([(n, crowds[n]) for _ in range(20) for n in crowds])


def test_costs_are_counted_on_the_log(forum):
    assert by_posts(forum)[[0, 2, 100, 399]].tolist() == [20, 20, 40, 1]
    assert by_followers(forum)[[0, 2, 100]].tolist() == [30, 5, 1]


def test_a_ranking_is_gone_through_for_whoever_can_still_be_paid():
    price = np.array([5.0, 9.0, 2.0, 4.0])
    assert affordable(np.array([0, 1, 2, 3]), price, 8.0).tolist() == [0, 2]


def test_the_cover_per_cost_keeps_to_the_money_and_buys_the_quiet_ones(forum):
    price = by_followers(forum)
    chosen = cover_past(forum, 400, doubt=2.0, cost=price, budget=40.0)
    assert price[chosen].sum() <= 40
    assert not {0, 1} <= set(chosen.tolist())


def test_one_lucky_cascade_of_a_cheap_one_is_believed_less_than_many_of_another():
    log = log_of([(1, [10, 11, 12])] * 9 + [(2, [20, 21, 22, 23])])
    assert cover_past(log, 1, doubt=2.0, cost=np.ones(400), budget=1.0).tolist() == [1]
    assert cover_past(log, 1, doubt=0.0, cost=np.ones(400), budget=1.0).tolist() == [2]


def test_every_cost_and_size_has_every_method_and_a_best_simple_ranking(forum):
    found = backtest_budgets(forum, ks=(2, 4), splits=3)
    assert found == backtest_budgets(forum, ks=(2, 4), splits=3)
    assert {(row.cost, row.k) for row in found} == {(cost, k) for cost in ("posts", "followers") for k in (2, 4)}
    simple = [row for row in found if row.method in ("times followed", "distinct followers", "pagerank", "k-core")]
    assert max(row.ratio for row in simple) == 1.0
    assert all(row.ratio >= 0.95 for row in found if row.method == "auto")


def test_too_short_a_log_is_refused():
    with pytest.raises(DiffusionError, match="E-DIFF-120"):
        backtest_budgets(log_of([(1, [2])]))
