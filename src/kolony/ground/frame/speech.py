"""Which language a reader wants, and which one a name is in.

The cookie answers at once; the guard keeps the choice in the profile if it registers how.
"""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_noop as _

SAID_BY_DJANGO = (
    _("This field is required."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid date."),
    _("Enter a valid URL."),
    _("Enter a valid email address."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("The submitted file is empty."),
    _("This password is too common."),
    _("You must type the same password each time."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
        "max",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
"""What Django and django-allauth say under a field: listed here, it has its Chinese from our own catalogue."""

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
