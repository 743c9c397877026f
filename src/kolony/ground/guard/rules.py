"""Pure decisions of the guard."""

import hashlib
from datetime import timedelta

LINK_LIFE = timedelta(minutes=30)


def token_hash(token: str) -> str:
    """What is kept of a one-time link."""
    return hashlib.sha256(token.encode()).hexdigest()
