"""How long the server thinks about a list when a community has 100,000 members: candidates, and people.

    .venv/bin/python bench/candidates.py [--members 100000] [--rounds 40]

A home and a database of its own are made and taken away again. A run is written with the models discovery writes with
(three goals, three lists, names, measures, cards), and as many dossiers; then pages are asked for through the whole
request stack, database included; those "in place" as a browser asks that has the page around the list already. Told
are the median and the 95th percentile of each page, and the worst of those.
"""

import argparse
import os
import sys
import tempfile
from importlib import import_module

from django.core.management import call_command

from kolony.config import house


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--members", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=40)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kolony-bench-") as home:
        os.environ["KOLONY_HOME"] = home
        house.set_up()
        with house.database():
            import_module("kolony.config.migrate").bring_up_to_date()
            import_module("kolony.config.wsgi")  # as the server is set up
            call_command("collectstatic", interactive=False, verbosity=0)
            slowest = import_module("candidates_side").measure(given.members, given.rounds)
    return 0 if slowest < 0.1 else 1


if __name__ == "__main__":
    sys.exit(main())
