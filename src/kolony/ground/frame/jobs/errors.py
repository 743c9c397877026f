"""What can be refused about a job, and what ends one."""

from kolony.ground.kit.errors import Conflict, KolonyError, NotAllowed


class Cancelled(KolonyError):
    """Raised inside a task whose starter no longer wants it; let it pass through."""

    code = "E-JOB-410"
    status = 409


class JobIsOver(Conflict):
    """The job has ended; there is nothing to run or to cancel."""

    code = "E-JOB-409"


class NotYourJob(NotAllowed):
    """Only who started a job may cancel it."""

    code = "E-JOB-403"


class GivenUp(KolonyError):
    """The worker died in this job again and again; it is not tried any more."""

    code = "E-JOB-503"
    status = 503
