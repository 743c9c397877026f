"""Every route says who may come: the decorators leave a mark that the house tests look for.

@policy("discover.see")      signed in, and the action is allowed
@signed_in                   anybody who works here
@public_route                everybody, on purpose
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from kolony.ground.frame.error_pages import signed_out
from kolony.ground.frame.routes import SIGNED_IN, open_to_all
from kolony.ground.frame.way_back import form_stays, page_of_form
from kolony.ground.guard import permits

View = Callable[..., HttpResponse]
public_route = open_to_all


def policy(action: str) -> Callable[[View], View]:
    """Only readers who may do `action`; strangers are asked to sign in, others are told who may."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            permits.require(request.user, action)
            return private(view(request, *args, **kwargs))

        guarded.policy = action
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """Anybody who works here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return private(view(request, *args, **kwargs))

    guarded.policy = SIGNED_IN
    return guarded


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back, from a form to the page it stood on; htmx sends the whole page there."""
    if form_stays(request):
        return signed_out(request)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return response
    return redirect_to_login(request.get_full_path() if request.method == "GET" else page_of_form(request))


def private(response: HttpResponse) -> HttpResponse:
    """Pages of the desk are kept nowhere."""
    response.setdefault("Cache-Control", "no-store")
    return response
