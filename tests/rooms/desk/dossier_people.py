"""The four people of the dossier's tests, and what they may do."""

from datetime import UTC, datetime

from kolony.ground.guard.models import Team, User
from kolony.ground.people import actions

NOW = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def somebody(name: str, role: str, team: str = "") -> User:
    """An account that may sign in."""
    of = Team.objects.get_or_create(name=team)[0] if team else None
    return User.objects.create(
        email=f"{name.lower()}@example.org", display_name=name, role=role, team=of, language="en"
    )


def bo_of(lin: User):
    """Bo, the KOL: brought in by Lin."""
    return actions.nominate(
        actor=lin, handle=("forum", "u42", "南枝读书会"), source="internal", purpose="activate",
        highlight="reads slowly", kind="kol", now=NOW,
    )  # fmt: skip
