"""PostgreSQL for the tests: the embedded server, started by the first run that needs it, stopped by the last."""

import os

import pytest
from django.conf import settings

from kolony.config.postgres.handles import Handle
from kolony.config.postgres.place import place_of
from kolony.config.postgres.prepare import drop_databases
from kolony.config.postgres.server import Server
from tests.settings import GIVEN_DATABASE, TEST_HOME

_PREFIX = "test_kolony"


@pytest.fixture(scope="session")
def embedded_server():
    """The tests' own server, fast and careless about power loss; nothing when DATABASE_URL names another."""
    if GIVEN_DATABASE:
        yield None
        return
    server = Server(
        place_of(TEST_HOME / "postgres"), given_binaries=settings.ENVIRONMENT["KOLONY_POSTGRES_BIN"], hasty=True
    )
    handle = Handle(server)
    if handle.alone():
        drop_databases(server, _PREFIX)
    yield server
    handle.release()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(embedded_server, django_db_modify_db_settings_parallel_suffix):
    """Each run has its own database, so that two runs at once do not meet."""
    test = settings.DATABASES["default"].setdefault("TEST", {})
    test["NAME"] = f"{_PREFIX}_{os.getpid()}"
