"""The list somebody was opened from: its filters and order travel in the address, so that one can go on to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from kolony.fronts.desk.people_list.columns import COLUMNS, DEFAULT
from kolony.ground.frame.paging import cut
from kolony.ground.frame.table import ordered_by
from kolony.ground.people import queries
from kolony.ground.people.models import Person

FILTERS = ("q", "kind", "source", "purpose", "tier", "stage", "owner")
KEPT = (*FILTERS, "sort")


@dataclass(frozen=True)
class Neighbours:
    """Where somebody stands in the list, and who stands beside them."""

    place: int
    total: int
    list_url: str
    before_url: str = ""
    after_url: str = ""


def filters_of(query: Mapping[str, str]) -> dict[str, str]:
    """What the list is narrowed to, made safe."""
    return {name: query.get(name, "").replace("\x00", "")[:200] for name in FILTERS}


def listed(actor: Any, query: Mapping[str, str]) -> QuerySet[Person] | queries.ByOwner:
    """The list as the address asks for it."""
    order = ordered_by(COLUMNS, query.get("sort", ""), DEFAULT)
    people = queries.visible_people(actor, **filters_of(query))
    if order[0] in ("owner", "-owner"):
        return queries.ByOwner(people, turned=order[0] == "-owner")
    return people.order_by(*order, "id")


def carried(query: QueryDict) -> str:
    """What the link to a person carries along: `?among=` with everything that makes this list, "." for all of it."""
    kept = urlencode([(name, query[name]) for name in KEPT if query.get(name)])
    return "?" + urlencode({"among": kept or "."})


def neighbours(request: HttpRequest, person: Person) -> Neighbours | None:
    """Who stands before and after in the list this person was opened from; None without one, or if they left it."""
    among = request.GET.get("among", "")
    if not among:
        return None
    query = dict(parse_qsl(among))
    people = listed(request.user, query)
    place, total = queries.place_among(people, person)
    first = max(0, place - 2)
    beside = [one.pk for one in cut(people, first, place + 1 - first)]
    if person.pk not in beside:
        return None
    at = beside.index(person.pk)
    back = f"?{urlencode(query)}" if query else ""
    return Neighbours(
        place=place,
        total=total,
        list_url=reverse("desk:people") + back,
        before_url=_url(beside[at - 1], among) if at else "",
        after_url=_url(beside[at + 1], among) if at + 1 < len(beside) else "",
    )


def _url(person_id: UUID, among: str) -> str:
    return reverse("desk:person", args=[person_id]) + "?" + urlencode({"among": among})
