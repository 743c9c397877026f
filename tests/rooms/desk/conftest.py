"""Lin, whose people they are, and Mei of the other team; keys that go with the test."""

import pytest

from tests.rooms.desk.dossier_people import somebody


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KOLONY_KEYS = tmp_path / "keys"


@pytest.fixture
def lin(db):
    return somebody("Lin", "operator", "north")


@pytest.fixture
def mei(db):
    return somebody("Mei", "operator", "south")
