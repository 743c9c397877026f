"""Places for servers and homes that any user may pass to, short enough for a socket, removed afterwards."""

import shutil
import tempfile
from pathlib import Path

import pytest

from kolony.config.postgres.place import place_of
from kolony.config.postgres.server import Server


@pytest.fixture
def open_folder():
    folder = Path(tempfile.mkdtemp(prefix="kolony-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(open_folder):
    """A server of this test's own, not yet started; stopped if the test left it running."""
    server = Server(place_of(open_folder / "postgres"), hasty=True)
    yield server
    server.stop()


@pytest.fixture
def sturdy_server(open_folder):
    """The same, but as careful with what was committed as in production."""
    server = Server(place_of(open_folder / "postgres"))
    yield server
    server.stop()
