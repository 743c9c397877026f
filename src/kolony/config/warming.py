"""The worker warms the diffusion engine's kernels beside its work, in a process that yields to all others."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def kernels_warmed_beside() -> Iterator[subprocess.Popen[bytes]]:
    """Start `kolony warm --idle`, which ends by itself; what is not finished at the end is given up."""
    child = subprocess.Popen(
        [sys.executable, "-m", "kolony", "warm", "--idle"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        yield child
    finally:
        child.terminate()
        child.wait()
