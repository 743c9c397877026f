"""A child process that does not outlive its parent, however the parent ends."""

import os
import signal
import subprocess
import sys
import threading


def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start `kolony ARGUMENTS --with-parent`, holding the pipe that keeps it alive."""
    command = [sys.executable, "-m", "kolony", *arguments, "--with-parent"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, env={**os.environ, **environment})


def leave_with_parent() -> None:
    """Ask this process to end as soon as the parent's pipe closes: the kernel closes it even after kill -9."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
