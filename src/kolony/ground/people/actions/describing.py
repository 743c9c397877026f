"""What we know about somebody changes: fields with their history, and labels."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kolony.ground.guard import audit, permits
from kolony.ground.guard.models import Team, User
from kolony.ground.kit.money import MOST, Money, parsed
from kolony.ground.people.actions.telling import locked, tell, touch, user_or_none
from kolony.ground.people.errors import ChangeOvertaken, FieldRefused, PersonMoved
from kolony.ground.people.models import Business, BusinessType, FieldChange, Label, Person
from kolony.ground.people.queries import business_of
from kolony.ground.people.rules import (
    ABILITIES,
    CONTACT_MODES,
    DIMENSIONS,
    FIELDS,
    KINDS,
    LABELS_MAX,
    PERSONALITIES,
    PURPOSES,
    changed,
    cleaned,
    one_line,
)

_CHOICES = {"kind": KINDS, "purpose": ("", *PURPOSES), "contact_mode": CONTACT_MODES}
_LONG = ("highlight", "influence")


def values_of(person: Person) -> dict[str, str]:
    """Every field of the dossier as text, the form in which forms and the history hold it."""
    business = business_of(person)
    return {
        "display_name": person.display_name,
        "kind": person.kind,
        "purpose": person.purpose,
        "highlight": person.highlight,
        "owner": str(person.owner_id or ""),
        "team": str(person.team_id or ""),
        "contact_mode": person.contact_mode,
        "tie_strength": str(person.tie_strength or ""),
        "business_type": business.business_type_id or "",
        "field": business.field,
        "influence": business.influence,
        "price": business.price,
        "fee": str(Money(business.fee_minor, business.fee_currency)) if business.fee_minor else "",
        "exclusive_to": business.exclusive_to,
    }


def describe(
    *, actor: Any, person: Person, version: int, values: dict[str, str], reason: str = "", now: datetime
) -> Person:
    """Change fields of a dossier that is still at `version`; otherwise PersonMoved, and nothing is changed."""
    permits.require(actor, "people.change", person)
    wanted = {name: _checked(name, value) for name, value in values.items()}
    with transaction.atomic():
        held = locked(person.pk)
        if held.version != version:
            raise PersonMoved(version=held.version, typed=version)
        differing = changed(values_of(held), wanted)
        if differing:
            _write(held, differing, actor, cleaned(reason, 500), now)
    return held


def take_back(*, actor: Any, change: FieldChange, now: datetime) -> Person:
    """Undo one change of a field, if the field still is as that change left it."""
    permits.require(actor, "people.change", change.person)
    with transaction.atomic():
        held = locked(change.person_id)
        change = FieldChange.objects.select_for_update().get(pk=change.pk)
        if change.taken_back:
            return held
        if change.hidden or values_of(held).get(change.name) != change.after:
            raise ChangeOvertaken(field=change.name)
        _write(held, {change.name: (change.after, change.before)}, actor, "", now)
        FieldChange.objects.filter(pk=change.pk).update(taken_back=True)
    return held


def add_label(*, actor: Any, person: Person, dimension: str, value: str, now: datetime) -> Label:
    """Say one word about somebody; the same word again is the same label. There is one ability at a time."""
    permits.require(actor, "people.change", person)
    value = _label_value(dimension, value)
    with transaction.atomic():
        held = locked(person.pk)
        if dimension == "ability":
            Label.objects.filter(person=held, dimension=dimension).exclude(value=value).delete()
        if Label.objects.filter(person=held).count() >= LABELS_MAX:
            raise FieldRefused(field=dimension, value=value)
        label, made = Label.objects.get_or_create(
            person=held, dimension=dimension, value=value, defaults={"author": user_or_none(actor), "created_at": now}
        )
        if made:
            _label_told(held, dimension, "", value, actor, now)
    return label


def remove_label(*, actor: Any, person: Person, label_id: int, now: datetime) -> None:
    """Take a label away; one that is gone already is no error."""
    permits.require(actor, "people.change", person)
    with transaction.atomic():
        held = locked(person.pk)
        label = Label.objects.filter(pk=label_id, person=held).first()
        if label is None:
            return
        label.delete()
        _label_told(held, label.dimension, label.value, "", actor, now)


def _label_told(person: Person, dimension: str, before: str, after: str, actor: Any, now: datetime) -> None:
    FieldChange.objects.create(
        person=person, name=dimension, before=before, after=after, actor=user_or_none(actor), at=now
    )
    touch(person, now)
    audit.record(actor=actor, kind="people.labelled", subject=person, changes={"dimension": dimension}, now=now)


def _write(person: Person, differing: dict[str, tuple[str, str]], actor: Any, reason: str, now: datetime) -> None:
    business = business_of(person)
    try:
        with transaction.atomic():
            for name, (_, after) in differing.items():
                _set(business if FIELDS[name].block == "business" else person, name, after)
            business.save()
            touch(person, now)
    except IntegrityError as refused:
        raise FieldRefused(field=", ".join(differing), value="") from refused
    FieldChange.objects.bulk_create(
        FieldChange(
            person=person, name=name, before=before, after=after, actor=user_or_none(actor), reason=reason, at=now
        )
        for name, (before, after) in differing.items()
    )
    if "owner" in differing:
        tell(person, "owner", actor=actor, now=now, owner=differing["owner"][1])
    audit.record(actor=actor, kind="people.changed", subject=person, changes={"fields": sorted(differing)}, now=now)


def _set(row: Person | Business, name: str, value: str) -> None:
    if name in ("owner", "team", "business_type"):
        setattr(row, f"{name}_id", value or None)
    elif name == "tie_strength":
        row.tie_strength = int(value) if value else None
    elif name == "fee":
        fee = parsed(value)
        row.fee_minor, row.fee_currency = fee or (None, "")
    else:
        setattr(row, name, value)


def _checked(name: str, value: str) -> str:
    if name not in FIELDS:
        raise FieldRefused(field=name, value=value)
    kept = cleaned(value, FIELDS[name].length) if name in _LONG else one_line(value, FIELDS[name].length)
    if name == "fee" and kept:
        fee = parsed(kept)
        kept = str(fee) if fee and 0 < fee.minor <= MOST else None
    wrong = (
        kept is None
        or (name == "display_name" and not kept)
        or kept not in _CHOICES.get(name, (kept,))
        or (name == "tie_strength" and kept not in ("", "1", "2", "3", "4", "5"))
        or (name == "owner" and kept and not User.objects.filter(pk=_uuid(kept), is_active=True).exists())
        or (name == "business_type" and kept and not BusinessType.objects.filter(pk=kept).exists())
        or (name == "team" and kept and not Team.objects.filter(pk=_uuid(kept)).exists())
    )
    if wrong:
        raise FieldRefused(field=name, value=value)
    return kept


def _label_value(dimension: str, value: str) -> str:
    kept = one_line(value, 60)
    known = {"ability": ABILITIES, "personality": PERSONALITIES}.get(dimension, (kept,))
    if dimension not in DIMENSIONS or not kept or kept not in known:
        raise FieldRefused(field=dimension, value=kept)
    return kept


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
