"""Telling how far a load is while its transaction is open.

What a transaction writes, nobody sees before it commits: a progress row updated inside it would stay at nought. So the
figures are told by a thread of its own, with its own connection; a cancellation it meets is raised in the work.
"""

import threading

from django.db import connection

from kolony.ground.frame import jobs

EVERY_SECONDS = 0.5


class Told:
    """A job's steps, told from beside the work. Use as `with Told(job) as steps:`; `ended` is set when nobody tells
    any more."""

    def __init__(self, job: jobs.Running) -> None:
        self._job = job
        self._figures: tuple[float, float] = (0, 0)
        self._cancelled: jobs.Cancelled | None = None
        self._over = threading.Event()
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._tell, name="facts-progress", daemon=True)

    def __enter__(self) -> "Told":
        self._thread.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self._over.set()
        self._thread.join()

    def step(self, number: int, of: int, name: str) -> None:
        self._job.step(number, of, name)

    def advance(self, done: float, total: float) -> None:
        """Remember the figures; stop the work here if somebody cancelled it."""
        self._figures = (done, total)
        if self._cancelled is not None:
            raise self._cancelled

    def _tell(self) -> None:
        try:
            while not self._over.wait(EVERY_SECONDS):
                self._job.advance(*self._figures)
        except jobs.Cancelled as cancelled:
            self._cancelled = cancelled
        finally:
            connection.close()
            self.ended.set()
