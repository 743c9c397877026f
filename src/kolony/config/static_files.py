"""Styles, scripts and fonts, hashed and compressed in the home folder; done again only when one of them changed."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

_STAMP = ".collected"


def collect(target: Path) -> bool:
    """Bring `target` up to date; false if it was."""
    fingerprint = _fingerprint()
    stamp = target / _STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        return False
    target.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, clear=False, verbosity=0)
    stamp.write_text(fingerprint, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Names, sizes and times of all sources; reading them all would take longer than it saves."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
