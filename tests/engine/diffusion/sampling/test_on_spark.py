"""The same seeds, bit for bit, on Spark as on threads: `make spark`."""

from importlib import import_module
from zlib import crc32

import numpy as np
import pytest

from kolony_engine.diffusion import SeedQuery, build_graph, select_seeds
from kolony_engine.diffusion.machine.streams import SELECT
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.on_spark import OnSpark
from kolony_engine.diffusion.sampling.sets import Sets, Task, Threads

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def session():
    builder = import_module("pyspark.sql").SparkSession.builder
    for name, value in {
        "spark.master": "local[2]", "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }.items():  # fmt: skip
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module", params=["wc", "arc"])
def asked(request):
    rng = np.random.default_rng(5)
    source, target = rng.integers(0, 3000, 20_000), rng.zipf(1.6, 20_000) % 3000
    return build_graph(source, target, rng.random(20_000) * 0.2), request.param


def checksum(graph, model, workers):
    sets = Sets(Task(graph, chances(graph, model), np.empty(0), seed=3, purpose=SELECT), workers)
    sets.grow_to(40_000)
    sets.grow_to(90_000)
    return (
        crc32(sets.members[: sets.used].tobytes()),
        crc32(sets.ends[: sets.size].tobytes()),
        crc32(sets.counts.tobytes()),
    )


def test_the_sets_are_those_of_threads(session, asked):
    workers = OnSpark(session)
    found = {checksum(*asked, made) for made in (Threads(1), Threads(2), Threads(4), workers)}
    workers.close()
    assert len(found) == 1


def test_the_seeds_are_those_of_threads(session, asked):
    graph, model = asked
    query = SeedQuery(k=20, model=model, eps=0.05)
    workers = OnSpark(session)
    there, here = select_seeds(graph, query, workers=workers), select_seeds(graph, query, threads=2)
    workers.close()
    assert (there.seeds, there.gains, there.lower, there.best_possible) == (
        here.seeds, here.gains, here.lower, here.best_possible,
    )  # fmt: skip
