"""Web server and worker as two children of one command: both run, or neither."""

import socket
import subprocess
import time
from collections.abc import Callable

from django.conf import settings

from kolony.config.parent import start
from kolony.config.postgres.prepare import PROGRAM_ROLE
from kolony.config.signals import held

_PATIENCE_SECONDS = 20.0


def address() -> str:
    """Where a browser on this machine finds it."""
    environment = settings.ENVIRONMENT
    return f"http://{environment['KOLONY_BIND']}:{environment['KOLONY_PORT']}/"


def run_together(
    on_start: Callable[[], None] = lambda: None,
    wait_for: Callable[[], bool] = lambda: True,
    at_most: float = 0.0,
    then: Callable[[], None] = lambda: None,
) -> int:
    """Run both until a signal comes (then 0) or one of them ends by itself (then 1).

    `on_start` is called once, when the web server answers and `wait_for` says yes or `at_most` seconds have passed;
    `then` once `wait_for` says yes.
    """
    with held() as told:  # from the first moment on: one that comes while we start is not lost
        children = [start(name, **_least_privilege()) for name in ("web", "worker")]
        patient_until = time.monotonic() + at_most

        def both_run() -> bool:
            time.sleep(0.2)
            return not told and all(child.poll() is None for child in children)

        def may_greet() -> bool:
            return _answers() and (wait_for() or time.monotonic() > patient_until)

        try:
            while both_run() and not may_greet():
                continue
            if both_run():
                on_start()
            while both_run() and not wait_for():
                continue
            then()
            while both_run():
                continue
        finally:
            _end(children)
        return 0 if told else 1


def _answers() -> bool:
    """Does the web server accept connections?"""
    environment = settings.ENVIRONMENT
    try:
        socket.create_connection((environment["KOLONY_BIND"], environment["KOLONY_PORT"]), timeout=1).close()
    except OSError:
        return False
    return True


def _least_privilege() -> dict[str, str]:
    """In the embedded database the running program takes a role that cannot change the audit."""
    if settings.ENVIRONMENT["DATABASE_URL"]:
        return {}
    return {"KOLONY_DATABASE_ROLE": settings.ENVIRONMENT["KOLONY_DATABASE_ROLE"] or PROGRAM_ROLE}


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask both to end, wait for what they are doing, and insist in the end."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
