"""The event store of this installation, opened. Imported by the carrying of loads and by tasks only: it is heavy."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from kolony.ground.facts.errors import StoreBusy
from kolony_engine.events import EngineChoice, EventStore


def open_store() -> EventStore:
    """The one store of this installation, below KOLONY_HOME, read with the engine that the settings name."""
    settings.KOLONY_EVENT_STORE.mkdir(parents=True, exist_ok=True)
    engine = EngineChoice(settings.KOLONY_ENGINE, settings.KOLONY_ENGINE_MEMORY, settings.KOLONY_ENGINE_THREADS)
    return EventStore(settings.KOLONY_EVENT_STORE, engine=engine)


@contextmanager
def held(*, wait: bool = True) -> Iterator[None]:
    """Hold the store for one writer. The kernel lets go when the process dies, however it dies.

    With `wait=False` a store that somebody holds is refused at once (StoreBusy): so the recovery sweep never touches
    what a living worker is doing.
    """
    settings.KOLONY_EVENT_STORE.mkdir(parents=True, exist_ok=True)
    with (settings.KOLONY_EVENT_STORE / ".writer").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise StoreBusy() from busy
        yield
