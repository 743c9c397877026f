"""The frame's own jobs."""

from procrastinate.contrib.django import app

from kolony.ground.frame.jobs import actions
from kolony.ground.kit import clock


@app.periodic(cron="* * * * *")
@app.task(name="frame.take_up_stalled_jobs", queueing_lock="frame.take_up_stalled_jobs")
def take_up_stalled_jobs(timestamp: int) -> None:
    """Every minute: what a killed worker left behind goes back into the queue."""
    actions.take_up_stalled(now=clock.now())
