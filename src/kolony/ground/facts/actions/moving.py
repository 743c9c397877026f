"""The one guarded move of a load: exactly one row changes, a history line and an audit line are written with it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kolony.ground.facts import rules
from kolony.ground.facts.errors import LoadMoved
from kolony.ground.facts.models import Load, LoadMove
from kolony.ground.guard import audit


def person(actor) -> Any:
    """The account behind an actor, for a foreign key; the house and the system have none."""
    return actor if actor is not None and actor.pk is not None else None


def move(*, load: Load, after: str, actor, reason: str = "", now: datetime, **fields: Any) -> Load:
    """Move a load on, or refuse with where it stands now. The caller holds the transaction's other changes."""
    before = load.state
    if not rules.may_move(before, after):
        raise LoadMoved(load=str(load.pk), state=before)
    with transaction.atomic():
        moved = Load.objects.filter(pk=load.pk, state=before).update(state=after, **fields)
        if moved != 1:
            load.refresh_from_db(fields=["state"])
            raise LoadMoved(load=str(load.pk), state=load.state)
        LoadMove.objects.create(load=load, before=before, after=after, actor=person(actor), reason=reason, moved_at=now)
        audit.record(
            actor=actor, kind="facts.load_moved", subject=load, changes={"state": [before, after]}, reason=reason,
            now=now,
        )  # fmt: skip
    load.refresh_from_db()
    return load
