"""Sessions of a house whose database has gone away."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.db import OperationalError


class SessionStore(Kept):
    def load(self) -> dict[str, Any]:
        raise OperationalError("connection is bad")
