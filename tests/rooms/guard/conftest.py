"""The people who try to come in."""

from datetime import UTC, datetime

import pytest

from kolony.ground.guard import actions
from kolony.ground.guard.house import HOUSE

NOW = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
PASSWORD = "a long enough sentence"


def account(name, role, team=""):
    return actions.create_user(
        actor=HOUSE, email=f"{name}@example.org", display_name=name.title(), role=role, team_name=team,
        language="en", password=PASSWORD, now=NOW,
    )  # fmt: skip


@pytest.fixture
def lin(db):
    return account("lin", "operator", "north")


@pytest.fixture
def owner(db):
    return account("ou", "owner")


@pytest.fixture
def auditor(db):
    return account("ada", "auditor")
