"""The personal block: sealed at rest, masked until asked for, each look written down before the value is sent."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kolony.ground.guard import audit, permits
from kolony.ground.guard.vault import Wrapped, open_vault, seal, unseal
from kolony.ground.people.actions.telling import because, locked, touch, user_or_none
from kolony.ground.people.errors import FieldRefused, NoSuchPerson, PersonMoved, TooManyLooks
from kolony.ground.people.models import FieldChange, Look, Person, PersonKey, PrivateValue
from kolony.ground.people.queries import family, looks_since
from kolony.ground.people.rules import (
    INDEXED,
    LOOKS_PER_HOUR,
    PRIVATE,
    PRIVATE_LENGTH,
    birthday_of,
    cleaned,
    masked,
    normalised,
)


def save_private(
    *, actor: Any, person: Person, version: int, values: dict[str, str], reason: str = "", now: datetime
) -> Person:
    """Write fields of the personal block; an empty value takes the field away. The history says that, not what."""
    permits.require(actor, "people.look", person)
    wanted = {name: _checked(name, value) for name, value in values.items()}
    with transaction.atomic():
        held = locked(person.pk)
        if held.version != version:
            raise PersonMoved(version=held.version, typed=version)
        key = _data_key(held, now)
        for name, value in wanted.items():
            _keep(held, key, name, value, now)
        FieldChange.objects.bulk_create(
            FieldChange(
                person=held, name=name, hidden=True, actor=user_or_none(actor), reason=cleaned(reason, 500), at=now
            )
            for name in wanted
        )
        touch(held, now)
        changes = {"fields": sorted(wanted)}
        audit.record(actor=actor, kind="people.private_changed", subject=held, changes=changes, now=now)
    return held


def look(*, actor: Any, person: Person, name: str, reason: str, now: datetime) -> str:
    """One value of the personal block. Who looked, and why, is committed before the value leaves this function."""
    permits.require(actor, "people.look", person)
    kept = because(reason)
    if name not in PRIVATE:
        raise FieldRefused(field=name, value="")
    if looks_since(actor, now - timedelta(hours=1)) >= LOOKS_PER_HOUR:
        raise TooManyLooks(limit=LOOKS_PER_HOUR)
    with transaction.atomic():
        value = PrivateValue.objects.filter(person__in=family(person), name=name).order_by("-changed_at").first()
        if value is None:
            raise NoSuchPerson()
        Look.objects.create(person_id=value.person_id, name=name, actor=actor, reason=kept, at=now)
        audit.record(actor=actor, kind="people.looked", subject=person, changes={"field": name}, now=now)
    return unseal(_opened_key(value.person_id), bytes(value.sealed), f"{value.person_id}:{name}").decode()


def find_by_private(*, actor: Any, name: str, value: str) -> list[Person]:
    """Who has this phone, WeChat or e-mail: found without opening anything."""
    permits.require(actor, "people.see")
    if name not in INDEXED or not value.strip():
        return []
    index = open_vault().find(name, normalised(name, value))
    ids = PrivateValue.objects.filter(name=name, blind_index=index).values("person")
    return list(Person.objects.filter(pk__in=ids).order_by("sort_key", "id"))


def _checked(name: str, value: str) -> str:
    kept = cleaned(value, PRIVATE_LENGTH)
    if name not in PRIVATE or (name == "birthday" and kept and birthday_of(kept) is None):
        raise FieldRefused(field=name, value="")
    return kept


def _keep(person: Person, key: bytes, name: str, value: str, now: datetime) -> None:
    if not value:
        PrivateValue.objects.filter(person=person, name=name).delete()
        return
    index = open_vault().find(name, normalised(name, value)) if name in INDEXED else ""
    sealed = seal(key, value.encode(), f"{person.pk}:{name}")
    kept = {"sealed": sealed, "mask": masked(name, value)[:80], "blind_index": index, "changed_at": now}
    PrivateValue.objects.update_or_create(person=person, name=name, defaults=kept)


def _data_key(person: Person, now: datetime) -> bytes:
    """The person's key; made at the first private value."""
    if PersonKey.objects.filter(person=person).exists():
        return _opened_key(person.pk)
    key, wrapped = open_vault().new_data_key(str(person.pk))
    PersonKey.objects.create(person=person, key_id=wrapped.key_id, sealed=wrapped.sealed, created_at=now)
    return key


def _opened_key(person_id: Any) -> bytes:
    row = PersonKey.objects.get(person_id=person_id)
    return open_vault().unwrap(Wrapped(row.key_id, bytes(row.sealed)), str(person_id))
