"""Watching and cancelling a job."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from kolony.ground.frame.jobs import actions, queries
from kolony.ground.frame.models import JobProgress
from kolony.ground.frame.routes import signed_in
from kolony.ground.kit import clock


@signed_in
@require_GET
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The fragment asks again every two seconds until the job is over; a page that waits for it is then loaded anew."""
    job = queries.job_for(job_id)
    if request.GET.get("then") == "reload" and job.finished_at:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return _fragment(request, job)


@signed_in
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return _fragment(request, actions.cancel(actor=request.user.pk, job_id=job_id, now=clock.now()))


def _fragment(request: HttpRequest, job: JobProgress) -> HttpResponse:
    return render(request, "frame/job.html", {"job": job, "may_cancel": job.started_by == request.user.pk})
