"""What every verb of this room leaves behind, and what every verb checks first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kolony.ground.people.errors import NoSuchPerson, PersonErased, ReasonMissing
from kolony.ground.people.models import Handle, Person, TimelineEntry
from kolony.ground.people.pinyin import search_text, sort_key
from kolony.ground.people.rules import cleaned


def user_or_none(actor: Any) -> Any:
    """The actor as a foreign key: the house itself is nobody."""
    return actor if actor is not None and actor.pk is not None else None


def locked(person_id: UUID) -> Person:
    """The person, held until the transaction ends."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NoSuchPerson()
    if person.erased_at is not None:
        raise PersonErased(person=str(person_id))
    return person


def because(reason: str) -> str:
    """The reason as it is kept; none is refused."""
    kept = cleaned(reason, 500)
    if len(kept) < 2:
        raise ReasonMissing()
    return kept


def tell(person: Person, code: str, *, actor: Any, now: datetime, text: str = "", direction: str = "", **values: Any):
    """Put one thing on the timeline."""
    return TimelineEntry.objects.create(
        person=person, code=code, values=values, text=text, direction=direction, actor=user_or_none(actor), at=now
    )


def touch(person: Person, now: datetime) -> None:
    """The person changed: next version, findable by what they are called now."""
    others = []
    for handle in Handle.objects.filter(person=person):
        others += [handle.name, handle.external_id]
    person.search_text = search_text(person.display_name, others)
    person.sort_key = sort_key(person.display_name)
    person.version += 1
    person.changed_at = now
    person.save()
