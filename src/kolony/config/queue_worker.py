"""The worker's side of the queue."""

from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from kolony.config.signals import put_off
from kolony.ground.frame.jobs import actions
from kolony.ground.kit import clock

_GRACE_SECONDS = 15


class WorkerConnector(PsycopgConnector):
    """Fetches jobs over connections of its own; a job that a task enqueues goes through Django's connection, so that
    it belongs to the task's transaction."""

    def get_sync_connector(self) -> DjangoConnector:
        return DjangoConnector(alias="default")


def work(*, jobs_at_once: int, until_empty: bool = False) -> None:
    """Do jobs until stopped by a signal, or until none is left. Only here are the rooms' task modules imported."""
    with put_off():
        autodiscover_modules("tasks")
    actions.take_up_stalled(now=clock.now())
    with app.replace_connector(WorkerConnector(kwargs=connector_params("default"))) as worker_app:
        worker_app.run_worker(
            concurrency=jobs_at_once,
            wait=not until_empty,
            shutdown_graceful_timeout=_GRACE_SECONDS,
            delete_jobs="successful",
        )
