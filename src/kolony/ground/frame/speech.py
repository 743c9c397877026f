"""Which language a reader wants. The cookie answers at once; the guard keeps it in the profile if it registers how."""

from collections.abc import Callable
from typing import Any

_keepers: list[Callable[[Any, str], None]] = []


def remember_with(keeper: Callable[[Any, str], None]) -> None:
    """The guard registers `keeper(user, language)`, which stores the choice of a signed-in reader."""
    _keepers[:] = [keeper]


def remember(user: Any, language: str) -> None:
    if getattr(user, "is_authenticated", False):
        for keep in _keepers:
            keep(user, language)
