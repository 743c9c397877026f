"""Two dossiers, one human being: and back, if that was a mistake."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kolony.ground.guard import audit, permits
from kolony.ground.people.actions.telling import because, locked, tell, touch, user_or_none
from kolony.ground.people.errors import CannotMerge
from kolony.ground.people.models import Merge, Person


def merge(*, actor: Any, kept: Person, merged: Person, reason: str, now: datetime) -> Merge:
    """From now on `merged` is read as part of `kept`. Nothing moves, so `unmerge` is exact. Twice is once."""
    permits.require(actor, "people.merge", kept)
    permits.require(actor, "people.merge", merged)
    why = because(reason)
    with transaction.atomic():
        both = {pk: locked(pk) for pk in sorted((kept.pk, merged.pk), key=str)}
        kept, merged = both[kept.pk], both[merged.pk]
        done = Merge.objects.filter(kept=kept, merged=merged, undone_at__isnull=True).first()
        if done is not None:
            return done
        if kept.pk == merged.pk or kept.merged_into_id or merged.merged_into_id:
            raise CannotMerge(kept=str(kept.pk), merged=str(merged.pk))
        made = Merge.objects.create(kept=kept, merged=merged, actor=user_or_none(actor), reason=why, at=now)
        merged.merged_into = kept
        touch(merged, now)
        touch(kept, now)
        tell(kept, "merged", actor=actor, now=now, name=merged.display_name)
        changes = {"merged": str(merged.pk)}
        audit.record(actor=actor, kind="people.merged", subject=kept, changes=changes, now=now)
    return made


def unmerge(*, actor: Any, merge: Merge, now: datetime) -> Merge:
    """They are two after all: everything is as it was before the merge."""
    permits.require(actor, "people.merge", merge.kept)
    with transaction.atomic():
        kept, merged = locked(merge.kept_id), locked(merge.merged_id)
        if not Merge.objects.filter(pk=merge.pk, undone_at__isnull=True).update(undone_at=now):
            return merge
        merged.merged_into = None
        touch(merged, now)
        touch(kept, now)
        tell(kept, "unmerged", actor=actor, now=now, name=merged.display_name)
        changes = {"merged": str(merged.pk)}
        audit.record(actor=actor, kind="people.unmerged", subject=kept, changes=changes, now=now)
    merge.refresh_from_db()
    return merge
