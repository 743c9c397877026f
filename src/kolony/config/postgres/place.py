"""Where one embedded server keeps its things. Pure: asking for a place creates nothing but the answer."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

# A Unix socket's path may hold about a hundred bytes; `.s.PGSQL.5432` and its lock file take some of them.
_LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Place:
    """The folders and files of one server."""

    root: Path
    sockets: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def gate(self) -> Path:
        """Locked for the moment of starting or stopping."""
        return self.root / "gate.lock"

    @property
    def handles(self) -> Path:
        """Locked, shared, by every process that uses the server; the last one out stops it."""
        return self.root / "handles.lock"


def place_of(wanted: Path) -> Place:
    """The place for the server that should live at `wanted`.

    PostgreSQL refuses to run as root, and the user it runs as instead cannot enter a folder such as root's own home:
    there the server lives below /var/lib/kolony, under a name made from the wanted one.
    """
    root = wanted.absolute()
    if os.geteuid() == 0 and not _open_to_all(root.parent):
        root = Path("/var/lib/kolony") / _short_name(root)
    return Place(root=root, sockets=_socket_folder(root))


def _open_to_all(folder: Path) -> bool:
    """Can any user pass through this folder and all above it? What does not exist yet will be made so."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents) if step.exists())


def _socket_folder(root: Path) -> Path:
    sockets = root / "run"
    if len(os.fsencode(sockets)) <= _LONGEST_SOCKET_FOLDER:
        return sockets
    return Path("/tmp") / f"kolony-{os.geteuid()}-{_short_name(root)}"


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
