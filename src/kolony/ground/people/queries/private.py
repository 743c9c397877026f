"""The personal block: what may be shown of it, who looked, and who else has the same values."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kolony.ground.people.models import Look, Person, PrivateValue


def looks_at(ids: list[UUID], limit: int = 20) -> list[Look]:
    return list(Look.objects.filter(person__in=ids).select_related("actor")[:limit])


def looks_since(actor: Any, since: datetime) -> int:
    return Look.objects.filter(actor=actor, at__gt=since).count()


def private_masks(ids: list[UUID]) -> dict[str, str]:
    """What is shown of the personal block before anybody asks."""
    return dict(PrivateValue.objects.filter(person__in=ids).order_by("-changed_at").values_list("name", "mask"))


def same_private_value(person: Person, indexes: list[str]) -> list[Person]:
    """Other people with the same phone, WeChat or e-mail: perhaps the same human being."""
    ids = PrivateValue.objects.filter(blind_index__in=[index for index in indexes if index]).exclude(person=person)
    return list(Person.objects.filter(pk__in=ids.values("person"), merged_into__isnull=True).order_by("sort_key", "id"))


def private_indexes(ids: list[UUID]) -> list[str]:
    found = PrivateValue.objects.filter(person__in=ids).exclude(blind_index="")
    return list(found.values_list("blind_index", flat=True))
