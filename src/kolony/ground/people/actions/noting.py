"""What we remember, and when we talked."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kolony.ground.guard import audit, permits
from kolony.ground.guard.classes import InformationClass
from kolony.ground.people.actions.telling import locked, tell, touch, user_or_none
from kolony.ground.people.errors import FieldRefused
from kolony.ground.people.models import Note, Person, TimelineEntry
from kolony.ground.people.rules import DIRECTIONS, cleaned


def write_note(
    *, actor: Any, person: Person, text: str, level: str = "internal", remember: bool = False, now: datetime
) -> Note:
    """Write something down, with its information class; `remember` pins it to the top of the dossier."""
    permits.require(actor, "people.change", person)
    kept = cleaned(text, 4000)
    if not kept or level not in list(InformationClass):
        raise FieldRefused(field="text", value=kept)
    with transaction.atomic():
        held = locked(person.pk)
        note = Note.objects.create(
            person=held, text=kept, level=level, remember=remember, author=user_or_none(actor), created_at=now
        )
        touch(held, now)
        changes = {"note": note.pk, "level": level}
        audit.record(actor=actor, kind="people.note_written", subject=held, changes=changes, now=now)
    return note


def withdraw_note(*, actor: Any, note: Note, now: datetime) -> Note:
    """Take a note out of the dossier. It is kept, with who withdrew it; twice is once."""
    permits.require(actor, "people.change", note.person)
    with transaction.atomic():
        held = locked(note.person_id)
        found = Note.objects.filter(pk=note.pk, withdrawn_at__isnull=True)
        if found.update(withdrawn_at=now, withdrawn_by=user_or_none(actor)):
            touch(held, now)
            changes = {"note": note.pk}
            audit.record(actor=actor, kind="people.note_withdrawn", subject=held, changes=changes, now=now)
    note.refresh_from_db()
    return note


def restore_note(*, actor: Any, note: Note, now: datetime) -> Note:
    """Undo a withdrawal."""
    permits.require(actor, "people.change", note.person)
    with transaction.atomic():
        held = locked(note.person_id)
        if Note.objects.filter(pk=note.pk, withdrawn_at__isnull=False).update(withdrawn_at=None, withdrawn_by=None):
            touch(held, now)
            changes = {"note": note.pk}
            audit.record(actor=actor, kind="people.note_restored", subject=held, changes=changes, now=now)
    note.refresh_from_db()
    return note


def log_contact(*, actor: Any, person: Person, text: str, direction: str = "we", now: datetime) -> TimelineEntry:
    """We talked: who began, and about what."""
    permits.require(actor, "people.change", person)
    kept = cleaned(text, 2000)
    if not kept or direction not in DIRECTIONS:
        raise FieldRefused(field="text", value=kept)
    with transaction.atomic():
        held = locked(person.pk)
        entry = tell(held, "contact", actor=actor, now=now, text=kept, direction=direction)
        held.last_touch_at = max(now, held.last_touch_at or now)
        touch(held, now)
        changes = {"direction": direction}
        audit.record(actor=actor, kind="people.contact_logged", subject=held, changes=changes, now=now)
    return entry


def note_export(*, actor: Any, count: int, filters: dict[str, str], now: datetime) -> None:
    """The list of people leaves the house as a file."""
    permits.require(actor, "people.export")
    with transaction.atomic():
        changes = {"count": count, "filters": sorted(name for name, value in filters.items() if value)}
        audit.record(actor=actor, kind="people.exported", changes=changes, now=now)
