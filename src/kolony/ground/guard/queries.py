"""What the guard reads."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from kolony.ground.guard import permits
from kolony.ground.guard.models import AuditEntry, AuditHead, Team, User
from kolony.ground.guard.verify import COLUMNS


def user_called(user_id: UUID | str) -> User | None:
    """The account with this id."""
    return User.objects.filter(pk=user_id).first()


def user_with_email(email: str) -> User | None:
    """The account with this address, however it is written."""
    return User.objects.filter(email__iexact=email.strip()).first()


def colleagues(actor: Any) -> QuerySet[User]:
    """Every account, those that are open first."""
    permits.require(actor, "guard.manage_users")
    return User.objects.select_related("team").order_by("-is_active", "display_name", "id")


def names_of_users(user_ids: set[UUID]) -> dict[UUID, str]:
    """Display names by id, for lists that store ids only."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "display_name"))


def anybody_may_sign_in() -> bool:
    """Whether there is an account at all; a new installation has none."""
    return User.objects.filter(is_active=True).exists()


def active_users() -> list[tuple[str, str]]:
    """Id and name of everybody who may sign in, by name: to be chosen from."""
    users = User.objects.filter(is_active=True).order_by("display_name", "id").values_list("pk", "display_name")
    return [(str(pk), name) for pk, name in users]


def teams() -> list[Team]:
    """All teams, by name."""
    return list(Team.objects.order_by("name"))


def visible_audit(
    actor: Any, *, kind: str = "", who: str = "", subject: str = "", since: str = "", until: str = ""
) -> QuerySet[AuditEntry]:
    """The audit, filtered: kind, actor's id, subject's id, days from and to."""
    permits.require(actor, "guard.see_audit")
    entries = AuditEntry.objects.order_by("-sequence")
    if kind:
        entries = entries.filter(kind=kind)
    if who:
        entries = entries.filter(actor_id=_uuid(who))
    if subject:
        entries = entries.filter(subject_id=subject.replace("\x00", "")[:80])
    if (first := _day(since)) is not None:
        entries = entries.filter(at__gte=_here(first, time.min))
    if (last := _day(until)) is not None:
        entries = entries.filter(at__lte=_here(last, time.max))
    return entries


def audit_rows(actor: Any) -> Iterator[dict[str, Any]]:
    """The whole chain in order, as the separate reader wants it."""
    permits.require(actor, "guard.see_audit")
    return AuditEntry.objects.order_by("sequence").values(*COLUMNS).iterator(chunk_size=2000)


def audit_head() -> str:
    """Where the chain ends, as the database keeps it."""
    found = AuditHead.objects.first()
    return str(found) if found else ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _here(day: date, clock: time) -> datetime:
    """A moment of a day where the house stands: asked for so, no line of a long list is turned into a day."""
    return make_aware(datetime.combine(day, clock))
