"""Seed sets against the only Python package with the same algorithm, in the same run; and a graph of 5 M members.

    .venv/bin/python bench/diffusion.py                     a drawn graph of 75,000 members, and R-MAT with 5 M
    .venv/bin/python bench/diffusion.py --small             without the large one
    .venv/bin/python bench/diffusion.py nethept.parquet     your own edge lists (source, target) instead
    .venv/bin/python bench/diffusion.py --long [FILES]      only a job of seconds: one thread, two, and two processes

Prints one JSON line a job: wall and CPU seconds, sampling and selection apart, nanoseconds an RR set and a member of
one, peak memory, spread by simulation, and how many times faster two threads are; and for pynetim (MIT) the same with
the ratio. Each job runs in its own process, after the kernels are warm; pynetim is given PATIENCE seconds for one.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from kolony_engine.diffusion import SeedQuery, build_graph, read_edges, select_seeds, simulate, warm

JOBS = (("wc", 0.1), ("wc", 0.02), ("uniform:0.01", 0.1), ("uniform:0.01", 0.02))
LONG = ("uniform:0.04", 0.02)  # on the drawn graph a job of more than two seconds
RUNS, SEEDS = 2_000, 50
PATIENCE = 150  # reading, choosing and simulating
REPEATS = 3  # best of, for one thread against two


def draw_rmat(dice: np.random.Generator, scale: int, arcs: int) -> tuple[np.ndarray, np.ndarray]:
    """Arcs of an R-MAT graph (Chakrabarti et al., SDM 2004) with 0.57 / 0.19 / 0.19 / 0.05."""
    source, target = np.zeros(arcs, np.int32), np.zeros(arcs, np.int32)
    for _ in range(scale):
        u = dice.random(arcs, np.float32)
        source = source * 2 + (u >= 0.76)
        target = target * 2 + (((u >= 0.57) & (u < 0.76)) | (u >= 0.95))
    return source, target


def write_rmat(path: Path, nodes: int, arcs: int, seed: int = 7) -> None:
    """An R-MAT graph as an edge list, drawn and written in pieces."""
    dice, scale, written = np.random.default_rng(seed), int(nodes - 1).bit_length(), 0
    with parquet.ParquetWriter(path, pa.schema({"source": pa.int32(), "target": pa.int32()})) as writer:
        while written < arcs:
            source, target = draw_rmat(dice, scale, 2_000_000)
            keep = np.flatnonzero((source < nodes) & (target < nodes))[: arcs - written]
            writer.write_table(pa.table({"source": source[keep], "target": target[keep]}))
            written += len(keep)


def graph_of(name: str):
    if name == "drawn-75k":
        source, target = draw_rmat(np.random.default_rng(7), 17, 400_000)
        return build_graph(np.concatenate([source, target]), np.concatenate([target, source]))
    return read_edges(Path(name))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(name: str, model: str, eps: float, threads: int) -> dict:
    warm()
    base = peak_mb()
    graph = graph_of(name)
    loaded = peak_mb()
    chosen, wall, cpu = timed(graph, model, eps, threads)
    peak = peak_mb()
    walls = [min(timed(graph, model, eps, count)[1] for _ in range(REPEATS)) for count in (1, 2)]
    spread = simulate(graph, chosen.seeds, model=model, runs=RUNS).mean if graph.nodes < 1_000_000 else None
    return {
        "wall": round(wall, 4), "cpu": round(cpu, 4), "sampling": round(chosen.seconds_sampling, 4),
        "selection": round(chosen.seconds_selection, 4), "rr_sets": chosen.rr_sets,
        "ns_a_set": round(1e9 * chosen.seconds_sampling / chosen.rr_sets),
        "ns_a_member": round(1e9 * chosen.seconds_sampling / chosen.rr_members),
        "rr_members": chosen.rr_members, "allowed_mb": round(allowed_mb(graph, chosen, threads)),
        "certified": round(chosen.ratio, 3), "spread": spread, "estimate": round(chosen.spread_estimate, 1),
        "wall_1": round(walls[0], 4), "wall_2": round(walls[1], 4), "second_thread": round(walls[0] / walls[1], 2),
        "base_mb": round(base), "graph_mb": round(loaded - base), "peak_mb": round(peak),
    }  # fmt: skip


def timed(graph, model: str, eps: float, threads: int) -> tuple:
    """The choice, wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    chosen = select_seeds(graph, SeedQuery(k=SEEDS, model=model, eps=eps), threads=threads)
    return chosen, time.perf_counter() - wall, time.process_time() - cpu


