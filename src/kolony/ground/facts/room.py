"""A full disk is a refusal with words, not a crash: where bytes are written, it is told as one."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from kolony.ground.facts.errors import NoRoom

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def room_needed() -> Iterator[None]:
    """What is written in this block may find the disk full: then NoRoom."""
    try:
        yield
    except OSError as refused:
        if refused.errno in FULL:
            raise NoRoom() from refused
        raise
