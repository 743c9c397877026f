"""The vocabulary of business types is the house's to edit. A type that some dossier carries stays."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from kolony.ground.guard import audit, permits
from kolony.ground.kit.ids import short_code
from kolony.ground.people.errors import FieldRefused, TypeInUse, TypeNameTaken
from kolony.ground.people.models import Business, BusinessType
from kolony.ground.people.rules import one_line

TYPES_MAX = 60


@transaction.atomic
def name_type(*, actor: Any, key: str, name_zh: str, name_en: str, now: datetime) -> BusinessType:
    """Say what a type is called in both languages; without a key it is a new one, at the end. A name stands once."""
    permits.require(actor, "people.vocabulary")
    names = {"name_zh": _checked(name_zh), "name_en": _checked(name_en)}
    rows = BusinessType.objects.select_for_update()
    kept = rows.filter(pk=key).first() if key else None
    if (key and kept is None) or (not key and BusinessType.objects.count() >= TYPES_MAX):
        raise FieldRefused(field="business_type", value=key or names["name_en"])
    for field, name in names.items():
        if rows.filter(**{f"{field}__iexact": name}).exclude(pk=key).exists():
            raise TypeNameTaken(name=name)
    if kept and (kept.name_zh, kept.name_en) == tuple(names.values()):
        return kept
    last = BusinessType.objects.aggregate(last=Max("place"))["last"] or 0
    new = {"place": kept.place if kept else last + 10, **names}
    kept, _made = BusinessType.objects.update_or_create(key=key or _fresh_key(names["name_en"]), defaults=new)
    audit.record(actor=actor, kind="people.type_named", subject=kept, changes={"key": kept.key}, now=now)
    return kept


@transaction.atomic
def drop_type(*, actor: Any, key: str, now: datetime) -> None:
    """Take a type away that no dossier carries; one that is gone already is no error."""
    permits.require(actor, "people.vocabulary")
    kept = BusinessType.objects.select_for_update().filter(pk=key).first()
    if kept is None:
        return
    if Business.objects.filter(business_type=kept).exists():
        raise TypeInUse(name=kept.name_en)
    audit.record(actor=actor, kind="people.type_dropped", subject=kept, changes={"key": key}, now=now)
    kept.delete()


def _checked(name: str) -> str:
    kept = one_line(name, 80)
    if not kept:
        raise FieldRefused(field="business_type", value=name)
    return kept


def _fresh_key(name: str) -> str:
    key = slugify(name)[:30]
    taken = not key or BusinessType.objects.filter(pk=key).exists()
    return f"{key or 'type'}-{short_code(6).lower()}" if taken else key
