"""What people do with the frame: save the view of a list, change it, take it away. Each changes only their own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kolony.ground.frame.errors import NoSuchView, ViewNameTaken, ViewNotSaved
from kolony.ground.frame.models import SavedView
from kolony.ground.frame.queries import own_view
from kolony.ground.frame.rules import VIEW_NAME_MAX, VIEW_QUERY_MAX, canonical


def save_view(*, actor: Any, page: str, name: str, query: str, shared: bool, now: datetime) -> SavedView:
    """Keep the filters, sort and columns of a page under a name. Saving the same twice is one view."""
    name = " ".join(name.split())[:VIEW_NAME_MAX]
    kept = _kept(query)
    if not name or not page:
        raise ViewNotSaved(name=name)
    view = SavedView(
        owner_id=actor.id, page=page[:80], name=name, query=kept, shared=shared, created_at=now, changed_at=now
    )
    try:
        with transaction.atomic():
            view.save(force_insert=True)
    except IntegrityError as clash:
        return _same(actor=actor, view=view, clash=clash)
    return view


def change_view(*, actor: Any, view_id: UUID, query: str, now: datetime) -> SavedView:
    """Let a view hold what the page shows now."""
    with transaction.atomic():
        view = own_view(owner_id=actor.id, view_id=view_id)
        if view is None:
            raise NoSuchView(view=str(view_id))
        view.query = _kept(query)
        view.changed_at = now
        view.save(update_fields=["query", "changed_at"])
    return view


def delete_view(*, actor: Any, view_id: UUID) -> None:
    """Take a view away; one that is gone already is no error."""
    SavedView.objects.filter(owner_id=actor.id, id=view_id).delete()


def _kept(query: str) -> str:
    kept = canonical(query)
    if len(kept) > VIEW_QUERY_MAX:
        raise ViewNotSaved(length=len(kept), limit=VIEW_QUERY_MAX)
    return kept


def _same(*, actor: Any, view: SavedView, clash: IntegrityError) -> SavedView:
    known = SavedView.objects.filter(owner_id=actor.id, page=view.page, name=view.name).first()
    if known is None or known.query != view.query:
        raise ViewNameTaken(name=view.name) from clash
    return known
