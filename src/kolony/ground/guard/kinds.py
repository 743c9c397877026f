"""The audit kinds of the house: each room declares its own, with words, when it starts. Needs no models, so that
`apps.py` may import it.

kinds.declare_kinds({"people.nominated": _("Nominated a person")})
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

_kinds: dict[str, Any] = {}


def declare_kinds(words_by_kind: dict[str, Any]) -> None:
    """Publish kinds, each with what it means in words."""
    _kinds.update(words_by_kind)


def kinds() -> dict[str, Any]:
    """Every audit kind with its words, for the page, the docs and the tests."""
    return dict(sorted(_kinds.items()))


GUARD_KINDS = {
    "guard.user_made": _("Made an account"),
    "guard.user_changed": _("Changed an account"),
    "guard.user_closed": _("Closed an account"),
    "guard.user_reopened": _("Opened an account again"),
    "guard.team_made": _("Made a team"),
    "guard.link_issued": _("Issued a one-time sign-in link"),
    "guard.signed_in": _("Signed in"),
    "guard.sign_in_failed": _("Failed to sign in"),
    "guard.password_changed": _("Changed the password"),
    "guard.sessions_ended": _("Signed out everywhere else"),
    "guard.audit_verified": _("Verified the audit chain"),
}
