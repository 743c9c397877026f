"""What a day costs in a store with a history: it must follow the day, not the history.

    .venv/bin/python bench/store.py [--millions 1 5 20] [--day 30000] [--folder DIR]

For each size a store is filled month by month (one Parquet file a month, 24 months), then one more day is loaded, and
undone. Told are the seconds of both, the files the day touched (none that were there before), and the peak memory.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kolony_engine.events import EventStore, open_events

MONTHS = 24
MEMBERS = 200_000


def write_month(path: Path, month: int, rows: int, own_ids: bool) -> None:
    """One month of events, with ids of its own where they are to be looked up."""
    random = np.random.default_rng(month)
    start = np.datetime64("2023-01-01", "us") + np.timedelta64(month * 30, "D")
    columns = {
        "ts": pa.array(start + np.sort(random.integers(0, 2_400_000, rows)).astype("m8[s]"), pa.timestamp("us", "UTC")),
        "actor_id": pa.array(random.integers(0, MEMBERS, rows)),
        "verb": pa.array(np.array(["reply", "like", "view", "comment"])[random.integers(0, 4, rows)]),
        "object_id": pa.array(random.integers(0, rows, rows)),
        "target_user_id": pa.array(random.integers(0, MEMBERS, rows)),
    }
    if own_ids:
        columns["event_id"] = pa.array([f"e{month:02}-{number}" for number in range(rows)])
    pq.write_table(pa.table(columns), path, compression="zstd")


def fill(store: EventStore, folder: Path, total: int, own_ids: bool) -> float:
    """Load the history; the seconds it took."""
    began = time.perf_counter()
    for month in range(MONTHS):
        path = folder / f"month{month}.parquet"
        write_month(path, month, total // MONTHS, own_ids)
        store.load(open_events(path), f"m{month}", "bench")
        path.unlink()
    return time.perf_counter() - began


def one_size(total: int, day: int, own_ids: bool, folder: Path) -> None:
    """Fill, load a day, undo it, and print one line."""
    store = EventStore(folder / "store")
    filled = fill(store, folder, total, own_ids)
    before = {file.path: file.path.stat().st_mtime_ns for file in store.data_files()}
    write_month(folder / "day.parquet", MONTHS, day, own_ids)
    began = time.perf_counter()
    store.load(open_events(folder / "day.parquet"), "day", "bench")
    loaded = time.perf_counter() - began
    after = {file.path: file.path.stat().st_mtime_ns for file in store.data_files()}
    untouched = all(after[path] == moment for path, moment in before.items())
    began = time.perf_counter()
    store.undo("day")
    undone = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kind = "own ids " if own_ids else "made ids"
    print(
        f"{total:>12,} events, {kind}: filled in {filled:6.1f} s, one day of {day:,} in {loaded:5.2f} s "
        f"({len(after) - len(before)} new files, history {'untouched' if untouched else 'REWRITTEN'}), "
        f"undone in {undone:4.2f} s, peak {peak:4.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=float, nargs="+", default=[1, 5, 20])
    parser.add_argument("--day", type=int, default=30_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one_size(int(asked.one[0]), asked.day, asked.one[1] == "own", asked.folder)
        return
    for millions in asked.millions:
        for ids in ("made", "own"):
            folder = Path(tempfile.mkdtemp(dir=asked.folder))
            size = str(int(millions * 1_000_000))
            arguments = ["--day", str(asked.day), "--folder", folder, "--one", size, ids]
            subprocess.run([sys.executable, __file__, *arguments], check=True)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
