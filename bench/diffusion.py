"""Seed sets against the only Python package with the same algorithm, in the same run; and a graph of 5 M members.

    .venv/bin/python bench/diffusion.py                     a drawn graph of 75,000 members, and R-MAT with 5 M
    .venv/bin/python bench/diffusion.py --small             without the large one
    .venv/bin/python bench/diffusion.py nethept.parquet     your own edge lists (source, target) instead
    .venv/bin/python bench/diffusion.py --long [FILES]      only a job of seconds: one thread, two, and two processes
    .venv/bin/python bench/diffusion.py --asked [FILES]     only memory: budgets, groups, targets, lists, two threads

Prints one JSON line a job: wall and CPU seconds, sampling and selection apart, nanoseconds an RR set and a member of
one, peak memory, spread by simulation (on small graphs the mean of DRAWS choices), and how many times faster two
threads are; and for pynetim (MIT) the same with the ratio. Each job runs in its own process, after the kernels are
warm; pynetim is given PATIENCE seconds for one.

Memory is the highest a process ever held, from its start until seeds are chosen, reading included; `base_mb` is that of
the same job on three people in a file of the same kind (Python, libraries, kernels from the cache), `import_mb` that of
the imports alone, both with every page of the libraries' code in memory. `memory` says whether what is above `base_mb`
is within `allowed_mb`. Questions are read from files as `kolony seeds` reads them, and what they themselves take
(costs, groups, weights of everybody) is counted, though the bound has no term for it.
"""

import argparse
import ctypes
import json
import multiprocessing
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from kolony_engine.diffusion import Members, SeedQuery, SeedSet, read_edges, select_seeds, simulate, warm

JOBS = (("wc", 0.1), ("wc", 0.02), ("uniform:0.01", 0.1), ("uniform:0.01", 0.02))
WEIGHED = (("learned", 0.1), ("learned", 0.02))  # with a drawn probability an arc
ASKED = ("k", "budget", "costs", "groups", "costs and groups", "targets", "lists")
LONG = ("uniform:0.05", 0.01)  # on the drawn graph a job of more than two seconds
SEEDS = 50
SMALL = 50_000  # members, up to which DRAWS choices, each with its own randomness, are simulated RUNS times
RUNS, DRAWS = 20_000, 3
FEW_RUNS = 2_000  # of one choice, on larger graphs
POPULATE_READ = 22  # of madvise: MADV_POPULATE_READ
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


def write_drawn(path: Path) -> None:
    """The graph of 75,000 members."""
    source, target = draw_rmat(np.random.default_rng(7), 17, 400_000)
    columns = {"source": np.concatenate([source, target]), "target": np.concatenate([target, source])}
    parquet.write_table(pa.table(columns), path)


def write_weighed(name: str, path: Path) -> None:
    """The same edges, each with a probability of its own, 0.01 on average."""
    table = parquet.read_table(name) if name.endswith(".parquet") else csv.read_csv(name)
    p = np.random.default_rng(7).beta(1, 99, table.num_rows)
    parquet.write_table(table.select(["source", "target"]).append_column("p", pa.array(p)), path)


def write_three(name: str, path: Path) -> None:
    """Three people in a file of the same kind: columns, types, compression."""
    ring = {"source": [1, 2, 3], "target": [2, 3, 1], "p": [0.1, 0.2, 0.3]}
    if not name.endswith(".parquet"):
        names = [column for column in csv.open_csv(name).schema.names if column in ring]
        csv.write_csv(pa.table({column: ring[column] for column in names}), path)
        return
    file = parquet.ParquetFile(name)
    kinds = [field for field in file.schema_arrow.remove_metadata() if field.name in ring]
    columns = [pa.array(ring[field.name]).cast(field.type) for field in kinds]
    kept = file.metadata.row_group(0).column(0).compression.lower()
    parquet.write_table(pa.Table.from_arrays(columns, schema=pa.schema(kinds)), path, compression=kept)


