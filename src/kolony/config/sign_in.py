"""A link that signs somebody in, once."""

from datetime import datetime

from django.urls import reverse

from kolony.config.together import address
from kolony.ground.guard import actions
from kolony.ground.guard.models import User


def sign_in_link(user: User, now: datetime) -> str:
    """For whoever reads the terminal: there is no default password, and no account before somebody made one."""
    return address().rstrip("/") + reverse("guard_link", args=[actions.issue_sign_in_link(user, now)])
