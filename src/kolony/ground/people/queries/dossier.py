"""One dossier: the person after merges, and what is known, noted, agreed and changed about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from kolony.ground.guard import permits
from kolony.ground.people.errors import NoSuchPerson
from kolony.ground.people.models import (
    Business,
    BusinessType,
    FieldChange,
    Label,
    Merge,
    Nomination,
    Note,
    Person,
    TimelineEntry,
)


@dataclass(frozen=True)
class Step:
    """One change to several people."""

    changes: list[FieldChange]
    labels: list[Label]

    def __len__(self) -> int:
        return len(self.changes) + len(self.labels)


def visible_person(actor: Any, person_id: UUID) -> Person:
    """One person, or NoSuchPerson."""
    permits.require(actor, "people.see")
    found = Person.objects.select_related("owner", "team", "merged_into").filter(pk=person_id).first()
    if found is None:
        raise NoSuchPerson()
    return found


def step_at(actor: Any, at: datetime) -> Step:
    """What somebody did to several people at one moment and has not taken back yet."""
    theirs = FieldChange.objects.filter(actor=actor, at=at, name__in=("owner", "team"), taken_back=False)
    changes = theirs.select_related("person")
    labels = Label.objects.select_related("person").filter(author=actor, created_at=at)
    return Step(list(changes.order_by("person")), list(labels.order_by("person")))


def kept_person(person: Person) -> Person:
    """Who somebody is after merges."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def family(person: Person) -> list[UUID]:
    """The person and everybody merged into them."""
    ids, fresh = [person.pk], [person.pk]
    while fresh:
        fresh = list(Person.objects.filter(merged_into__in=fresh).exclude(pk__in=ids).values_list("pk", flat=True))
        ids += fresh
    return ids


def placings_of(ids: list[UUID], limit: int = 10) -> list[FieldChange]:
    """How somebody came to their tier and stage, the newest first."""
    changes = FieldChange.objects.filter(person__in=ids, name__in=("tier", "stage"))
    return list(changes.select_related("actor")[:limit])


def labels_of(ids: list[UUID]) -> list[Label]:
    return list(Label.objects.filter(person__in=ids).select_related("author"))


def notes_of(ids: list[UUID]) -> list[Note]:
    return list(Note.objects.filter(person__in=ids, withdrawn_at__isnull=True).select_related("author"))


def note_called(note_id: UUID) -> Note:
    found = Note.objects.select_related("person").filter(pk=note_id).first()
    if found is None:
        raise NoSuchPerson()
    return found


def change_called(change_id: int) -> FieldChange:
    found = FieldChange.objects.select_related("person").filter(pk=change_id).first()
    if found is None:
        raise NoSuchPerson()
    return found


def timeline_of(ids: list[UUID], limit: int = 30) -> list[TimelineEntry]:
    return list(TimelineEntry.objects.filter(person__in=ids).select_related("actor")[:limit])


def changes_of(ids: list[UUID], limit: int = 50) -> list[FieldChange]:
    return list(FieldChange.objects.filter(person__in=ids).select_related("actor")[:limit])


def business_of(person: Person) -> Business:
    found = Business.objects.select_related("business_type").filter(person=person).first()
    return found or Business(person=person)


def business_types_in_use() -> list[tuple[BusinessType, int]]:
    """Every type with how many dossiers carry it."""
    carried = dict(
        Business.objects.values_list("business_type").annotate(n=Count("pk")).values_list("business_type", "n")
    )
    return [(kind, carried.get(kind.pk, 0)) for kind in business_types()]


def business_types() -> list[BusinessType]:
    return list(BusinessType.objects.all())


def newest_nomination(ids: list[UUID]) -> Nomination | None:
    return Nomination.objects.filter(person__in=ids).select_related("actor", "handle").order_by("-at", "-id").first()


def merges_into(ids: list[UUID]) -> list[Merge]:
    """Merges that can be undone, newest first."""
    merges = Merge.objects.filter(kept__in=ids, undone_at__isnull=True).select_related("merged", "actor")
    return list(merges.order_by("-at", "-id"))


def merge_called(merge_id: int) -> Merge:
    found = Merge.objects.select_related("kept", "merged").filter(pk=merge_id).first()
    if found is None:
        raise NoSuchPerson()
    return found
