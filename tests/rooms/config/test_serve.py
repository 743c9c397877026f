"""Web server and worker together: they come up, answer, and go down cleanly, however they are told to."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from kolony.config.postgres.place import place_of
from kolony.config.postgres.server import Server

OURS = ("KOLONY_", "DJANGO_", "DATABASE_URL")
PATIENCE = 1500  # looks, some 30 s: web server and worker end their work first, and others use the machine
WHO_AM_I = """
from kolony.config.house import database, set_up
set_up()
from django.db import connection
with database(as_program=True), connection.cursor() as cursor:
    cursor.execute("SELECT current_user, has_table_privilege('guard_auditentry', 'UPDATE')")
    print(*cursor.fetchone())
"""


@pytest.fixture
def place(open_folder):
    """The environment of a home of its own, on a free port, in the lesser database role."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    ours = {"KOLONY_HOME": str(open_folder), "KOLONY_PORT": port, "KOLONY_DATABASE_ROLE": "kolony_app"}
    return {**clean, **ours}


@pytest.fixture
def served(place):
    """`kolony serve` in a home of its own, up and answering; its address and its process."""
    port = place["KOLONY_PORT"]
    process = subprocess.Popen([sys.executable, "-m", "kolony", "serve"], env=place, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == f"Kolony listens on http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
    yield f"http://127.0.0.1:{port}", process
    if process.poll() is None:
        process.terminate()
        process.wait()
    process.stdout.close()


def test_it_answers_with_hardened_headers_and_ends_cleanly(served, open_folder):
    address, process = served
    assert process.stdout.readline().startswith("Nobody has an account yet: kolony user create ")
    with urllib.request.urlopen(f"{address}/accounts/login/") as page:
        policy = page.headers["Content-Security-Policy"]
        assert page.status == 200
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self';" in f"{policy};"
    assert "default-src 'none'" in policy
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert not Server(place_of(open_folder / "postgres")).lives()


def test_a_killed_parent_takes_both_children_with_it(served, open_folder):
    address, process = served
    process.kill()
    process.wait()
    server = Server(place_of(open_folder / "postgres"))
    for _ in range(PATIENCE):
        if not server.lives():
            break
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert not server.lives()
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{address}/accounts/login/", timeout=5)


def test_every_migration_runs_as_owner_and_the_program_in_its_lesser_role(served, place):
    address, _process = served
    with urllib.request.urlopen(f"{address}/accounts/login/") as page:
        assert page.status == 200
    asked = subprocess.run([sys.executable, "-c", WHO_AM_I], env=place, capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["kolony_app", "False"]
    shown = subprocess.run(
        [sys.executable, "-m", "kolony", "manage", "showmigrations", "--plan"], env=place, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert "[X]" in shown.stdout
    assert "[ ]" not in shown.stdout
