"""Identifiers that say nothing about whom they name."""

import secrets
import uuid

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_id() -> uuid.UUID:
    """A random identifier for a row that outsiders may see."""
    return uuid.uuid4()


def short_code(length: int = 8) -> str:
    """A code without look-alike characters: eight of them hold about 47 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
