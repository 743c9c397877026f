"""A job seen from inside its task."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kolony.ground.frame.jobs import actions, queries, rules
from kolony.ground.frame.jobs.errors import Cancelled
from kolony.ground.kit import clock

_REPORT_EVERY_SECONDS = 0.5


class Running:
    """What a task tells about itself. Set `result` to what should be kept (anything JSON can hold)."""

    def __init__(self, job_id: UUID, now: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        self.id = job_id
        self.result: Any = None
        self._now = now
        self._ticks = ticks
        self._began = self._reported = ticks()
        self._step = (0, 0)

    def step(self, number: int, of: int, name: str) -> None:
        """Step `number` of `of` begins; `name`, marked by `gettext_noop`, is shown in each reader's language."""
        self._step = (number, of)
        self._report(0, 0, step=name, step_number=number, step_count=of)

    def advance(self, done: float, total: float) -> None:
        """So much of this step is done. Cheap: call it as often as you like."""
        if self._ticks() - self._reported >= _REPORT_EVERY_SECONDS:
            self._report(done, total)

    def check(self) -> None:
        """Raise `Cancelled` if the starter no longer wants this."""
        if queries.is_cancel_asked(self.id):
            raise Cancelled(id=str(self.id))

    def _report(self, done: float, total: float, **figures: Any) -> None:
        self._reported = self._ticks()
        part = rules.fraction(*self._step, done, total)
        left = rules.eta_seconds(self._reported - self._began, part)
        if not _would_wait_for_commit():
            now = self._now()
            actions.report(job_id=self.id, now=now, percent=rules.percent(part), eta_seconds=left, **figures)
        self.check()


@contextmanager
def running(
    job_id: UUID | str, *, now: Callable[[], datetime] = clock.now, ticks: Callable[[], float] = time.monotonic
) -> Iterator[Running]:
    """The job is running for as long as the block lasts; how the block ends is how the job ends.

    An error is recorded with its code and values and raised again, so that the queue knows of it too.
    """
    row = actions.begin(job_id=job_id, now=now())
    job = Running(row.pk, now, ticks)
    try:
        yield job
    except Cancelled:
        actions.end(job_id=row.pk, state=rules.CANCELLED, now=now())
    except BaseException as error:
        code, values = _told(error)
        actions.end(job_id=row.pk, state=rules.FAILED, now=now(), error_code=code, error_values=values)
        raise
    else:
        actions.end(job_id=row.pk, state=rules.DONE, now=now(), result=job.result)


def _told(error: BaseException) -> tuple[str, dict[str, Any]]:
    """Errors of the house and of the engine have a code and values; of others the log has more than the kind."""
    code, values = getattr(error, "code", None), getattr(error, "values", None)
    if not isinstance(code, str) or not isinstance(values, Mapping):
        return "E-JOB-500", {"kind": type(error).__name__}
    return code, json.loads(json.dumps(dict(values), default=str))


def _would_wait_for_commit() -> bool:
    """Inside a task's own transaction nobody could see a report, and who cancels would wait for its row.

    Django marks the transactions that a test case puts around a test; those are not the task's own.
    """
    return any(not block._from_testcase for block in connection.atomic_blocks)
