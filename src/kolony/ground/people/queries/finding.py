"""Finding people: the list with its filters, the search, who stands at which tier and stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber, Upper

from kolony.ground.guard import permits
from kolony.ground.people.models import PLACED, PRESENT, Person

FEW = 500
UNPLACED = "none"
LAST_SIGN = chr(0x10FFFF)


@dataclass(frozen=True)
class Cell:
    """One tier at one stage: how many stand there, and the first of them."""

    count: int
    people: list[Person]


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


def _beginning(people: QuerySet[Person], name: str, text: str) -> QuerySet[Person]:
    """A stretch of an index: from the text itself to what is behind everything that begins so."""
    return people.filter(**{f"{name}__gte": text, f"{name}__lt": text + LAST_SIGN}).order_by(name, "id")


def _without(found: list[Person], people: QuerySet[Person]) -> QuerySet[Person]:
    return people.exclude(pk__in=[one.pk for one in found])


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
