"""Lin, whose people they are, Mei of the other team, and Bo, one of Lin's; keys that go with the test."""

import pytest
from django.conf import settings as installed

from tests.rooms.desk.dossier_people import bo_of, somebody


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KOLONY_KEYS = tmp_path / "keys"


@pytest.fixture
def lin(db):
    return somebody("Lin", "operator", "north")


@pytest.fixture
def mei(db):
    return somebody("Mei", "operator", "south")


@pytest.fixture
def bo(lin):
    return bo_of(lin)


@pytest.fixture
def as_lin(client, lin):
    client.force_login(lin)
    return client


@pytest.fixture
def lins_browser(chromium, live_server, client, lin):
    """Lin signed in in a browser, in English."""
    client.force_login(lin)
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    session = client.cookies[installed.SESSION_COOKIE_NAME].value
    cookies = {installed.SESSION_COOKIE_NAME: session, installed.LANGUAGE_COOKIE_NAME: "en"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    yield context
    context.close()
