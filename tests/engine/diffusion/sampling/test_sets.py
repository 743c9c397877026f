"""Collections of RR sets grow to the same bytes however the work is cut and shared."""

import numpy as np
import pytest

from kolony_engine.diffusion import build_graph
from kolony_engine.diffusion.machine.streams import JUDGE, SELECT
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.sets import Sets, Task, Threads, grow


@pytest.fixture(scope="module")
def town():
    rng = np.random.default_rng(11)
    return build_graph(rng.integers(0, 2000, 30_000), rng.zipf(1.5, 30_000) % 2000)


def collections(town, model, threads):
    table, workers = chances(town, model), Threads(threads)
    return [Sets(Task(town, table, np.empty(0), 3, purpose, purpose == SELECT), workers) for purpose in (SELECT, JUDGE)]


def what_is_in(sets):
    return sets.members[: sets.used].tolist(), sets.ends[: sets.size].tolist()


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("model", ["wc", "uniform:0.3"])
def test_two_grown_in_one_go_are_those_grown_one_after_the_other(town, model, threads):
    alone, together = collections(town, model, 1), collections(town, model, threads)
    for sizes in ((1, 0), (9_000, 3_000), (20_000, 3_000), (30_000, 15_000)):
        for sets, size in zip(alone, sizes, strict=True):
            sets.grow_to(size)
        grow(list(zip(together, sizes, strict=True)))
    assert [what_is_in(sets) for sets in together] == [what_is_in(sets) for sets in alone]
    assert together[0].counts.tolist() == alone[0].counts.tolist()


def test_who_works_alone_writes_the_sets_where_they_stay(town):
    sets, _ = collections(town, "wc", 1)
    for job in sets.jobs_to(2_000):
        members, ends = next(sets.workers.run([job]))
        assert np.may_share_memory(members, sets.members)
        sets.append(members, ends)
    assert what_is_in(sets)[0] == what_is_in(_grown(collections(town, "wc", 2)[0], 2_000))[0]


def test_sets_larger_than_what_was_reserved_are_kept_whole(town):
    sets, _ = collections(town, "uniform:0.3", 1)
    sets.members = np.empty(10, np.int32)
    assert what_is_in(_grown(sets, 2_000)) == what_is_in(_grown(collections(town, "uniform:0.3", 1)[0], 2_000))


def _grown(sets, size):
    sets.grow_to(size)
    return sets
