"""`make bench`: every measurement in turn, at the size the docs quote. Needs some minutes and some disk."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MEASUREMENTS = ("season.py", "reading.py", "store.py", "ranking.py", "candidates.py")


def main() -> int:
    failed = []
    for name in MEASUREMENTS:
        print(f"== bench/{name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / name)], check=False).returncode:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
