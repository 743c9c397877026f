"""Bringing the database to this version's shape."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kolony.config.house import database
from kolony.ground.kit.errors import KolonyError


class MigrationsPending(KolonyError):
    """A database of our own is migrated at start; one that somebody else looks after is not touched unasked."""

    code = "E-DB-108"

    def __str__(self) -> str:
        return f"{self.code}: the database is {self.values['pending']} migrations behind: run `kolony db migrate`"


def migrate() -> None:
    """Apply what is missing; tables that are no models (the cache) included."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def pending() -> int:
    """How many migrations are not yet applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def database_up_to_date() -> Iterator[None]:
    """The database, running and migrated, for as long as a command takes."""
    with database():
        bring_up_to_date()
        yield


def bring_up_to_date() -> None:
    """Migrate the embedded database; for any other, refuse to start before its keeper did."""
    behind = pending()
    if not behind:
        return
    if settings.ENVIRONMENT["DATABASE_URL"]:
        raise MigrationsPending(pending=behind)
    migrate()
