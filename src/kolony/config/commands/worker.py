"""The worker."""

import contextlib

import click
from django.conf import settings

from kolony.config.house import database
from kolony.config.parent import leave_with_parent
from kolony.config.queue_worker import work
from kolony.config.warming import kernels_warmed_beside


@click.command(short_help="Run the worker alone.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when standard input closes.")
@click.option("--until-empty", is_flag=True, help="End when no job is waiting.")
def command(with_parent: bool, until_empty: bool) -> None:
    """Run the worker alone: loads, measures, rankings and whatever else takes long.

    Several workers may run, on several machines. Ctrl-C lets the running job come to its next step.
    """
    if with_parent:
        leave_with_parent()
    warming = contextlib.nullcontext() if until_empty else kernels_warmed_beside()
    with database(as_program=True), warming:
        work(jobs_at_once=settings.ENVIRONMENT["KOLONY_WORKER_JOBS"], until_empty=until_empty)
