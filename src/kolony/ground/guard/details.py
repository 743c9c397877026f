"""What the details of an audit entry are called: each room names what its entries hold, when it starts.

details.declare("facts", {"state": Detail(_("State"), {"loaded": _("Loaded")})})
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from kolony.ground.guard.models import User

SHORT_ID = 8


@dataclass(frozen=True)
class Detail:
    """The word for one detail, and the words for what it may hold."""

    words: Any
    values: Mapping[str, Any] = field(default_factory=dict)


_details: dict[str, dict[str, Detail]] = {}
_added: dict[tuple[str, str], dict[str, Any]] = {}


def declare(room: str, details: Mapping[str, Detail]) -> None:
    """Publish the words of a room's details; a room above may add to them."""
    _details.setdefault(room, {}).update(details)


def add_values(room: str, name: str, values: Mapping[str, Any]) -> None:
    """A room above says what its own values of another room's detail are called."""
    _added.setdefault((room, name), {}).update(values)


def detail_of(kind: str, name: str) -> Detail | None:
    """The words for one detail of an audit kind; nothing if nobody said them."""
    room = kind.split(".")[0]
    known, added = _details.get(room, {}).get(name), _added.get((room, name))
    return replace(known, values={**known.values, **added}) if known and added else known


def in_words(kind: str, changes: Mapping[str, Any]) -> str:
    """Everything an entry says changed, as people read it."""
    return " · ".join(_told(detail_of(kind, name) or Detail(name), value) for name, value in changes.items())


def _told(detail: Detail, value: Any) -> str:
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], list):
        shown = " → ".join(_one(detail, part) for part in value)
    elif isinstance(value, list):
        shown = ", ".join(_one(detail, part) for part in value)
    elif isinstance(value, Mapping):
        shown = ", ".join(f"{_one(detail, name)} {count}" for name, count in value.items())
    else:
        shown = _one(detail, value)
    return _("%(name)s: %(value)s") % {"name": detail.words, "value": shown or _("none")}


def _one(detail: Detail, value: Any) -> str:
    """A value by its word; of a pair with a hash, the name; of a long id, enough to tell it by."""
    if isinstance(value, list):
        return str(value[0])
    text = str(value)
    known = detail.values.get(text)
    if known is not None:
        return str(known)
    return text[:SHORT_ID] if len(text) == 36 and text.count("-") == 4 else text


GUARD_DETAILS = {
    "role": Detail(_("Role"), dict(User.Role.choices)),
    "whole": Detail(_("Chain whole"), {"True": _("yes"), "False": _("no")}),
    "count": Detail(_("Entries")),
}
