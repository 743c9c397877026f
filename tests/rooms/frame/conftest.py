"""Three people at their desks, and a fixed noon."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from kolony.ground.frame import menu
from kolony.ground.guard.models import User

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def person(name: str) -> User:
    return User.objects.create(email=f"{name.lower()}@example.org", display_name=name, role="operator")


@pytest.fixture(autouse=True)
def small_house(settings, monkeypatch):
    """The frame lies at the bottom: its tests do not need the rooms above it, nor what those registered."""
    settings.ROOT_URLCONF = "tests.rooms.frame.house_urls"
    for registered, nothing in (("_entries", {}), ("_may", []), ("_palette", [])):
        monkeypatch.setattr(menu, registered, nothing)


@pytest.fixture
def noon():
    return NOON


@pytest.fixture
def lin(db):
    return person("Lin")


@pytest.fixture
def mei(db):
    return person("Mei")


@pytest.fixture
def desk_of():
    """A browser at somebody's desk, in a language."""

    def desk(reader: User, language: str = "en") -> Client:
        client = Client()
        client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    return desk
