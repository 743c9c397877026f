"""How an audit entry is put before people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

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
            entry, _who(entry, users), words.get(entry.kind, entry.kind), _details(entry.changes), entry.subject_id[:8]
        )
        for entry in entries
    ]


def _who(entry: AuditEntry, users: dict[UUID, str]) -> Any:
    if entry.actor_id:
        return users.get(entry.actor_id, str(entry.actor_id)[:8])
    return "Kolony" if entry.actor_role == "house" else _("somebody unknown")


def _details(changes: dict[str, Any]) -> str:
    return " · ".join(f"{name}: {_plain(value)}" for name, value in changes.items())


def _plain(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{value[0]} → {value[1]}"
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