def peak_mb() -> float:
    """Of this process: what `resource` tells may be its parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def with_all_code() -> None:
    """Bring every page of the libraries' code into memory: what is above the base is then data, for a small job does
    not touch all the code that a large one does."""
    maps, advise = Path("/proc/self/maps"), getattr(ctypes.CDLL(None), "madvise", None)
    mapped = maps.read_text() if maps.is_file() else ""
    spans = re.findall(r"^(\w+)-(\w+) r\S+ \S+ \S+ [1-9]\d* +/", mapped, re.MULTILINE)
    sizes = [(int(first, 16), int(last, 16) - int(first, 16)) for first, last in spans]
    if not sizes or any(advise(ctypes.c_size_t(at), ctypes.c_size_t(size), POPULATE_READ) for at, size in sizes):
        print("memory: the code could not be brought in (Linux 5.14 can); some of it counts as data", file=sys.stderr)


def peaks_of(name: str, model: str, eps: float, threads: int) -> tuple:
    """Memory at its highest, in MB, after imports, after reading and after choosing; the graph and the choice."""
    with_all_code()
    imported = peak_mb()
    graph = read_edges(Path(name))
    read = peak_mb()
    chosen = plain_choice(graph, model, eps, threads)
    return (imported, read, peak_mb()), graph, chosen


def plain_choice(graph, model: str, eps: float, threads: int = 1, seed: int = 1) -> SeedSet:
    query = SeedQuery(k=min(SEEDS, graph.nodes - 1), model=model, eps=eps, seed=seed)
    return select_seeds(graph, query, threads=threads)


def spread_of(graph, model: str, choice: Callable[[int], Sequence]) -> float | None:
    """By simulation, of what is chosen with randomness 1, 2, ...; None on graphs where that takes too long."""
    if graph.nodes >= 1_000_000:
        return None
    runs, draws = (RUNS, DRAWS) if graph.nodes <= SMALL else (FEW_RUNS, 1)
    found = [simulate(graph, choice(draw + 1), model=model, runs=runs).mean for draw in range(draws)]
    return sum(found) / draws


def base_of(name: str, model: str, eps: float, threads: int) -> tuple[float, float]:
    """Memory, in MB, of the imports, and of the whole job on three people."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"three{Path(name).suffix}"
        measured(write_three, name, path)
        imported, _, whole = measured(only_peaks, str(path), model, eps, threads)
    return imported, whole


def only_peaks(*job) -> tuple:
    return peaks_of(*job)[0]


def ours(name: str, model: str, eps: float, threads: int, imported: float, base: float) -> dict:
    (_, read, peak), graph, chosen = peaks_of(name, model, eps, threads)
    allowed = allowed_mb(graph, chosen, threads)
    chosen, wall, cpu = timed(graph, model, eps, threads)
    walls = [min(timed(graph, model, eps, count)[1] for _ in range(REPEATS)) for count in (1, 2)]
    spread = spread_of(graph, model, lambda draw: plain_choice(graph, model, eps, seed=draw).seeds)
    return {
        "wall": round(wall, 4), "cpu": round(cpu, 4), "sampling": round(chosen.seconds_sampling, 4),
        "selection": round(chosen.seconds_selection, 4), "rr_sets": chosen.rr_sets,
        "ns_a_set": round(1e9 * chosen.seconds_sampling / chosen.rr_sets),
        "ns_a_member": round(1e9 * chosen.seconds_sampling / chosen.rr_members), "rr_members": chosen.rr_members,
        "certified": round(chosen.ratio, 3), "spread": spread, "estimate": round(chosen.spread_estimate, 1),
        "wall_1": round(walls[0], 4), "wall_2": round(walls[1], 4), "second_thread": round(walls[0] / walls[1], 2),
        "import_mb": round(imported, 1), "base_mb": round(base, 1), "read_mb": round(read, 1),
        "peak_mb": round(peak, 1), "over_mb": round(peak - base, 1), "allowed_mb": round(allowed, 1),
        "memory": judged(peak - base - allowed),
    }  # fmt: skip


