"""Several sets at once are the sets of one after the other, bit for bit; and the places of few among many."""

from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolony_engine.diffusion import SeedQuery, build_graph, select_seeds
from kolony_engine.diffusion.machine.bits import place_of, places
from kolony_engine.diffusion.machine.streams import SELECT
from kolony_engine.diffusion.machine.untouched import untouched
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Desk, Sets, Task, Threads


@pytest.fixture(scope="module")
def town():
    rng = np.random.default_rng(11)
    return build_graph(rng.integers(0, 2000, 30_000), rng.zipf(1.5, 30_000) % 2000)


def task_of(graph, model, beyond, weights=()):
    return Task(graph, chances(graph, model), np.cumsum(weights), seed=3, purpose=SELECT, beyond=beyond)


@pytest.mark.parametrize("model", ["wc", "uniform:0.01", "uniform:0.2", "uniform:1"])
def test_several_at_once_are_the_same_sets(town, model):
    alone, abreast = task_of(town, model, beyond=10**9), task_of(town, model, beyond=0)
    assert (alone.abreast, abreast.abreast) == (False, True)
    one, other = Desk(town.nodes), Desk(town.nodes)
    for first, last in ((0, 1), (1, 12), (12, 15)):
        members, ends = one.blocks(alone, first, last)
        same_members, same_ends = other.blocks(abreast, first, last)
        assert members.tolist() == same_members.tolist()
        assert ends.tolist() == same_ends.tolist()
    assert one.counts.tolist() == other.counts.tolist()
    assert not one.seen.any()
    assert not other.seen.any()


@pytest.mark.parametrize("beyond", [0, 10**9])
def test_offsets_of_eight_bytes_are_the_same_graph(town, beyond):
    wide = replace(town, offsets=town.offsets.astype(np.int64))
    (members, _), (same, _) = (Desk(town.nodes).blocks(task_of(g, "wc", beyond), 0, 3) for g in (town, wide))
    assert town.offsets.dtype == np.int32
    assert members.tolist() == same.tolist()


def test_weighted_targets_too(town):
    weights = np.random.default_rng(2).random(town.nodes)
    (members, _), (same, _) = (
        Desk(town.nodes).blocks(task_of(town, "wc", beyond, weights), 0, 9) for beyond in (10**9, 0)
    )
    assert members.tolist() == same.tolist()


def test_a_queue_that_is_too_short_is_made_longer(town):
    task = task_of(town, "uniform:0.2", beyond=0)
    desk = Desk(town.nodes)
    desk.queues = np.empty((8, 3), np.int32)
    members, _ = desk.blocks(task, 0, 3)
    expected, _ = Desk(town.nodes).blocks(replace(task, beyond=10**9), 0, 3)
    assert members.tolist() == expected.tolist()
    assert not desk.seen.any()


@pytest.mark.parametrize("beyond", [0, 10**9])
def test_any_number_of_threads_brings_the_same_bytes(town, beyond):
    found = set()
    for threads in (1, 2, 4):
        sets = Sets(task_of(town, "wc", beyond), Threads(threads))
        for wanted in (1_000, 50_000, 120_000):
            sets.grow_to(wanted)
        found.add(
            (
                crc32(sets.members[: sets.used].tobytes()),
                crc32(sets.ends[: sets.size].tobytes()),
                crc32(sets.counts.tobytes()),
            )
        )
    assert len(found) == 1


@settings(deadline=None)
@given(st.sets(st.integers(0, 300), max_size=80))
def test_everybody_has_the_place_of_their_rank(chosen):
    rising = np.array(sorted(chosen), np.int32)
    table = places(rising, 301)
    found = [place_of(member, *table) for member in range(301)]
    assert found == [sorted(chosen).index(member) if member in chosen else -1 for member in range(301)]


def test_reserved_room_is_zeros_and_can_be_empty():
    assert untouched(0, np.int32).tolist() == []
    room = untouched(5, np.float64)
    room[2] = 1.5
    assert room.tolist() == [0, 0, 1.5, 0, 0]


def test_the_runner_up_is_the_best_of_all_who_may_follow(town):
    chosen = select_seeds(town, SeedQuery(k=5, eps=0.1, must_have=[7]))
    without = select_seeds(town, SeedQuery(k=5, eps=0.1, must_have=[7], excluded=[chosen.seeds[-1]]))
    assert chosen.runner_up == without.seeds[-1]
    assert chosen.runner_up_gap >= 0


def test_when_nobody_else_may_be_chosen_there_is_no_runner_up(town):
    chosen = select_seeds(town, SeedQuery(k=2, candidates=[3, 4]))
    assert set(chosen.seeds) == {3, 4}
    assert chosen.runner_up is None
