"""When there are RR sets enough: the row of sizes, what is still lost, and when a choice is worth keeping."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from kolony_engine.diffusion import SeedQuery, build_graph, select_seeds
from kolony_engine.diffusion.choosing.greedy import greedy_cover
from kolony_engine.diffusion.choosing.stopping import Look, compared, next_size, sizes, still_lost


def look(**changes):
    return Look(**{"sets": 10_000, "members": 50_000, "covered": 2_000, "loss": 0.03, "lacks": -0.01, **changes})


def test_sizes_rise_by_half_a_doubling_up_to_what_can_ever_be_needed():
    row = sizes(n=5_000, k=10, eps=0.1, delta=0.001, weight=5_000.0, floor=1.0)
    assert row == sorted(set(row))
    assert [round(b / a, 1) for a, b in zip(row[6:12:2], row[8:14:2], strict=False)] == [2.0, 2.0, 2.0]
    assert {size % 512 for size in row[:-1]} == {0}
    assert row[-2] < row[-1]


def test_what_is_still_lost_falls_as_one_over_the_sets():
    lost = 5_000  # a choice on n sets loses 5,000 / n
    reach = {sets: 1.0 - lost / sets for sets in (100_000, 800_000)}
    found = still_lost(reach[800_000], 800_000, reach[100_000], 100_000)
    assert found == pytest.approx(lost / 800_000, rel=0.01)
    assert still_lost(0.5, 2_000, 0.6, 1_000) == pytest.approx(0.2)  # as large a part of chance


def test_a_choice_is_looked_at_beside_one_on_half_as_many_sets_or_fewer():
    """1.4 times as many sets bring less than the two happen to differ."""
    earlier = [("a", 1_000), ("b", 4_000), ("c", 16_000), ("d", 22_000)]
    assert [compared(earlier, sets)[0] for sets in (31_000, 32_000, 44_000)] == ["b", "c", "d"]
    assert compared(earlier[:1], 1_500) == ("a", 1_000)
    assert compared([], 1_500) is None


@pytest.mark.parametrize(
    ("seen", "settled"),
    [
        (look(loss=0.0039), True),
        (look(loss=0.0041), False),
        (look(loss=0.0149, covered=8_750), True),
        (look(loss=0.0151, covered=8_750), False),
        (look(loss=math.inf, members=3_000_000), True),
        (look(loss=math.inf), False),
    ],
)
def test_a_choice_is_settled_when_little_is_lost_or_enough_was_spent(seen, settled):
    assert seen.settled(eps=0.02) is settled


def test_never_more_than_a_twentieth_is_lost_however_loose_the_certificate():
    assert look(loss=0.049).settled(eps=0.5)
    assert not look(loss=0.051).settled(eps=0.5)


def test_the_next_look_is_where_what_is_lost_is_small_enough():
    assert look(loss=0.01).wanted(eps=0.02) == pytest.approx(31_250)
    assert look(loss=0.3).wanted(eps=0.02) == pytest.approx(43_750)  # there it covers enough, whatever it loses
    assert look(loss=0.05, covered=9_000).wanted(eps=0.02) == pytest.approx(10_000 * 0.05 / 0.012)  # it did not
    assert look(loss=0.0, lacks=0.1).wanted(eps=0.02) == pytest.approx(20_000)
    assert look(loss=0.0, lacks=0.01).wanted(eps=0.02) == pytest.approx(10_000)  # that is, the next size
    assert look(loss=0.0, lacks=0.1, covered=200).wanted(eps=0.02) == pytest.approx(50_000)


def test_the_next_size_is_further_on_but_not_too_far():
    row = [100, 141, 200, 283, 400, 566, 800, 1_131, 1_600]
    assert next_size(row, 0, 50.0) == 1
    assert next_size(row, 0, 399.0) == 4
    assert next_size(row, 0, 1e9) == 6
    assert next_size(row, 7, 1e9) == 8


def test_where_more_sets_change_nothing_few_are_drawn():
    """Two stars beside many pairs: the best two are the same on any sets."""
    star = [(0, leaf) for leaf in range(1, 400)] + [(400, leaf) for leaf in range(401, 600)]
    pairs = [(at, at + 1) for at in range(1_000, 1_200, 2)]
    source, target = zip(*star, *pairs, strict=True)
    graph = build_graph(source, target)
    plain = select_seeds(graph, SeedQuery(k=2, eps=0.02))
    assert set(plain.seeds) == {0, 400}
    assert plain.ratio >= 1 - 1 / math.e - 0.02
    assert plain.rr_sets < 10_000


def test_with_many_candidates_each_seed_is_the_first_of_those_who_add_most():
    """Few shelves of marginals are looked through again: the choice is that of a plain search."""
    dice = np.random.default_rng(5)
    members = [np.unique(dice.integers(0, 3_000, 8)).astype(np.int32) for _ in range(2_000)]
    ends = np.cumsum([len(found) for found in members])
    counts = np.bincount(np.concatenate(members), minlength=3_000).astype(np.int32)
    task = SimpleNamespace(graph=SimpleNamespace(nodes=3_000))
    sets = SimpleNamespace(
        members=np.concatenate(members), ends=ends, used=int(ends[-1]), size=len(ends), counts=counts, task=task
    )
    found = greedy_cover(sets, 40, None, np.empty(0, np.int32))
    left, expected = list(members), []
    for _ in range(40):
        marginal = np.bincount(np.concatenate(left), minlength=3_000)
        expected.append(int(marginal.argmax()))
        left = [one for one in left if expected[-1] not in one]
    assert found.seeds.tolist() == expected
    assert found.covered == 2_000 - len(left)
    assert found.bound >= found.covered