def write_questions(name: str, folder: str) -> None:
    """Drawn costs (3 on average), one of eight groups, weights of a third of the members."""
    ids = read_edges(Path(name)).ids
    costs = (1 + np.random.default_rng(3).gamma(1, 2, len(ids))).round(2)
    groups = [f"g{place % 8}" for place in range(len(ids))]
    csv.write_csv(pa.table({"id": ids, "cost": costs}), f"{folder}/costs.csv")
    csv.write_csv(pa.table({"id": ids, "group": groups}), f"{folder}/groups.csv")
    csv.write_csv(pa.table({"id": ids[::3], "weight": np.full(len(ids[::3]), 0.5)}), f"{folder}/targets.csv")


def question_of(graph, kind: str, folder: Path) -> dict:
    """What is asked, as `kolony seeds` reads it."""
    members, k = Members(graph, print), min(SEEDS, graph.nodes - 1)
    asked: dict = {"k": k}
    if kind == "budget":
        return {"budget": float(k)}
    if kind == "targets":
        return {"k": k, "targets": members.weights(folder / "targets.csv")}
    if kind == "lists":
        return {"k": k, "must_have": graph.ids[:1].tolist(), "excluded": graph.ids[1::5].tolist()}
    if "costs" in kind:
        asked = {"budget": 3.0 * k, "costs": members.values(folder / "costs.csv", "cost")}
    if "groups" in kind:
        groups = members.groups(folder / "groups.csv")
        most = {name: 10 for name in groups.names if name != "g0"}
        asked |= {"groups": groups, "at_least": {"g0": 1}, "at_most": most}
    return asked


def peaks_asked(name: str, model: str, eps: float, threads: int, kind: str, folder: str) -> tuple[float, float]:
    """Memory at its highest, in MB, and what is allowed."""
    with_all_code()
    graph = read_edges(Path(name))
    query = SeedQuery(model=model, eps=eps, **question_of(graph, kind, Path(folder)))
    chosen = select_seeds(graph, query, threads=threads)
    return peak_mb(), allowed_mb(graph, chosen, threads)


def as_asked(name: str) -> None:
    """Memory beside what is allowed, for every kind of question and with two threads."""
    with TemporaryDirectory() as folder, TemporaryDirectory() as of_three:
        three = str(Path(of_three) / f"three{Path(name).suffix}")
        measured(write_three, name, Path(three))
        for edges, place in ((name, folder), (three, of_three)):
            measured(write_questions, edges, place)
        for model, eps in JOBS:
            for kind, threads in [*((kind, 1) for kind in ASKED), ("k", 2)]:
                job = model, eps, threads, kind
                base, _ = measured(peaks_asked, three, *job, of_three)
                peak, allowed = measured(peaks_asked, name, *job, folder)
                line = {"graph": Path(name).stem, "model": model, "eps": eps, "asked": kind, "threads": threads}
                line |= {"base_mb": round(base, 1), "over_mb": round(peak - base, 1)}
                line |= {"allowed_mb": round(allowed, 1), "memory": judged(peak - base - allowed)}
                print(json.dumps(line), flush=True)


def judged(above_mb: float) -> str:
    return "within" if above_mb <= 0 else "over"


def own_job(name: str, model: str, eps: float, threads: int) -> dict:
    return measured(ours, name, model, eps, threads, *base_of(name, model, eps, threads))


