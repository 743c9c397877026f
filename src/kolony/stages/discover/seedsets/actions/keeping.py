"""Keeping a set: saved under a name at one of its steps, withdrawn, handed out."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kolony.ground.guard import audit, permits
from kolony.stages.discover.seedsets import queries
from kolony.stages.discover.seedsets.errors import NameTaken, NotDoneYet, SetMoved
from kolony.stages.discover.seedsets.models import SeedSet


def save(*, actor: Any, seed_set: SeedSet, version: int, name: str, step: int, now: datetime) -> SeedSet:
    """Keep a set under a name, at the budget of one step. Who saves second sees that somebody was faster."""
    permits.require(actor, "seedsets.change", seed_set)
    if seed_set.run.state != "done":
        raise NotDoneYet(state=seed_set.run.state)
    queries.step_numbered(seed_set, step)
    if queries.is_name_taken(seed_set.source, name, seed_set):
        raise NameTaken(name=name)
    try:
        with transaction.atomic():
            _save(actor, seed_set, version, name, step, now)
    except IntegrityError as taken:
        raise NameTaken(name=name) from taken
    seed_set.refresh_from_db()
    return seed_set


def _save(actor: Any, seed_set: SeedSet, version: int, name: str, step: int, now: datetime) -> None:
    rows = SeedSet.objects.filter(pk=seed_set.pk, version=version, withdrawn_at__isnull=True)
    if rows.update(name=name, saved_step=step, saved_at=seed_set.saved_at or now, version=version + 1) != 1:
        raise SetMoved(name=name)
    changes = {"name": [seed_set.name, name], "step": [seed_set.saved_step, step]}
    audit.record(actor=actor, kind="seedsets.saved", subject=seed_set, changes=changes, now=now)


@transaction.atomic
def withdraw(*, actor: Any, seed_set: SeedSet, now: datetime) -> None:
    """Take a set off the list. Twice is once."""
    permits.require(actor, "seedsets.change", seed_set)
    if SeedSet.objects.filter(pk=seed_set.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
        audit.record(actor=actor, kind="seedsets.withdrawn", subject=seed_set, changes={"name": seed_set.name}, now=now)


@transaction.atomic
def record_export(*, actor: Any, seed_set: SeedSet, file_format: str, now: datetime) -> None:
    """Who took a set out of the house, in which form. Asked before the first byte leaves."""
    permits.require(actor, "seedsets.export")
    if seed_set.run.state != "done":
        raise NotDoneYet(state=seed_set.run.state)
    audit.record(actor=actor, kind="seedsets.exported", subject=seed_set, changes={"format": file_format}, now=now)
