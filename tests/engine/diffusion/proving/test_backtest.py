"""The past of a log, read and judged: parents, loops, windows, reach; and that nothing is known before its time."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kolony_engine.diffusion import DiffusionError, backtest_seeds, build_graph, read_log
from kolony_engine.diffusion.graphs.centrality import k_core, pagerank
from kolony_engine.diffusion.past.covering import cover_past
from kolony_engine.diffusion.past.tallies import reach, tallies

HOUR = 3600


def write(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def a_chain(folder):
    return write(
        folder / "chain.parquet", cascade_id=[7, 7, 7], parent_id=[None, 1, 2], user_id=[1, 2, 3], ts=[0, 5, 9]
    )


def two_cascades(folder):
    return write(
        folder / "two.parquet", cascade_id=[7, 7, 8], parent_id=[None, 1, None], user_id=[1, 2, 3], ts=[0, 5, 9]
    )


def parents_of(log):
    return {int(log.ids[log.user[r]]): int(log.ids[log.user[p]]) if p >= 0 else None for r, p in enumerate(log.parent)}


def test_parents_as_recorded(tmp_path):
    path = write(
        tmp_path / "log.parquet", cascade_id=[7, 7, 7], parent_id=[None, 1, 2], user_id=[1, 2, 3], ts=[0, 5, 9]
    )
    assert parents_of(read_log(path)) == {1: None, 2: 1, 3: 2}


def test_a_parent_without_an_action_of_its_own_still_counts(tmp_path):
    path = write(tmp_path / "log.parquet", cascade_id=[7, 7], parent_id=[9, 9], user_id=[1, 2], ts=[3, 5])
    log = read_log(path)
    assert parents_of(log) == {9: None, 1: 9, 2: 9}
    assert reach(log, np.array([2])) == 2


def test_without_cascades_rows_are_chained_within_the_window(tmp_path):
    path = write(tmp_path / "log.parquet", parent_id=[1, 2, 2], user_id=[2, 3, 4], ts=[0, HOUR, 9 * HOUR])
    log = read_log(path, window_hours=6)
    assert log.cascades == 2
    assert reach(log, np.searchsorted(log.ids, [1])) == 2


def test_without_parents_the_graph_says_who_was_seen_last(tmp_path):
    graph = build_graph(np.array([1, 2]), np.array([3, 3]))
    path = write(tmp_path / "log.parquet", cascade_id=[7, 7, 7], user_id=[1, 2, 3], ts=[0, 1, 2])
    assert parents_of(read_log(path, graph)) == {1: None, 2: None, 3: 2}


def test_two_who_name_each_other_do_not_hang_the_reader(tmp_path):
    path = write(tmp_path / "log.parquet", cascade_id=[7, 7], parent_id=[2, 1], user_id=[1, 2], ts=[0, 0])
    log = read_log(path)
    assert sorted(parents_of(log).values(), key=str) == [1, None] or sorted(parents_of(log).values(), key=str) == [
        2,
        None,
    ]


def test_the_past_ends_strictly_before_the_moment(tmp_path):
    path = write(
        tmp_path / "log.parquet", cascade_id=[7, 7, 8], parent_id=[None, 1, None], user_id=[1, 2, 3], ts=[0, 5, 9]
    )
    log = read_log(path)
    assert len(log.before(5_000_000).user) == 1
    after = log.between(5_000_000, 9_000_001)
    assert parents_of(after) == {2: None, 3: None}


def test_reach_does_not_count_seeds(tmp_path):
    path = write(
        tmp_path / "log.parquet", cascade_id=[7, 7, 7], parent_id=[None, 1, 2], user_id=[1, 2, 3], ts=[0, 5, 9]
    )
    log = read_log(path)
    assert [reach(log, np.array(s)) for s in ([0], [0, 1], [1], [2])] == [2, 1, 1, 0]


def test_tallies_count_times_and_people(tmp_path):
    path = write(
        tmp_path / "log.parquet",
        cascade_id=[7, 7, 8, 8],
        parent_id=[None, 1, None, 1],
        user_id=[1, 2, 1, 2],
        ts=[0, 5, 9, 12],
    )
    found = tallies(read_log(path))
    assert found.followed.tolist() == [2, 0]
    assert found.followers.tolist() == [1, 0]
    assert found.actions.tolist() == [2, 2]


def test_a_cover_prefers_two_crowds_to_the_same_crowd_twice(tmp_path):
    """1 and 2 stand above the same ten; 3 above six others."""
    cascade, parent, user, ts = [], [], [], []
    for c in range(3):
        chain = [(None, 1), (1, 2)] + [(2, 10 + i) for i in range(10)]
        for t, (p, u) in enumerate(chain):
            cascade.append(c), parent.append(p), user.append(u), ts.append(100 * c + t)
        for t, (p, u) in enumerate([(None, 3)] + [(3, 30 + i) for i in range(6)]):
            cascade.append(50 + c), parent.append(p), user.append(u), ts.append(100 * c + t)
    log = read_log(write(tmp_path / "log.parquet", cascade_id=cascade, parent_id=parent, user_id=user, ts=ts))
    assert set(log.ids[cover_past(log, 2, doubt=0.0)]) == {1, 3}


def test_k_core_and_pagerank_on_a_triangle_with_a_tail():
    source, target = np.array([0, 1, 2, 2]), np.array([1, 2, 0, 3])
    assert k_core(source, target, 4).tolist() == [2, 2, 2, 1]
    rank = pagerank(source, target, 4)
    assert rank.sum() == pytest.approx(1.0)
    assert rank.argmax() in (0, 1, 2)


@pytest.fixture(scope="module")
def busy_log(tmp_path_factory):
    """Ten hubs with steady followings among 300 people, 200 cascades."""
    rng = np.random.default_rng(3)
    cascade, parent, user, ts = [], [], [], []
    for c in range(200):
        hub = int(rng.integers(0, 10))
        crowd = rng.permutation(np.arange(10, 300))[: 3 + 2 * hub]
        for t, (p, u) in enumerate([(None, hub)] + [(hub, int(m)) for m in crowd]):
            cascade.append(c), parent.append(p), user.append(u), ts.append(1000 * c + t)
    return write(
        tmp_path_factory.mktemp("log") / "log.parquet", cascade_id=cascade, parent_id=parent, user_id=user, ts=ts
    )


def test_the_backtest_is_the_same_twice_and_honest_about_the_best_simple_ranking(busy_log):
    log = read_log(busy_log)
    found, again = (backtest_seeds(log, ks=(3, 5), splits=3) for _ in range(2))
    assert found == again
    best = {row.k: row.ratio for row in found.summary if row.method == found.best_simple[row.k]}
    assert best == {3: 1.0, 5: 1.0}
    assert all(row.ratio < 0.7 for row in found.summary if row.method == "chance")
    assert all(row.ratio > 0.9 for row in found.summary if row.method == "auto")
    assert {trial.chose for trial in found.trials if trial.method == "auto"} != {""}


def test_what_comes_later_does_not_change_an_earlier_choice(busy_log):
    log = read_log(busy_log)
    moment = int(np.median(log.ts))
    early = log.before(moment)
    cut = log._only(log.ts < moment + 10_000_000).before(moment)
    assert cover_past(early, 5, doubt=2.0).tolist() == cover_past(cut, 5, doubt=2.0).tolist()


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"user_id": [1], "ts": [1]}, "E-DIFF-110"),
        ({"user_id": [1], "ts": [1], "cascade_id": [1]}, "E-DIFF-111"),
        ({"user_id": [1], "ts": [None], "cascade_id": [1], "parent_id": [None]}, "E-DIFF-112"),
        ({"user_id": [None], "ts": [1], "cascade_id": [1], "parent_id": [1]}, "E-DIFF-104"),
        ({"user_id": [1], "cascade_id": [1]}, "E-DIFF-103"),
    ],
)
def test_logs_that_cannot_be_read_say_why(tmp_path, columns, code):
    with pytest.raises(DiffusionError) as refusal:
        read_log(write(tmp_path / "log.parquet", **columns))
    assert refusal.value.code == code


def test_too_short_a_log_is_refused(tmp_path):
    path = write(tmp_path / "log.parquet", cascade_id=[7, 7], parent_id=[None, 1], user_id=[1, 2], ts=[0, 5])
    with pytest.raises(DiffusionError, match="E-DIFF-120"):
        backtest_seeds(read_log(path))


def test_a_parent_of_a_longer_name_than_any_user_is_not_cut_short(tmp_path):
    path = write(tmp_path / "log.parquet", parent_id=["alexandra", "alexander"], user_id=["ann", "bob"], ts=[0, 5])
    assert read_log(path).ids.tolist() == ["alexander", "alexandra", "ann", "bob"]


def test_numbers_with_a_gap_among_them_are_still_the_same_people(tmp_path):
    path = write(tmp_path / "log.parquet", parent_id=[None, 1.0], user_id=[1, 2], ts=[0, 5])
    assert read_log(path).ids.tolist() == [1, 2]
