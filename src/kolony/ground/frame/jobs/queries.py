"""Reading jobs."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from kolony.ground.frame.jobs import rules
from kolony.ground.frame.models import JobProgress
from kolony.ground.kit.errors import NotThere


def job_for(job_id: UUID | str) -> JobProgress:
    """The job, or `NotThere`."""
    job = JobProgress.objects.filter(pk=job_id).first()
    if job is None:
        raise NotThere(what="job", id=str(job_id))
    return job


def jobs_of(started_by: UUID, *, open_only: bool = False) -> QuerySet[JobProgress]:
    """What somebody started, newest first."""
    jobs = JobProgress.objects.filter(started_by=started_by)
    return jobs.filter(state__in=rules.OPEN) if open_only else jobs


def is_cancel_asked(job_id: UUID | str) -> bool:
    """Does its starter still want it?"""
    return JobProgress.objects.filter(pk=job_id, cancel_asked=True).exists()


def stalled_queue_jobs(now: datetime) -> QuerySet[ProcrastinateJob]:
    """Jobs taken by a worker that no longer gives a sign of life."""
    silent_since = now - timedelta(seconds=rules.STALLED_AFTER_SECONDS)
    dead = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=silent_since)
    return ProcrastinateJob.objects.filter(dead, status="doing").order_by("id")
