"""Opening the house for a command: settings read, Django ready, the database running."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.db import connection, connections

from kolony.config.postgres.handles import Handle
from kolony.config.postgres.place import place_of
from kolony.config.postgres.prepare import ensure_database, verify_chinese_search
from kolony.config.postgres.server import Server

SETTINGS = "kolony.config.settings"


def set_up() -> None:
    """Read the settings and the rooms; asking twice is fine."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def embedded_server() -> Server | None:
    """The server this installation brings along; nothing when DATABASE_URL names another."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    environment = settings.ENVIRONMENT
    if environment["DATABASE_URL"]:
        return None
    return Server(place_of(settings.HOME / "postgres"), given_binaries=environment["KOLONY_POSTGRES_BIN"])


@contextmanager
def database(*, as_program: bool = False) -> Iterator[None]:
    """The database, running and fit for Chinese, for as long as the block lasts.

    Only web server and worker (`as_program`) take KOLONY_DATABASE_ROLE: migrating needs the owner's rights.
    """
    if not as_program:
        settings.DATABASES["default"]["OPTIONS"].pop("assume_role", None)
    server = embedded_server()
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _leave)
    handle = Handle(server) if server else None
    try:
        if server:
            ensure_database(server, settings.DATABASES["default"]["NAME"])
        connection.ensure_connection()
        verify_chinese_search(connection.connection)
        yield
    finally:
        connections.close_all()
        if handle:
            handle.release()


def _leave(number: int, _frame: object) -> None:
    """Asked to end before web server or worker listen for it: by the door, so that the handle is released."""
    sys.exit(128 + number)
