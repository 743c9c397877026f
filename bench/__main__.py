"""`make bench`: every measurement in turn, at the size the docs quote. Needs some minutes and some disk.

With `--data FOLDER` the lists are judged on the real communities in that folder as well.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MEASUREMENTS = ("season.py", "reading.py", "store.py", "ranking.py", "candidates.py")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="a folder of real communities")
    data = parser.parse_args().data
    commands = [[name] for name in MEASUREMENTS] + ([["judged.py", "--data", data]] if data else [])
    failed = []
    for name, *options in commands:
        print(f"== bench/{name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / name), *options], check=False).returncode:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
