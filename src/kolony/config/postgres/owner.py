"""The unprivileged user a server runs as, because PostgreSQL refuses to run as root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

_WHEN_ROOT = "nobody"


@dataclass(frozen=True)
class Owner:
    """Who the server process is."""

    uid: int
    gid: int
    name: str

    @property
    def spawn(self) -> dict[str, object]:
        """Arguments for subprocess that make the child this user; nothing if we are it already."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def owner_of(data: Path) -> Owner:
    """The owner of an existing data folder; else ourselves; else, for root, an unprivileged user."""
    if data.exists():
        entry = pwd.getpwuid(data.stat().st_uid)
    elif os.geteuid() == 0:
        entry = pwd.getpwnam(_WHEN_ROOT)
    else:
        entry = pwd.getpwuid(os.geteuid())
    return Owner(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)


def own(path: Path, owner: Owner, mode: int) -> None:
    """Make the folder if needed and hand it to the owner."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    if owner.uid != os.geteuid():
        os.chown(path, owner.uid, owner.gid)
