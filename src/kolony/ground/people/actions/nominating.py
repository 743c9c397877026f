"""Somebody comes in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kolony.ground.guard import audit, permits
from kolony.ground.people.actions.telling import locked, tell, touch, user_or_none
from kolony.ground.people.errors import FieldRefused, PersonMoved
from kolony.ground.people.models import Handle, Nomination, Person
from kolony.ground.people.pinyin import search_text, sort_key
from kolony.ground.people.queries import person_for_handle
from kolony.ground.people.rules import KINDS, PURPOSES, SOURCES, HandleName, cleaned, one_line


def nominate(
    *,
    actor: Any,
    handle: HandleName | tuple[str, ...],
    source: str,
    purpose: str = "",
    highlight: str = "",
    evidence: dict[str, Any] | None = None,
    kind: str = "unclear",
    now: datetime,
) -> Person:
    """Open a dossier for the account `handle`; nominating the same account again finds the same person."""
    permits.require(actor, "people.nominate")
    handle = HandleName(*handle).clean()
    _refuse_unknown(source=source, purpose=purpose, kind=kind)
    known = person_for_handle(handle.platform, handle.external_id)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _come_in(actor, handle, source, purpose, cleaned(highlight, 2000), evidence or {}, kind, now)
    except IntegrityError:
        faster = person_for_handle(handle.platform, handle.external_id)
        if faster is None:
            raise
        return faster


def add_handle(
    *,
    actor: Any,
    person: Person,
    handle: HandleName | tuple[str, ...],
    url: str = "",
    fans: int | None = None,
    now: datetime,
) -> Handle:
    """One more account of the same person, with its size; the same account again updates name, link and size."""
    permits.require(actor, "people.change", person)
    handle = HandleName(*handle).clean()
    with transaction.atomic():
        person = locked(person.pk)
        found = Handle.objects.filter(platform=handle.platform, external_id=handle.external_id).first()
        if found is not None and found.person_id != person.pk:
            raise FieldRefused(field="handle", value=handle.external_id)
        found = found or Handle(person=person, platform=handle.platform, external_id=handle.external_id, created_at=now)
        found.name, found.url, found.fans = handle.name, url, fans
        found.save()
        touch(person, now)
        audit.record(actor=actor, kind="people.handle_added", subject=person, changes={"handle": found.pk}, now=now)
    return found


def withdraw_nomination(*, actor: Any, person_id: UUID, now: datetime) -> None:
    """Undo a nomination nothing was built on yet: the person leaves the lists and the account may be nominated anew.

    PersonMoved if anything happened to the dossier since. Twice is once.
    """
    with transaction.atomic():
        person = locked(person_id)
        permits.require(actor, "people.change", person)
        if person.withdrawn_at is not None:
            return
        if person.version != 1 or person.merged_into_id is not None:
            raise PersonMoved(version=person.version, typed=1)
        Nomination.objects.filter(person=person).update(handle=None)
        Handle.objects.filter(person=person).delete()
        person.withdrawn_at = now
        touch(person, now)
        tell(person, "withdrawn", actor=actor, now=now)
        audit.record(actor=actor, kind="people.nomination_withdrawn", subject=person, now=now)


def _come_in(actor, handle, source, purpose, highlight, evidence, kind, now) -> Person:
    name = one_line(handle.name, 120) or one_line(handle.external_id, 120)
    person = Person.objects.create(
        display_name=name, search_text=search_text(name, [handle.external_id]), sort_key=sort_key(name), kind=kind,
        source=source, purpose=purpose, highlight=highlight, owner=user_or_none(actor),
        team_id=getattr(actor, "team_id", None), created_at=now, changed_at=now,
    )  # fmt: skip
    account = Handle.objects.create(
        person=person, platform=handle.platform, external_id=handle.external_id, name=handle.name, created_at=now
    )  # fmt: skip
    Nomination.objects.create(
        person=person, handle=account, actor=user_or_none(actor), source=source, purpose=purpose, highlight=highlight,
        evidence=evidence, at=now,
    )  # fmt: skip
    tell(person, "nominated", actor=actor, now=now, source=source, purpose=purpose, platform=handle.platform)
    changes = {"source": source, "purpose": purpose, "handle": account.pk}
    audit.record(actor=actor, kind="people.nominated", subject=person, changes=changes, now=now)
    return person


def _refuse_unknown(*, source: str, purpose: str, kind: str) -> None:
    for field, value, known in (
        ("source", source, SOURCES), ("purpose", purpose, ("", *PURPOSES)), ("kind", kind, KINDS)
    ):  # fmt: skip
        if value not in known:
            raise FieldRefused(field=field, value=value)
