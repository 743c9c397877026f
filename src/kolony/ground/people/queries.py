"""What is read about people. `visible_*` asks for the reader's permission first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Func, IntegerField, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, RowNumber, Upper

from kolony.ground.frame.paging import cut
from kolony.ground.guard import permits
from kolony.ground.guard.queries import names_of_users
from kolony.ground.kit.money import Money
from kolony.ground.people.errors import NoSuchPerson
from kolony.ground.people.models import (
    PLACED,
    PRESENT,
    Business,
    BusinessType,
    FieldChange,
    Handle,
    Label,
    Look,
    Merge,
    Nomination,
    Note,
    Person,
    PrivateValue,
    TimelineEntry,
)
from kolony.ground.people.rules import NO_CONTACT

FEW = 500
UNPLACED = "none"
_FEE = ("person", "fee_minor", "fee_currency")


@dataclass(frozen=True)
class Step:
    """One change to several people."""

    changes: list[FieldChange]
    labels: list[Label]

    def __len__(self) -> int:
        return len(self.changes) + len(self.labels)


@dataclass(frozen=True)
class Cell:
    """One tier at one stage: how many stand there, and the first of them."""

    count: int
    people: list[Person]


def visible_person(actor: Any, person_id: UUID) -> Person:
    """One person, or NoSuchPerson."""
    permits.require(actor, "people.see")
    found = Person.objects.select_related("owner", "team", "merged_into").filter(pk=person_id).first()
    if found is None:
        raise NoSuchPerson()
    return found


def visible_people(actor: Any, **filters: str) -> QuerySet[Person]:
    """Everybody who was not merged away; filters: q, kind, source, purpose, tier and stage ("none": without), owner (a
    user id or "none"), team."""
    permits.require(actor, "people.see")
    people = Person.objects.filter(PRESENT).select_related("owner", "team")
    for name in ("kind", "source", "purpose", "tier", "stage"):
        if filters.get(name):
            people = people.filter(**{name: "" if filters[name] == UNPLACED else filters[name]})
    people = _owned(people, filters.get("owner", ""))
    return _matching(people, filters.get("q", ""))


class ByOwner:
    """People by the name of who looks after them, those of nobody behind the others: to be cut into pages.

    How many each has is counted, and a page is cut out of the list of one, or of two: nobody is sorted by a name that
    stands in another table.
    """

    def __init__(self, people: QuerySet[Person], *, turned: bool = False) -> None:
        self.people = people.order_by("id")
        self.turned = turned

    def __len__(self) -> int:
        return sum(self._shares.values())

    def __getitem__(self, part: slice) -> list[Person]:
        start, stop, _step = part.indices(len(self))
        found: list[Person] = []
        for owner, share in self._shares.items():
            if start < share and stop > 0:
                first = max(0, start)
                found += cut(self._of(owner), first, min(stop, share) - first)
            start, stop = start - share, stop - share
        return found

    def place_of(self, person: Person) -> int:
        """From one on; 0 for somebody who is not in the list."""
        if not self.people.filter(pk=person.pk).exists():
            return 0
        owners = list(self._shares)
        before = owners[: owners.index(person.owner_id)]
        own = self._of(person.owner_id).filter(pk__lte=person.pk).count()
        return sum(self._shares[owner] for owner in before) + own

    def _of(self, owner: UUID | None) -> QuerySet[Person]:
        return self.people.filter(owner=owner)

    @cached_property
    def _shares(self) -> dict[UUID | None, int]:
        """Who looks after how many, in the order of the list."""
        counted = dict(self.people.order_by().values_list("owner").annotate(Count("pk")))
        names = names_of_users(set(filter(None, counted)))
        owners = sorted(names, key=lambda owner: (names[owner], owner), reverse=self.turned)
        nobody = [None] if None in counted else []
        return {owner: counted[owner] for owner in ([*nobody, *owners] if self.turned else [*owners, *nobody])}


def place_among(people: QuerySet[Person] | ByOwner, person: Person) -> tuple[int, int]:
    """Where somebody stands in an ordered list, from one on (0: not in it), and how long it is."""
    if isinstance(people, ByOwner):
        return people.place_of(person), len(people)
    ids = ArrayAgg("pk", order_by=people.query.order_by)
    place = Func(ids, Value(person.pk), function="array_position", output_field=IntegerField())
    told = people.order_by().aggregate(place=place, total=Count("pk"))
    return told["place"] or 0, told["total"]


def ids_owned_by(owner: str) -> QuerySet[Person]:
    """Ids of those somebody looks after; the owner is a user id, or "none"."""
    return _owned(Person.objects.filter(PRESENT), owner).order_by().values("pk")


def ids_present(person_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these are still with us: neither erased nor withdrawn; merged ones live on in whom they were merged
    into."""
    gone = Q(erased_at__isnull=False) | Q(withdrawn_at__isnull=False)
    rows = Person.objects.filter(pk__in=list(person_ids)).exclude(gone).order_by()
    return set(rows.values_list("pk", flat=True))


