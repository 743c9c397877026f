"""Where somebody stands with us: tier by stage, with the reason and everything it was before."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kolony.ground.guard import audit, permits
from kolony.ground.people.actions.telling import because, locked, touch, user_or_none
from kolony.ground.people.errors import FieldRefused
from kolony.ground.people.models import FieldChange, Person
from kolony.ground.people.rules import STAGES, TIERS

KNOWN = {"tier": ("", *TIERS), "stage": ("", *STAGES)}


def place(*, actor: Any, person: Person, tier: str, stage: str, reason: str, now: datetime) -> Person:
    """Give a person a tier and a stage, and say why; where they stand already, nothing is written."""
    permits.require(actor, "people.change", person)
    wanted, why = {"tier": tier, "stage": stage}, because(reason)
    for name, value in wanted.items():
        if value not in KNOWN[name]:
            raise FieldRefused(field=name, value=value)
    with transaction.atomic():
        held = locked(person.pk)
        moved = {name: (getattr(held, name), value) for name, value in wanted.items() if getattr(held, name) != value}
        if moved:
            _write(held, moved, actor, why, now)
    return held


def _write(person: Person, moved: dict[str, tuple[str, str]], actor: Any, why: str, now: datetime) -> None:
    for name, (_before, after) in moved.items():
        setattr(person, name, after)
    touch(person, now)
    FieldChange.objects.bulk_create(
        FieldChange(person=person, name=name, before=before, after=after, actor=user_or_none(actor), reason=why, at=now)
        for name, (before, after) in moved.items()
    )
    audit.record(actor=actor, kind="people.placed", subject=person, changes={"fields": sorted(moved)}, now=now)
