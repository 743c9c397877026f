"""How an audit entry is put before people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kolony.ground.guard.details import in_words
from kolony.ground.guard.kinds import kinds
from kolony.ground.guard.models import AuditEntry

COLUMN_WORDS = {
    "sequence": _("No."),
    "at": _("When"),
    "who": _("Who"),
    "kind": _("What was done"),
    "subject": _("To what"),
    "changes": _("Details"),
}


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    entry: AuditEntry
    who: Any
    what: Any
    details: str
    subject: str


def as_lines(entries: Iterable[AuditEntry], users: dict[UUID, str]) -> list[Line]:
    """Entries with names for the ids they hold."""
    words = kinds()
    return [
        Line(
            entry,
            _who(entry, users),
            words.get(entry.kind, entry.kind),
            in_words(entry.kind, entry.changes),
            entry.subject_id[:8],
        )
        for entry in entries
    ]


def _who(entry: AuditEntry, users: dict[UUID, str]) -> Any:
    if entry.actor_id:
        return users.get(entry.actor_id, str(entry.actor_id)[:8])
    return _("somebody unknown") if entry.kind == "guard.sign_in_failed" else _("Kolony")
