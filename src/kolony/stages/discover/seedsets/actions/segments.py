"""Saying whom a set shall reach: segments of members, named, changed, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from kolony.ground.facts.models import Source
from kolony.ground.frame import jobs
from kolony.ground.guard import audit, permits
from kolony.stages.discover.seedsets import queries
from kolony.stages.discover.seedsets.errors import NameTaken, SetMoved
from kolony.stages.discover.seedsets.models import Segment

Conditions = Sequence[Mapping[str, Any]]


def make_segment(*, actor: Any, source: Source, name: str, conditions: Conditions, now: datetime) -> Segment:
    """A new segment; the same name with the same conditions again is the same segment."""
    permits.require(actor, "seedsets.plan")
    same = queries.open_segments(source).filter(name=name).first()
    if same and same.conditions == list(conditions):
        return same
    with transaction.atomic():
        made = _named_once(
            lambda: Segment.objects.create(
                source=source,
                name=name,
                conditions=list(conditions),
                team=actor.team,
                created_by=_user(actor),
                created_at=now,
            )  # fmt: skip
        )
        audit.record(actor=actor, kind="seedsets.segment_made", subject=made, changes={"name": name}, now=now)
        _count(actor, made, now)
    return made


def change_segment(
    *, actor: Any, segment: Segment, version: int, name: str, conditions: Conditions, now: datetime
) -> Segment:
    """Change a segment that is still at `version`. Sets chosen before keep the conditions they were chosen with."""
    permits.require(actor, "seedsets.change", segment)
    with transaction.atomic():
        fields = {"name": name, "conditions": list(conditions), "version": version + 1, "members": None}
        open_rows = Segment.objects.filter(pk=segment.pk, version=version, withdrawn_at__isnull=True)
        if _named_once(lambda: open_rows.update(counted_at=None, **fields)) != 1:
            raise SetMoved(name=name)
        audit.record(actor=actor, kind="seedsets.segment_changed", subject=segment, changes={"name": name}, now=now)
        _count(actor, segment, now)
    segment.refresh_from_db()
    return segment


@transaction.atomic
def withdraw_segment(*, actor: Any, segment: Segment, now: datetime) -> None:
    """Offer it no more. Twice is once."""
    permits.require(actor, "seedsets.change", segment)
    if Segment.objects.filter(pk=segment.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
        audit.record(
            actor=actor, kind="seedsets.segment_withdrawn", subject=segment, changes={"name": segment.name}, now=now
        )


def record_count(*, segment: Segment, members: int, of_all: int, now: datetime) -> None:
    """What the worker counted."""
    Segment.objects.filter(pk=segment.pk).update(members=members, of_all=of_all, counted_at=now)


def _count(actor: Any, segment: Segment, now: datetime) -> None:
    title = gettext_noop("Counting %(name)s")
    jobs.enqueue(
        "seedsets.count", title=title, about=segment.name, started_by=actor.pk,
        params={"segment_id": str(segment.pk)}, now=now, lock=f"seedsets.count:{segment.pk}",
    )  # fmt: skip


def _named_once(write: Any) -> Any:
    try:
        with transaction.atomic():
            return write()
    except IntegrityError as taken:
        raise NameTaken() from taken


def _user(actor: Any) -> Any:
    return actor if actor.pk else None
