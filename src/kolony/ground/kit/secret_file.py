"""A secret in a file of its own: made at first use, for its owner's eyes only, the same for all who start together."""

import os
from collections.abc import Callable
from pathlib import Path


def kept(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; if there is none, it is made first."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _publish(_draft(path, make()), path)
    return path.read_text(encoding="ascii").strip()


def _draft(path: Path, secret: str) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secret)
    return draft


def _publish(draft: Path, path: Path) -> None:
    """Linking fails if somebody was faster; then theirs is the secret."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
