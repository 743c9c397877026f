"""The four people: Lin (operator, owns), Mei (operator, another team), Bo (the KOL), a stranger."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from kolony.ground.guard.models import Team, User
from kolony.ground.people import actions

NOW = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KOLONY_KEYS = tmp_path / "keys"
    return settings.KOLONY_KEYS


def _user(name, role, team):
    return User.objects.create(email=f"{name}@example.org", display_name=name, role=role, team=team)


@pytest.fixture
def lin(db):
    return _user("Lin", "operator", Team.objects.create(name="north"))


@pytest.fixture
def mei(db):
    return _user("Mei", "operator", Team.objects.create(name="south"))


@pytest.fixture
def owner(db):
    return _user("Ou", "owner", None)


@pytest.fixture
def auditor(db):
    return _user("Ada", "auditor", None)


@pytest.fixture
def stranger():
    return AnonymousUser()


@pytest.fixture
def bo(lin):
    return actions.nominate(
        actor=lin, handle=("forum", "u42", "南枝读书会"), source="internal", purpose="activate",
        highlight="reads slowly", evidence={"sentences": []}, now=NOW,
    )  # fmt: skip
