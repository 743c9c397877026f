"""PostgreSQL for the tests, started by the first run that needs it and stopped by the last; and a browser."""

import os
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, expect, sync_playwright

from kolony.config.postgres.handles import Handle
from kolony.config.postgres.place import place_of
from kolony.config.postgres.prepare import drop_databases
from kolony.config.postgres.server import Server
from tests.settings import GIVEN_DATABASE, TEST_HOME

_PREFIX = "test_kolony"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
BUSINESS_TYPES = "kolony.ground.people.migrations.0002_business_types"


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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser, closed with its file: only one such loop may run in a process, and others have loops as well."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in this thread; the tests stay synchronous
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _audit_may_be_emptied_between_tests(request):
    """Tests that commit are cleaned up by TRUNCATE, which the audit refuses: lift that for the clean-up."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    audit_triggers("ENABLE")
    yield
    audit_triggers("DISABLE")
    empty_queue()


def audit_triggers(verb: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE guard_auditentry {verb} TRIGGER audit_append_only")


def empty_queue() -> None:
    """The clean-up of committed tests leaves the queue's own tables alone: no job may wait for the next test."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def audit_refuses(db):
    """The audit's trigger as a house has it: the clean-up of committed tests before this one lifted it."""
    audit_triggers("ENABLE")


@pytest.fixture
def first_types(db):
    """The business types a new house begins with: the clean-up of committed tests takes them away."""
    import_module(BUSINESS_TYPES).add(apps, None)
