"""Several processes, one server: the first one in starts it, the last one out stops it.

A handle is a shared lock on a file. The operating system gives it back when its process ends, however it ends, so
nothing is counted and nothing can be miscounted: whoever can lock the file for itself alone is the last.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kolony.config.postgres.owner import own, owner_of
from kolony.config.postgres.server import Server


class Handle:
    """The promise that the server runs as long as this is held."""

    def __init__(self, server: Server) -> None:
        self.server = server
        own(server.place.root, owner_of(server.place.data), 0o700)
        self._lock = _open(server.place.handles)
        with locked(server.place.gate):
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            try:
                self.started = not server.lives()
                if self.started:
                    server.start()
            except BaseException:
                os.close(self._lock)
                raise

    def release(self) -> None:
        """Give the handle back; if nobody else holds one, stop the server."""
        if self._lock < 0:
            return
        with locked(self.server.place.gate):
            if _alone(self._lock):
                self.server.stop()
            os.close(self._lock)
            self._lock = -1

    def alone(self) -> bool:
        """Is this the only handle? Asked under the gate, and the handle is kept."""
        with locked(self.server.place.gate):
            answer = _alone(self._lock)
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            return answer


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """The server, running for as long as the block lasts."""
    handle = Handle(server)
    try:
        yield server
    finally:
        handle.release()


def in_use(server: Server) -> bool:
    """Does any process hold a handle?"""
    if not server.place.handles.exists():
        return False
    lock = _open(server.place.handles)
    try:
        return not _alone(lock)
    finally:
        os.close(lock)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone with the file's lock for the length of the block."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    """A lock file belongs to whom its folder belongs to, so that root and the owner can both come and go."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor


def _alone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
