"""The worker's hands: what waits is done, in order, by the real tasks."""

from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app

from kolony.ground.frame.models import JobProgress


def do_waiting_jobs() -> int:
    """Every job that waits; those that a job puts in the queue come with the next call."""
    autodiscover_modules("tasks")
    waiting = list(JobProgress.objects.filter(state="waiting").order_by("created_at"))
    for job in waiting:
        app.tasks[job.task_name](job_id=str(job.pk), **job.params)
        job.refresh_from_db()
        assert job.state == "done", f"{job.task_name}: {job.state} {job.error_code} {job.error_values}"
    return len(waiting)
