"""The key that signs sessions and links: given by the outside, or made once and kept in the home folder."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key kept in `home`, made at first use; two processes starting together agree on one."""
    path = home / "secret-key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f"secret-key.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
        _publish(draft, path)
    return path.read_text(encoding="ascii").strip()


def _publish(draft: Path, path: Path) -> None:
    """Linking fails if somebody was faster; then theirs is the key."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