def owners_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Who looks after these people, by name; those nobody looks after are missing."""
    rows = Person.objects.filter(pk__in=list(person_ids), owner__isnull=False)
    return dict(rows.order_by().values_list("pk", "owner__display_name"))


LAST_SIGN = chr(0x10FFFF)


def search_people(actor: Any, text: str, limit: int = 10) -> list[Person]:
    """The best matches for what somebody types: Chinese by characters, pinyin or its initials; names that begin so
    come first. Asked one after the other, so that what many match is not sorted to find the first few."""
    text = " ".join(text.replace("\x00", "").split())[:100]
    if not text:
        return []
    everybody = visible_people(actor).order_by("sort_key", "id").annotate(called=Upper("display_name"))
    found = list(_beginning(everybody, "called", text.upper())[:limit])
    if len(found) < limit and text.isascii():
        found += _without(found, _beginning(everybody, "sort_key", text.lower()))[: limit - len(found)]
    if len(found) < limit:
        found += _without(found, _matching(everybody, text))[: limit - len(found)]
    return found


def _beginning(people: QuerySet[Person], name: str, text: str) -> QuerySet[Person]:
    """A stretch of an index: from the text itself to what is behind everything that begins so."""
    return people.filter(**{f"{name}__gte": text, f"{name}__lt": text + LAST_SIGN}).order_by(name, "id")


def _without(found: list[Person], people: QuerySet[Person]) -> QuerySet[Person]:
    return people.exclude(pk__in=[one.pk for one in found])


def person_for_handle(platform: str, external_id: str) -> Person | None:
    """The person behind a handle, after merges."""
    handle = Handle.objects.select_related("person").filter(platform=platform, external_id=external_id).first()
    return kept_person(handle.person) if handle else None


def people_for_handles(platform: str, external_ids: Iterable[str]) -> dict[str, UUID]:
    """Which of these accounts are people we know: {external id: person id}, in one query."""
    known = Handle.objects.filter(platform=platform, external_id__in=list(external_ids)).select_related("person")
    return {handle.external_id: handle.person.merged_into_id or handle.person_id for handle in known}


def fees_for_handles(platform: str, external_ids: Iterable[str]) -> dict[str, Money]:
    """What one joint action with each of these accounts costs, where a dossier says so."""
    known = people_for_handles(platform, external_ids)
    rows = Business.objects.filter(person__in=known.values(), fee_minor__isnull=False)
    fees = {person: Money(minor, currency) for person, minor, currency in rows.values_list(*_FEE)}
    return {account: fees[person] for account, person in known.items() if person in fees}


def not_to_be_asked(platform: str) -> dict[str, str]:
    """Accounts whose dossier says that they are not to be asked, with the reason: "no_contact" or "exclusive"."""
    people = Person.objects.filter(PRESENT)
    no_contact = set(people.filter(contact_mode=NO_CONTACT).values_list("pk", flat=True))
    bound = set(Business.objects.exclude(exclusive_to="").values_list("person", flat=True))
    barred = no_contact | bound
    theirs = Handle.objects.filter(Q(person__in=barred) | Q(person__merged_into__in=barred), platform=platform)
    told = theirs.values_list("external_id", Coalesce("person__merged_into", "person"))
    return {account: "no_contact" if person in no_contact else "exclusive" for account, person in told}


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


def handles_of(ids: list[UUID]) -> list[Handle]:
    return list(Handle.objects.filter(person__in=ids))


def placings_of(ids: list[UUID], limit: int = 10) -> list[FieldChange]:
    """How somebody came to their tier and stage, the newest first."""
    changes = FieldChange.objects.filter(person__in=ids, name__in=("tier", "stage"))
    return list(changes.select_related("actor")[:limit])


def visible_placed(actor: Any, names: int = 5) -> dict[tuple[str, str], Cell]:
    """How many stand at each tier and stage, with the first of them by name."""
    permits.require(actor, "people.see")
    placed = Person.objects.filter(PRESENT & PLACED).order_by()
    counted = placed.values_list("tier", "stage").annotate(Count("pk"))
    nth = Window(RowNumber(), partition_by=["tier", "stage"], order_by=["sort_key", "id"])
    first = placed.annotate(nth=nth).filter(nth__lte=names).order_by("tier", "stage", "nth")
    people: dict[tuple[str, str], list[Person]] = {}
    for person in first:
        people.setdefault((person.tier, person.stage), []).append(person)
    return {(tier, stage): Cell(count, people.get((tier, stage), [])) for tier, stage, count in counted}


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


def looks_at(ids: list[UUID], limit: int = 20) -> list[Look]:
    return list(Look.objects.filter(person__in=ids).select_related("actor")[:limit])


def looks_since(actor: Any, since: datetime) -> int:
    return Look.objects.filter(actor=actor, at__gt=since).count()


def private_masks(ids: list[UUID]) -> dict[str, str]:
    """What is shown of the personal block before anybody asks."""
    return dict(PrivateValue.objects.filter(person__in=ids).order_by("-changed_at").values_list("name", "mask"))


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


def same_private_value(person: Person, indexes: list[str]) -> list[Person]:
    """Other people with the same phone, WeChat or e-mail: perhaps the same human being."""
    ids = PrivateValue.objects.filter(blind_index__in=[index for index in indexes if index]).exclude(person=person)
    return list(Person.objects.filter(pk__in=ids.values("person"), merged_into__isnull=True).order_by("sort_key", "id"))


def private_indexes(ids: list[UUID]) -> list[str]:
    found = PrivateValue.objects.filter(person__in=ids).exclude(blind_index="")
    return list(found.values_list("blind_index", flat=True))


def _owned(people: QuerySet[Person], owner: str) -> QuerySet[Person]:
    if owner == "none":
        return people.filter(owner__isnull=True)
    try:
        return people.filter(owner=UUID(owner)) if owner else people
    except ValueError:
        return people.none()


def _matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """By every word. Only a search that finds many is asked again for the count and for the page."""
    words = text.replace("\x00", "").split()[:8]
    if not words:
        return people
    found = people.filter(*map(_found_by, words))
    few = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(few) > FEW else people.filter(pk__in=few)


def _found_by(word: str) -> Q:
    """Three letters or more are found by the trigram index. Shorter words go through everybody, three times as fast
    without folding the case: Chinese has none, and whatever is Latin is kept in small letters too (`pinyin`)."""
    if len(word) < 3 and (word.isascii() or word.lower() == word.upper()):
        return Q(search_text__contains=word.lower())
    return Q(search_text__icontains=word)


def handles_by_person(ids: Iterable[UUID]) -> dict[UUID, list[Handle]]:
    """The accounts of several people, in one query."""
    found: dict[UUID, list[Handle]] = {}
    for handle in Handle.objects.filter(person__in=list(ids)):
        found.setdefault(handle.person_id, []).append(handle)
    return found


def merge_called(merge_id: int) -> Merge:
    found = Merge.objects.select_related("kept", "merged").filter(pk=merge_id).first()
    if found is None:
        raise NoSuchPerson()
    return found
