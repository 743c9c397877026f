"""Segments of members."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from kolony.ground.facts.models import Source
from kolony.ground.guard import permits
from kolony.stages.discover.seedsets.errors import NoSuchSet
from kolony.stages.discover.seedsets.models import Segment


def open_segments(source: Source) -> QuerySet[Segment]:
    return Segment.objects.select_related("created_by", "source").filter(source=source, withdrawn_at__isnull=True)


def visible_segments(actor: Any, source: Source | None) -> QuerySet[Segment]:
    permits.require(actor, "seedsets.see")
    return open_segments(source) if source else Segment.objects.none()


def visible_segment(actor: Any, segment_id: Any) -> Segment:
    permits.require(actor, "seedsets.see")
    try:
        found = Segment.objects.select_related("source").filter(pk=segment_id, withdrawn_at__isnull=True).first()
    except ValidationError:
        found = None
    if found is None:
        raise NoSuchSet(segment=str(segment_id))
    return found


def segment_with_id(segment_id: str) -> Segment:
    """The segment a job was given."""
    return Segment.objects.select_related("source").get(pk=segment_id)
