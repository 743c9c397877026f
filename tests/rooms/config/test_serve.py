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


@pytest.fixture
def served(open_folder):
    """`kolony serve` in a home of its own, up and answering; its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KOLONY_", "DJANGO_"))}
    home = {"KOLONY_HOME": str(open_folder), "KOLONY_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "kolony", "serve"], env={**clean, **home}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == f"Kolony listens on http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
    yield f"http://127.0.0.1:{port}", process
    if process.poll() is None:
        process.terminate()
        process.wait()
    process.stdout.close()


def test_it_answers_with_hardened_headers_and_ends_cleanly(served, open_folder):
    address, process = served
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
    for _ in range(100):
        if not server.lives():
            break
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert not server.lives()
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{address}/accounts/login/", timeout=5)
