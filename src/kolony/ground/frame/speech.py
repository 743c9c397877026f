"""Which language a reader wants, and which one a name is in.

The cookie answers at once; the guard keeps the choice in the profile if it registers how.
"""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

_keepers: list[Callable[[Any, str], None]] = []


def remember_with(keeper: Callable[[Any, str], None]) -> None:
    """The guard registers `keeper(user, language)`, which stores the choice of a signed-in reader."""
    _keepers[:] = [keeper]


def remember(user: Any, language: str) -> None:
    if getattr(user, "is_authenticated", False):
        for keep in _keepers:
            keep(user, language)


def lang_attribute(text: Any) -> SafeString:
    """` lang="zh-Hans"` for Chinese inside another language and ` lang="en"` the other way round; else nothing."""
    words = str(text or "")
    chinese = any("\u3400" <= letter <= "\u9fff" for letter in words)
    page_is_chinese = (get_language() or "").startswith("zh")
    if not words.strip() or chinese == page_is_chinese or not (chinese or words.isascii()):
        return SafeString("")
    return SafeString(' lang="zh-Hans"' if chinese else ' lang="en"')