def timed(graph, model: str, eps: float, threads: int) -> tuple:
    """The choice, wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    chosen = plain_choice(graph, model, eps, threads)
    return chosen, time.perf_counter() - wall, time.process_time() - cpu


def allowed_mb(graph, chosen, threads: int) -> float:
    """The bound to keep over the interpreter's base: 4 bytes a member of a set, 8 a set, 16 a member of the graph and
    thread, 4 an arc (8 with probabilities)."""
    arcs = graph.arcs * (4 if graph.probability is None else 8)
    return (4 * chosen.rr_members + 8 * chosen.rr_sets + 16 * graph.nodes * threads + arcs) / 2**20


def theirs(name: str, model: str, eps: float, threads: int) -> dict:
    pynetim = import_module("pynetim")
    graph = read_edges(Path(name))
    target = np.repeat(np.arange(graph.nodes), graph.in_degree)
    if model == "wc":
        weights = (1.0 / graph.in_degree[target]).tolist()
    else:
        weights = [float(model.partition(":")[2])] * graph.arcs
    arcs = list(zip(graph.sources.tolist(), target.tolist(), strict=True))
    known = pynetim.IMGraph(arcs, weights, renumber=False)

    def choice(draw: int) -> Sequence:
        return graph.ids[list(pynetim.OPIMCAlgorithm(known, "IC", random_seed=draw).run(SEEDS, eps, 0.001))]

    wall, cpu = time.perf_counter(), time.process_time()
    choice(1)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    spread = spread_of(graph, model, choice)
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
    own, other = own_job(name, model, eps, 1), measured(theirs, name, model, eps, 1, patience=PATIENCE)
    line = {"graph": Path(name).stem, "model": model, "eps": eps, "kolony": own, "pynetim": other}
    if other is None:
        return line | {"pynetim_seconds_over": PATIENCE}
    faster, ratio = round(other["cpu"] / own["cpu"], 1), round(own["spread"] / other["spread"], 3)
    return line | {"times_faster_cpu": faster, "spread_ratio": ratio}


def walls(name: str, model: str, eps: float, threads: int) -> float:
    """The shortest wall time of REPEATS."""
    warm()
    graph = read_edges(Path(name))
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


def weighed(name: str, folder: Path) -> None:
    """The same edges with probabilities of their own: our figures alone."""
    path = folder / f"{Path(name).stem}-p.parquet"
    measured(write_weighed, name, path)
    for model, eps in WEIGHED:
        line = {"graph": path.stem, "model": model, "eps": eps, "kolony": own_job(str(path), model, eps, 1)}
        print(json.dumps(line), flush=True)


def on_rmat(nodes: int, arcs: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rmat.parquet"
        measured(write_rmat, path, nodes, arcs)
        for threads in (1, 2):
            for eps in (0.1, 0.02):
                own = own_job(str(path), "wc", eps, threads)
                line = {"graph": f"rmat {nodes:,} / {arcs:,}", "model": "wc", "eps": eps, "threads": threads, **own}
                print(json.dumps(line), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edges", nargs="*", help="edge lists (CSV or Parquet: source,target)")
    parser.add_argument("--small", action="store_true", help="without the graph of 5 M members")
    parser.add_argument("--long", action="store_true", help="only a job of some seconds, with one thread and two")
    parser.add_argument("--asked", action="store_true", help="only memory, for every kind of question")
    parser.add_argument("--nodes", type=int, default=5_000_000, help="of the large graph")
    parser.add_argument("--arcs", type=int, default=75_000_000, help="of the large graph")
    given = parser.parse_args()
    measured(warm)
    with TemporaryDirectory() as folder:
        drawn = Path(folder) / "drawn-75k.parquet"
        if not given.edges:
            measured(write_drawn, drawn)
        for name in given.edges or [str(drawn)]:
            if given.asked:
                as_asked(name)
                continue
            for model, eps in () if given.long else JOBS:
                print(json.dumps(side_by_side(name, model, eps)), flush=True)
            if not given.long:
                weighed(name, Path(folder))
            long_job(name)
    if not (given.small or given.long or given.asked or given.edges):
        on_rmat(given.nodes, given.arcs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
