"""The key that signs sessions and links: given by the outside, or made once and kept in the home folder."""

import secrets
from pathlib import Path

from kolony.ground.kit import secret_file


def secret_key(home: Path) -> str:
    """The key kept in `home`, made at first use."""
    home.mkdir(parents=True, exist_ok=True)
    return secret_file.kept(home / "secret-key", lambda: secrets.token_urlsafe(64))
