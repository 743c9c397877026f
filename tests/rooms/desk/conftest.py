"""Lin, whose people they are, Mei of the other team, and Bo, one of Lin's; keys that go with the test."""

import pytest

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