def allowed_mb(graph, chosen, threads: int) -> float:
    """The bound to keep over the interpreter's base: 4 bytes a member of a set, 8 a set, 16 a member of the graph and
    thread, 4 an arc (8 with probabilities)."""
    arcs = graph.arcs * (4 if graph.probability is None else 8)
    return (4 * chosen.rr_members + 8 * chosen.rr_sets + 16 * graph.nodes * threads + arcs) / 2**20


def theirs(name: str, model: str, eps: float, threads: int) -> dict:
    pynetim = import_module("pynetim")
    graph = graph_of(name)
    target = np.repeat(np.arange(graph.nodes), graph.in_degree)
    if model == "wc":
        weights = (1.0 / graph.in_degree[target]).tolist()
    else:
        weights = [float(model.partition(":")[2])] * graph.arcs
    arcs = list(zip(graph.sources.tolist(), target.tolist(), strict=True))
    algorithm = pynetim.OPIMCAlgorithm(pynetim.IMGraph(arcs, weights, renumber=False), "IC", random_seed=1)
    wall, cpu = time.perf_counter(), time.process_time()
    seeds = list(algorithm.run(SEEDS, eps, 0.001))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    spread = simulate(graph, graph.ids[seeds], model=model, runs=RUNS).mean
    return {"wall": round(wall, 4), "cpu": round(cpu, 4), "spread": spread, "peak_mb": round(peak_mb())}


def measured(work, *job, patience: float | None = None) -> dict | None:
    """The answer of a job in a process of its own; None when that took longer than `patience` seconds."""
    context = multiprocessing.get_context("spawn")
    answer, told = context.Pipe(duplex=False)
    process = context.Process(target=tell, args=(told, work, job))
    process.start()
    told.close()
    found = answer.recv() if answer.poll(patience) else None
    if found is None:
        process.terminate()
    process.join()
    return found


def tell(told, work, job) -> None:
    told.send(work(*job))


def side_by_side(name: str, model: str, eps: float) -> dict:
    own, other = measured(ours, name, model, eps, 1), measured(theirs, name, model, eps, 1, patience=PATIENCE)
    line = {"graph": Path(name).stem, "model": model, "eps": eps, "kolony": own, "pynetim": other}
    if other is None:
        return line | {"pynetim_seconds_over": PATIENCE}
    faster, ratio = round(other["cpu"] / own["cpu"], 1), round(own["spread"] / other["spread"], 3)
    return line | {"times_faster_cpu": faster, "spread_ratio": ratio}


def walls(name: str, model: str, eps: float, threads: int) -> float:
    """The shortest wall time of REPEATS."""
    warm()
    graph = graph_of(name)
    return min(timed(graph, model, eps, threads)[1] for _ in range(REPEATS))


def long_job(name: str) -> None:
    """What a second thread brings where it matters, beside the most it could: two processes, each with its own."""
    one, two = (measured(walls, name, *LONG, threads) for threads in (1, 2))
    with ThreadPoolExecutor(2) as pool:
        each = max(pool.map(lambda _: measured(walls, name, *LONG, 1), range(2)))
    line = {
        "graph": Path(name).stem,
        "model": LONG[0],
        "eps": LONG[1],
        "wall_1": round(one, 3),
        "wall_2": round(two, 3),
    }
    line |= {"second_thread": round(one / two, 2), "two_processes": round(2 * one / each, 2)}
    print(json.dumps(line), flush=True)


def on_rmat(nodes: int, arcs: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rmat.parquet"
        measured(write_rmat, path, nodes, arcs)
        for threads in (1, 2):
            for eps in (0.1, 0.02):
                own = measured(ours, str(path), "wc", eps, threads)
                line = {"graph": f"rmat {nodes:,} / {arcs:,}", "model": "wc", "eps": eps, "threads": threads, **own}
                print(json.dumps(line), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edges", nargs="*", help="edge lists (CSV or Parquet: source,target)")
    parser.add_argument("--small", action="store_true", help="without the graph of 5 M members")
    parser.add_argument("--long", action="store_true", help="only a job of some seconds, with one thread and two")
    parser.add_argument("--nodes", type=int, default=5_000_000, help="of the large graph")
    parser.add_argument("--arcs", type=int, default=75_000_000, help="of the large graph")
    given = parser.parse_args()
    for name in given.edges or ["drawn-75k"]:
        for model, eps in () if given.long else JOBS:
            print(json.dumps(side_by_side(name, model, eps)), flush=True)
        long_job(name)
    if not (given.small or given.long or given.edges):
        on_rmat(given.nodes, given.arcs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
