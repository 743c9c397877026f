"""How fast a large dirty CSV is read and loaded, and in how much memory.

    .venv/bin/python bench/reading.py [--rows 1000000] [--folder DIR]

The file is made here: a byte order mark, mixed line ends, quoted cells with line breaks, 1.2万 and full-width digits,
two ways to write a time, and one row in fifty that cannot be read (no time, no number, too few cells, a NUL, bytes that
are no text, a broken quote). Every step runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kolony_engine.events import EventStore, Tally, open_events

HEADER = "事件ID,时间,用户ID,行为,对象ID,目标用户,数值,内容"
VERBS = ("点赞", "评论", "回复", "like", "comment", "upvote", "浏览", "wave")


def dirty_row(number: int, random_: random.Random) -> bytes:
    """One row, every fiftieth of them broken in one of six ways."""
    day = f"2024-{random_.randint(1, 12):02}-{random_.randint(1, 28):02}"
    when = random_.choice((f"{day} {number % 24:02}:{number % 60:02}:00", day, day.replace("-", "/")))
    cells = [str(number), when, f"u{random_.randint(1, 50_000)}", random_.choice(VERBS), f"o{number % 90_000}"]
    cells += [random_.choice(("", f"u{random_.randint(1, 5_000)}")), random_.choice(("", "1", "１２", "1.2万"))]
    text = random_.choice(("", "好用", "plain words", '"said ""so"", twice"', '"two\nlines"'))
    if number % 50 == 0:
        return broken_row(number // 50 % 6, cells)
    end = random_.choice(("\n", "\r\n", "\n"))
    return (",".join(cells) + "," + text + end).encode()


def broken_row(way: int, cells: list[str]) -> bytes:
    """A row nobody can read."""
    line = ",".join(cells).encode()
    if way == 0:
        return line.replace(cells[1].encode(), b"no time", 1) + b",\n"
    if way == 1:
        return ",".join([*cells[:6], "many"]).encode() + b",\n"
    return (line[:12] + b"\n", line + b",n\0ul\n", line + b",\xff\xfe\n", line + b',"open"x\n')[way - 2]


def make(path: Path, rows: int) -> None:
    """Write the file; the same rows every time."""
    random_ = random.Random(1)
    with path.open("wb") as stream:
        stream.write(b"\xef\xbb\xbf" + HEADER.encode() + b"\r\n")
        for number in range(1, rows + 1):
            stream.write(dirty_row(number, random_))


def read(path: Path) -> dict:
    """Read only."""
    tally = Tally()
    for batch in open_events(path).read():
        tally.count(batch)
    return {"accepted": tally.accepted, "refused": tally.refused}


def load(path: Path) -> dict:
    """Read and publish in a new store."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        report = EventStore(folder).load(open_events(path), "bench", "bench")
        return {"accepted": report.accepted, "refused": report.refused}


def measured(step: str, path: Path) -> dict:
    """Run one step here and say how long it took and how much memory the process ever held."""
    began = time.perf_counter()
    figures = {"read": read, "load": load}[step](path)
    seconds, processor = time.perf_counter() - began, time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "step": step,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(processor, 2),
        "peak_mb": round(peak),
        **figures,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--step", choices=("read", "load"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        print(json.dumps(measured(asked.step, asked.file)))
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        path = Path(folder) / "dirty.csv"
        make(path, asked.rows)
        print(f"{asked.rows:,} rows, {path.stat().st_size / 1e6:.1f} MB")
        for step in ("read", "load"):
            subprocess.run([sys.executable, __file__, "--step", step, "--file", path], check=True)


if __name__ == "__main__":
    main()
