"""Long work, done by the worker, watched by people.

In a verb:        job = jobs.enqueue("facts.load", title=..., started_by=actor.pk, params={...}, now=now)
In a task module: with jobs.running(job_id) as job: job.step(1, 3, gettext_noop("reading")); job.advance(done, total)
On a page:        {% url "jobs:progress" job.id %} gives the fragment that watches itself.
"""

from kolony.ground.frame.jobs.actions import cancel, enqueue
from kolony.ground.frame.jobs.errors import Cancelled, JobIsOver, NotYourJob
from kolony.ground.frame.jobs.progress import Running, running
from kolony.ground.frame.jobs.queries import job_for, jobs_of

__all__ = ["Cancelled", "JobIsOver", "NotYourJob", "Running", "cancel", "enqueue", "job_for", "jobs_of", "running"]
