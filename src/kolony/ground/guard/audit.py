"""What was done, by whom, when and why: written in the transaction of the change, or not at all.

kinds.declare_kinds({"people.nominated": _("Nominated a person")})    # in the room's registration.py
audit.record(actor=actor, kind="people.nominated", subject=person, changes={"source": "internal"}, now=now)

The database numbers the row, chains it (SHA-256 over the previous hash, the number and the body) and refuses every
later change; `guard/verify.py` reads the chain without any of this code. Values of persons do not belong in `changes`
or `reason`: erasure must stay possible, and nothing in here can be erased.
"""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from kolony.ground.guard import kinds
from kolony.ground.guard.errors import OutsideTransaction, UndeclaredKind
from kolony.ground.guard.models import AuditEntry


def record(
    *,
    actor: Any,
    kind: str,
    subject: Any = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
    now: datetime,
) -> AuditEntry:
    """Append one entry to the chain. `actor` may be None for somebody unknown (a failed sign-in)."""
    if kind not in kinds.kinds():
        raise UndeclaredKind(kind)
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    fields = {
        "at": now.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": str(actor.pk) if actor is not None and actor.pk is not None else None,
        "actor_role": getattr(actor, "role", "") or "",
        "kind": kind,
        "subject_type": subject._meta.label_lower if subject is not None else "",
        "subject_id": str(subject.pk) if subject is not None else "",
        "reason": reason.replace("\x00", "\ufffd"),
    }
    body = _canonical({**fields, "changes": changes or {}})
    return AuditEntry.objects.create(**{**fields, "at": now, "body": body})


def _canonical(value: dict[str, Any]) -> str:
    """The one way to write an entry down: sorted keys, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return sorted(value, key=str)
    return str(value)
