"""What happens to a job: put in the queue, cancelled, ended, taken up again after its worker died."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kolony.ground.frame.jobs import queries, rules
from kolony.ground.frame.jobs.errors import GivenUp, JobIsOver, NotYourJob
from kolony.ground.frame.models import JobProgress


@transaction.atomic
def enqueue(
    task_name: str,
    *,
    title: str,
    about: str = "",
    started_by: UUID | None,
    params: Mapping[str, Any],
    now: datetime,
    lock: str | None = None,
) -> JobProgress:
    """Put a job in the queue, in the caller's transaction: if that rolls back, the job never was.

    `title` is marked for translation (`gettext_noop`), not translated, for who will read it is not known here; `about`
    is the `%(name)s` in it. The task is called with `job_id` and the params. Two jobs with one `lock` never run at the
    same time.
    """
    job = JobProgress.objects.create(
        task_name=task_name, title=title, about=about, started_by=started_by, params=dict(params), created_at=now
    )
    job.queue_job_id = app.configure_task(task_name, lock=lock).defer(job_id=str(job.pk), **params)
    job.save(update_fields=["queue_job_id"])
    return job


@transaction.atomic
def cancel(*, actor: UUID, job_id: UUID | str, now: datetime) -> JobProgress:
    """Its starter no longer wants it: a waiting job ends at once, a running one at its next step."""
    job = queries.job_for(job_id)
    if job.started_by != actor:
        raise NotYourJob(id=str(job.pk))
    if job.state not in rules.OPEN:
        raise JobIsOver(id=str(job.pk), state=job.state)
    JobProgress.objects.filter(pk=job.pk, state__in=rules.OPEN).update(cancel_asked=True)
    if job.queue_job_id and app.job_manager.cancel_job_by_id(job.queue_job_id):
        end(job_id=job.pk, state=rules.CANCELLED, now=now)
    return queries.job_for(job_id)


def begin(*, job_id: UUID | str, now: datetime) -> JobProgress:
    """A worker takes the job. A job that was running before lost its worker and begins again."""
    begun = JobProgress.objects.filter(pk=job_id, state__in=rules.OPEN, cancel_asked=False).update(
        state=rules.RUNNING, started_at=now, beat_at=now, percent=0, eta_seconds=None, attempts=F("attempts") + 1
    )
    job = queries.job_for(job_id)
    if not begun:
        raise JobIsOver(id=str(job_id), state=job.state)
    return job


def end(
    *,
    job_id: UUID | str,
    state: str,
    now: datetime,
    result: Any = None,
    error_code: str = "",
    error_values: Mapping[str, Any] | None = None,
) -> bool:
    """The job is over; false if it was over before."""
    before = [earlier for earlier, moves in rules.MOVES.items() if state in moves]
    done = {"percent": 100} if state == rules.DONE else {}
    return bool(
        JobProgress.objects.filter(pk=job_id, state__in=before).update(
            state=state,
            finished_at=now,
            eta_seconds=None,
            result=result,
            error_code=error_code,
            error_values=dict(error_values or {}),
            **done,
        )
    )


def report(*, job_id: UUID | str, now: datetime, **figures: Any) -> None:
    """How far it is, as far as anybody may see it."""
    JobProgress.objects.filter(pk=job_id, state=rules.RUNNING).update(beat_at=now, **figures)


def take_up_stalled(*, now: datetime) -> int:
    """Put back into the queue what a dead worker left in the middle; after the third death the job has failed."""
    return sum(_take_up(stalled, now) for stalled in queries.stalled_queue_jobs(now))


@transaction.atomic
def _take_up(stalled: ProcrastinateJob, now: datetime) -> int:
    job = JobProgress.objects.select_for_update().filter(queue_job_id=stalled.pk).first()
    if job and job.state == rules.RUNNING:
        if rules.may_try_again(job.attempts):
            JobProgress.objects.filter(pk=job.pk).update(state=rules.WAITING, percent=0, eta_seconds=None)
        else:
            end(job_id=job.pk, state=rules.FAILED, now=now, error_code=GivenUp.code)
    app.job_manager.retry_job_by_id(stalled.pk, retry_at=now)
    return 1
