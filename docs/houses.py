"""Start a Kolony of one's own for the camera: the demo, or an empty house; each on a free port, gone afterwards."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KOLONY = (sys.executable, "-m", "kolony")
LINK = re.compile(r"https?://\S+/accounts/link/\S+")
LISTENS = re.compile(r"listens on")


@contextmanager
def demo(home: Path) -> Iterator[str]:
    """The simulated community with its ranking and back-test done; the one-time link into it."""
    place = _place(home)
    subprocess.run([*KOLONY, "demo", "--prepare"], env=place, check=True)
    with _running(("demo",), place) as printed:
        yield LINK.search(printed)[0]


@contextmanager
def empty(home: Path) -> Iterator[str]:
    """A house on its first day: one owner, nothing in it."""
    place = _place(home)
    owner = ("user", "create", "lin@example.org", "--name", "林悦 Lin", "--role", "owner")
    made = subprocess.run([*KOLONY, *owner], env=place, check=True, capture_output=True, text=True)
    with _running(("serve",), place):
        yield LINK.search(made.stdout)[0]


def _place(home: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return {**os.environ, "KOLONY_HOME": str(home), "KOLONY_PORT": str(free.getsockname()[1])}


@contextmanager
def _running(command: tuple[str, ...], place: dict[str, str]) -> Iterator[str]:
    """What the command printed until it was ready; it is ended as by Ctrl-C."""
    server = subprocess.Popen([*KOLONY, *command], env=place, stdout=subprocess.PIPE, text=True)
    printed = ""
    for line in server.stdout:
        printed += line
        if LISTENS.search(line) or LINK.search(line):
            break
    try:
        yield printed
    finally:
        server.terminate()
        server.communicate()
