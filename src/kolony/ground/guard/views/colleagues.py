"""Who may sign in, and what they may do: seen and changed by owners."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kolony.ground.frame.error_words import words_for
from kolony.ground.guard import actions, queries
from kolony.ground.guard.errors import LastOwner, NoSuchAccount, UnknownRole
from kolony.ground.guard.forms import AccountForm
from kolony.ground.guard.models import User
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now


@policy("guard.manage_users")
@require_http_methods(["GET", "POST"])
def colleagues(request: HttpRequest) -> HttpResponse:
    """The list, each line with its own forms."""
    refused = None
    if request.method == "POST":
        try:
            messages.success(request, _changed(request))
            return redirect("guard_colleagues")
        except LastOwner as error:
            refused = words_for(error)
    told = {"users": queries.colleagues(request.user), "roles": User.Role.choices, "refused": refused}
    return render(request, "guard/colleagues.html", told, status=409 if refused else 200)


def _changed(request: HttpRequest) -> str:
    form = AccountForm(request.POST)
    if not form.is_valid():
        raise NoSuchAccount() if "user" in form.errors else UnknownRole(role="")
    given = form.cleaned_data
    asked: dict[str, Any] = {"actor": request.user, "user": _account(given["user"]), "now": now()}
    if given["verb"] == "close":
        actions.close_account(**asked, reason=given["reason"].strip())
        return _("Closed. Nobody is let in with this account any more.")
    if given["verb"] == "reopen":
        actions.reopen_account(**asked)
        return _("Open again. They need a new one-time link to come in.")
    actions.change_role(**asked, role=given["role"])
    return _("Saved. It holds from their next page on.")


def _account(user_id: Any) -> User:
    found = queries.user_called(user_id)
    if found is None:
        raise NoSuchAccount()
    return found
