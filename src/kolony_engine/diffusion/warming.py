"""Compile every kernel once and keep the result on disk, so that no one waits for a compiler inside a request."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from pyarrow import parquet

from kolony_engine.diffusion.choosing.judging import Judge
from kolony_engine.diffusion.choosing.query import SeedQuery
from kolony_engine.diffusion.choosing.seeds import select_seeds
from kolony_engine.diffusion.graphs.edges import read_edges
from kolony_engine.diffusion.graphs.graph import Graph, build_graph
from kolony_engine.diffusion.machine.streams import SELECT
from kolony_engine.diffusion.past.cascades import Log, read_log
from kolony_engine.diffusion.past.crediting import share_credit
from kolony_engine.diffusion.past.ties import compile_threads
from kolony_engine.diffusion.proving.backtest import backtest_seeds
from kolony_engine.diffusion.sampling.chances import chances
from kolony_engine.diffusion.sampling.reverse import sample_blocks
from kolony_engine.diffusion.sampling.sets import Desk, Progress, Task
from kolony_engine.diffusion.sampling.spread import reached_shares, simulate
from kolony_engine.measures.doors.arrow import number_column, table_of


def warm(progress: Progress | None = None) -> float:
    """Run each kernel on a handful of members; returns the seconds it took."""
    begin = time.perf_counter()
    steps = list(_steps())
    for done, step in enumerate(steps):
        step()
        if progress is not None and progress((done + 1) / len(steps), "compiling") is False:
            break
    return time.perf_counter() - begin


def is_cold() -> bool:
    """Whether the largest kernel, as it stands in this version, is not yet on disk (asks Numba's own index)."""
    kept = getattr(sample_blocks._cache, "_cache_file", None)
    return kept is None or not kept._load_index()


def _steps() -> Iterator[Callable[[], object]]:
    source, target = np.array([1, 1, 2, 3, 4, 5, 5, 6]), np.array([2, 3, 3, 4, 5, 6, 1, 1])
    given = build_graph(source, target, np.full(len(source), 0.2))
    plain = build_graph(source, target)
    for graph, model in ((plain, "wc"), (given, "arc"), (plain, "lt"), (given, "lt"), (plain, "uniform:0.1")):
        yield lambda graph=graph, model=model: _play(graph, model)
    groups = {1: "a", 2: "b"}
    yield lambda: select_seeds(plain, SeedQuery(budget=2.0, targets={1: 1.0, 2: 0.5}, groups=groups, at_most={"a": 1}))
    yield lambda: select_seeds(plain, SeedQuery(k=2, groups=groups, at_least={"a": 1}))
    yield lambda: Desk(plain.nodes).blocks(_abreast(plain), 0, 1)
    yield lambda: reached_shares(plain, [1], runs=1)
    yield lambda: _ask(Judge(plain, members=1))
    yield compile_threads
    yield _read_small_ones
    yield lambda: _read_small_logs(plain)
    yield lambda: backtest_seeds(_small_log(), ks=(2,), splits=2)
    yield lambda: share_credit(replace(_small_log(), sees=plain), 2)


def _abreast(graph: Graph) -> Task:
    """What is only done on graphs beyond the cache, on a small one."""
    return Task(graph, chances(graph, "wc"), np.empty(0), seed=1, purpose=SELECT, beyond=0)


def _play(graph: Graph, model: str) -> None:
    select_seeds(graph, SeedQuery(k=2, model=model))
    simulate(graph, [1], model=model, runs=1)


def _ask(judge: Judge) -> None:
    judge.reach([1])
    judge.adds([1])


def _read_small_ones() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "edges.parquet"
        ring = {"source": number_column(np.array([1, 2, 3])), "target": number_column(np.array([2, 3, 1]))}
        for columns in (ring, ring | {"p": number_column(np.array([0.1, 0.2, 0.3]))}):
            parquet.write_table(table_of(columns), path)
            read_edges(path)
        path = Path(folder) / "edges.csv"
        for rows in ("source,target\n1,2\n2,3\n", "source,target,p\nann,bo,0.1\nbo,cy,0.2\n"):
            path.write_text(rows)
            read_edges(path)


def _read_small_logs(graph: Graph) -> None:
    """One of each kind: with the parents of a cascade, with parents alone, and with a graph of who could have seen."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        for named in (("cascade_id", "parent_id"), ("parent_id",), ("cascade_id",)):
            path.write_text(f"user_id,ts,{','.join(named)}\n" + f"1,60,{','.join('2' for _ in named)}\n" * 2)
            read_log(path, graph)


def _small_log() -> Log:
    """Forty cascades of one root and three who follow."""
    dice = np.random.default_rng(1)
    cascade = np.repeat(np.arange(40, dtype=np.int32), 4)
    step = np.tile(np.arange(4), 40)
    user = np.where(step == 0, cascade % 5, 5 + dice.integers(0, 20, 160)).astype(np.int32)
    parent = np.where(step == 0, -1, np.arange(160) - step)
    return Log(np.arange(25), user, cascade, parent, (cascade * 1000 + step).astype(np.int64) * 1_000_000)
