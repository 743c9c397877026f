"""The four people, a home of their own for the store and the uploads, and small communities in documented formats."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kolony.ground.facts.models import Source
from kolony.ground.guard.models import Team, User
from tests.rooms.facts import communities

NOW = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.fixture
def home(settings, tmp_path) -> Path:
    """An empty installation."""
    settings.KOLONY_EVENT_STORE = tmp_path / "events"
    settings.KOLONY_UPLOADS = tmp_path / "uploads"
    settings.KOLONY_IMPORT_FOLDER = tmp_path / "import"
    settings.KOLONY_UPLOAD_MAX_MB = 5
    settings.KOLONY_UNPACKED_MAX_MB = 20
    settings.KOLONY_IMPORT_FOLDER.mkdir()
    return tmp_path


def _worker(name: str, role: str, team: str) -> User:
    made, _ = Team.objects.get_or_create(name=team)
    return User.objects.create(
        email=f"{name.lower()}@example.org", display_name=name, role=role, team=made, language="en"
    )


@pytest.fixture
def lin(db) -> User:
    return _worker("Lin", "operator", "Reading")


@pytest.fixture
def mei(db) -> User:
    return _worker("Mei", "operator", "Writing")


@pytest.fixture
def olga(db) -> User:
    """The owner of the installation."""
    return _worker("Olga", "owner", "Reading")


@pytest.fixture
def ann(db) -> User:
    """Reads and computes, changes nothing."""
    return _worker("Ann", "analyst", "Reading")


@pytest.fixture
def source(lin) -> Source:
    return Source.objects.create(
        name="Qinghe Commons", platform="qinghe", recognition="discourse", created_by=lin, created_at=NOW
    )


@pytest.fixture
def club_csv(tmp_path) -> Path:
    return communities.club_csv(tmp_path / "club.csv")


@pytest.fixture
def stackexchange_dump(tmp_path) -> Path:
    return communities.stackexchange_dump(tmp_path / "dump")


@pytest.fixture
def discourse_export(tmp_path) -> Path:
    return communities.discourse_export(tmp_path / "discourse")
