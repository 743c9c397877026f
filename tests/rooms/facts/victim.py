"""Processes that load or undo one file, to be killed in the middle.

    python -m tests.rooms.facts.victim DATABASE

reads lines `load|undo LOAD_ID STORE CRASH_AT`, forks a child for each (so that the imports are paid once), tells its
process id when it begins, and how it ended when it has.
"""

import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def serve(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    carry = import_module("kolony.ground.facts.carry")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(carry, *line.rstrip("\n").split("\t"))
        tell(child)
        tell(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def live(carry, verb: str, load_id: str, store: str, crash_at: str) -> None:
    os.environ["CRASH_AT"] = crash_at
    settings.KOLONY_EVENT_STORE = Path(store)
    if verb == "load":
        carry.load(load_id, steps=carry.Silent(), now=NOW)
    else:
        carry.undo(load_id, now=NOW)
    os._exit(0)


def tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
