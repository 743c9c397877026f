"""Who may enter the frame's own addresses. The guard, which lies above, marks its routes with the same attribute."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required

View = Callable[..., Any]
PUBLIC = "public"
SIGNED_IN = "signed_in"


def open_to_all(view: View) -> View:
    """Anybody may call it: it shows nothing and changes nothing but the caller's own cookies."""
    view.policy = PUBLIC
    return view


def signed_in(view: View) -> View:
    """Everybody with an account may call it."""
    guarded = login_required(view)
    guarded.policy = SIGNED_IN
    return guarded
