"""Signals that ask to leave, held until the moment is good."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_ASKING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def held() -> Iterator[list[int]]:
    """Signals that come during the block interrupt nothing: they are in the list."""
    told: list[int] = []
    before = {number: signal.getsignal(number) for number in _ASKING}
    for number in before:
        signal.signal(number, lambda received, _frame: told.append(received))
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def put_off() -> Iterator[None]:
    """Signals that come during the block are heard at its end: a library torn from its loading takes the process with
    it, and the database is left running."""
    with held() as told:
        yield
    for number in told[:1]:
        signal.raise_signal(number)
