"""What the frame reads: saved views, and how many jobs the bell knows of."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kolony.ground.frame.models import JobProgress, SavedView


def visible_views(*, reader_id: UUID, page: str) -> list[SavedView]:
    """My views of a page, then those that others share."""
    views = SavedView.objects.filter(page=page).filter(Q(owner_id=reader_id) | Q(shared=True))
    return sorted(views, key=lambda view: (view.owner_id != reader_id, view.created_at, str(view.id)))


def own_view(*, owner_id: UUID, view_id: UUID) -> SavedView | None:
    """One of my views, locked for a change."""
    return SavedView.objects.select_for_update().filter(owner_id=owner_id, id=view_id).first()


def job_counts(*, reader_id: UUID, since: datetime) -> dict[str, int]:
    """My jobs that are still under way, and those that ended after `since`."""
    told = JobProgress.objects.filter(Q(finished_at=None) | Q(finished_at__gt=since), started_by=reader_id)
    ended = list(told.order_by().values_list("finished_at", flat=True))
    return {"open": ended.count(None), "news": len(ended) - ended.count(None)}
