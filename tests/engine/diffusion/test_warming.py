"""What is warm stays warm: no question makes anyone wait for a compiler afterwards."""

import subprocess
import sys

ASKED = """
import gc
from pathlib import Path
from tempfile import TemporaryDirectory
import numpy as np
from numba.core.dispatcher import Dispatcher
from kolony_engine.diffusion import Judge, SeedQuery, build_graph, read_log, select_seeds, simulate, warm

def known():
    return {f"{one.py_func.__module__}.{one.py_func.__name__}": len(one.signatures)
            for one in gc.get_objects() if isinstance(one, Dispatcher)}

warm()
before = known()
dice = np.random.default_rng(5)
source, target = dice.integers(0, 400, 4000), dice.zipf(1.5, 4000) % 400
ids = range(400)
costs, groups = {one: 1.0 + one % 7 for one in ids}, {one: "abc"[one % 3] for one in ids}
for p, model in ((None, "wc"), (None, "uniform:0.3"), (None, "lt"), (np.full(4000, 0.05), "arc")):
    graph = build_graph(source, target, p)
    everybody = {one: costs[one] for one in graph.ids.tolist()}
    of_all = {one: groups[one] for one in graph.ids.tolist()}
    fair = {"groups": of_all, "at_most": {"a": 3}, "at_least": {"b": 1}}
    for question in (
        {"k": 9}, {"k": 9} | fair, {"k": 9, "must_have": [1], "excluded": [2, 3]}, {"k": 9, "targets": {1: 0.5, 4: 1}},
        {"budget": 20.0}, {"budget": 20.0, "costs": everybody}, {"budget": 40.0, "costs": everybody} | fair,
        {"budget": 40.0, "k": 4, "costs": everybody, "must_have": [1], "candidates": list(range(1, 60))},
    ):
        for threads in (1, 2):
            select_seeds(graph, SeedQuery(model=model, **question), threads=threads)
    simulate(graph, [1, 2], model=model, runs=50)
    judge = Judge(graph, model=model, members=1_000)
    judge.reach([1, 2]), judge.adds([1, 2])
with TemporaryDirectory() as folder:
    path = Path(folder) / "log.csv"
    for named in ("cascade_id,parent_id", "parent_id", "cascade_id"):
        rows = [f"{one % 50},{one},{','.join(str(one % 7) for _ in named.split(','))}" for one in range(200)]
        path.write_text(f"user_id,ts,{named}\\n" + "\\n".join(rows))
        read_log(path, graph)
print(sorted(set(known().items()) - set(before.items())))
"""


def test_no_question_compiles_anything_once_all_is_warm():
    asked = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=False)
    assert (asked.stderr, asked.stdout.strip()) == ("", "[]")
