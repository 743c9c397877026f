"""The same change to several dossiers at once: all of them or none, each with its own history line.

What one person did at one moment is one step: it is taken back as one.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kolony.ground.guard import permits
from kolony.ground.people.actions.describing import add_label, describe, remove_label, take_back
from kolony.ground.people.actions.telling import locked
from kolony.ground.people.errors import ChangeOvertaken, FieldRefused
from kolony.ground.people.models import Person
from kolony.ground.people.queries import step_at
from kolony.ground.people.rules import SAID_OF_SEVERAL


@transaction.atomic
def hand_over(*, actor: Any, person_ids: Iterable[UUID], owner: str, now: datetime) -> int:
    """Give several people the same owner ("" is nobody). Whoever has that owner already stays as they are."""
    return _described(actor, person_ids, {"owner": owner}, now)


@transaction.atomic
def give_to_team(*, actor: Any, person_ids: Iterable[UUID], team: str, now: datetime) -> int:
    """Let another team look after several people ("" is none); for those who could take it back afterwards."""
    permits.require(actor, "people.regroup")
    return _described(actor, person_ids, {"team": team}, now)


@transaction.atomic
def label_several(*, actor: Any, person_ids: Iterable[UUID], dimension: str, value: str, now: datetime) -> int:
    """Say one word about several: who they are or what they know. A judgement is about one person, never many."""
    if dimension not in SAID_OF_SEVERAL:
        raise FieldRefused(field=dimension, value=value)
    labels = [
        add_label(actor=actor, person=person, dimension=dimension, value=value, now=now) for person in _held(person_ids)
    ]
    return sum(1 for label in labels if label.created_at == now)


@transaction.atomic
def take_back_step(*, actor: Any, at: datetime, now: datetime) -> int:
    """Undo what the actor did to several at one moment. What somebody changed again since stays as it is now."""
    step, undone = step_at(actor, at), 0
    for change in step.changes:
        undone += _taken_back(actor, change, now)
    for label in step.labels:
        remove_label(actor=actor, person=label.person, label_id=label.pk, now=now)
        undone += 1
    return undone


def _taken_back(actor: Any, change: Any, now: datetime) -> int:
    try:
        take_back(actor=actor, change=change, now=now)
    except ChangeOvertaken:
        return 0
    return 1


def _described(actor: Any, person_ids: Iterable[UUID], values: dict[str, str], now: datetime) -> int:
    moved = 0
    for person in _held(person_ids):
        before = person.version
        moved += describe(actor=actor, person=person, version=before, values=values, now=now).version != before
    return moved


def _held(person_ids: Iterable[UUID]) -> list[Person]:
    """Everybody asked about, held in one order, so that two such steps never wait for each other."""
    return [locked(person_id) for person_id in sorted(set(person_ids))]
