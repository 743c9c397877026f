"""How fast the demo's season is made, and how much memory it takes.

.venv/bin/python bench/season.py [--members 600 20000]
"""

import argparse
import resource
import sys
import time

from kolony_demo import simulate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", nargs="+", type=int, default=[600, 20_000])
    for members in parser.parse_args().members:
        start = time.perf_counter()
        season = simulate(members=members)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{members:>7,} members  {season.events.num_rows:>9,} events  {seconds:6.2f} s  {peak:>5,} MB so far")


if __name__ == "__main__":
    sys.exit(main())
