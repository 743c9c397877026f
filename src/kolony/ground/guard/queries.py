"""What the guard reads."""

from uuid import UUID

from kolony.ground.guard.models import Team, User


def user_called(user_id: UUID | str) -> User | None:
    """The account with this id."""
    return User.objects.filter(pk=user_id).first()


def user_with_email(email: str) -> User | None:
    """The account with this address, however it is written."""
    return User.objects.filter(email__iexact=email.strip()).first()


def names_of_users(user_ids: set[UUID]) -> dict[UUID, str]:
    """Display names by id, for lists that store ids only."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "display_name"))


def active_users() -> list[User]:
    """Everybody who may sign in, by name."""
    return list(User.objects.filter(is_active=True).select_related("team").order_by("display_name", "id"))


def teams() -> list[Team]:
    """All teams, by name."""
    return list(Team.objects.order_by("name"))
