"""Pages for what went wrong: what, what to do, and a stable code to quote. As whole pages and as fragments for htmx."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from kolony.ground.frame.error_words import Spoken, words_for
from kolony.ground.frame.way_back import form_stays, page_of_form
from kolony.ground.kit.errors import KolonyError
from kolony.ground.kit.ids import short_code


def refusal(request: HttpRequest, error: KolonyError) -> HttpResponse:
    """A room's refusal in the reader's words; a form that waits is told which field it is about."""
    answer = _answer(request, words_for(error))
    if error.at and form_stays(request):
        answer["X-Field"] = error.at
    return answer


def signed_out(request: HttpRequest) -> HttpResponse:
    """To a form that waits: what was typed stays there until its writer is back."""
    what = _("You have been signed out meanwhile.")
    remedy = _("Sign in again in another tab, then send this once more: what you typed is still here.")
    return _answer(request, Spoken(what, remedy, "E-GUARD-401", 401), way=resolve_url(settings.LOGIN_URL))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("This request could not be understood.")
    return _answer(request, Spoken(what, _("Go back and try once more."), "E-KOL-400", 400))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("You may not do this.")
    return _answer(request, Spoken(what, _("Ask an owner or a lead of your team."), "E-GUARD-403", 403))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    what = _("This form was too old to be sent.")
    remedy = _("Go back, reload the page and send it again; your browser must accept cookies.")
    return _answer(request, Spoken(what, remedy, "E-FRAME-403", 403))


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("There is nothing at this address.")
    remedy = _("It may have moved; the search finds people and pages.")
    return _answer(request, Spoken(what, remedy, "E-KOL-404", 404))


def not_this_way(request: HttpRequest) -> HttpResponse:
    """An address that only takes what a form sends, opened by hand, by a reload, or after signing in again."""
    what = _("This address cannot be opened like that.")
    remedy = _("What the form would have sent was not sent. Go to its page and send it again.")
    return _answer(request, Spoken(what, remedy, "E-KOL-405", 405))


def broken(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        what = _("The database does not answer.")
        remedy = _("Wait a minute and try again. If it stays like this, tell whoever runs this Kolony.")
        return _answer(request, Spoken(what, remedy, "E-KOL-503", 503))
    what = _("Something broke on our side.")
    remedy = _("What you typed may still be in the form if you go back. Quote the number when you report it.")
    return _answer(request, Spoken(what, remedy, f"E-KOL-500 · {short_code()}", 500))


def _is_signed_in(request: HttpRequest) -> bool:
    """Not asked where something broke: who reads, and their menu, come from the database, which may be what broke."""
    return getattr(getattr(request, "user", None), "is_authenticated", False)


def _answer(request: HttpRequest, spoken: Spoken, way: str = "") -> HttpResponse:
    values = {"spoken": spoken, "signed_in": spoken.status < 500 and _is_signed_in(request)}
    if form_stays(request):
        told = render(request, "frame/error_beside.html", {"spoken": spoken, "way": way}, status=spoken.status)
        told["X-Refused"] = spoken.code
        return told
    can_be_read = request.method in ("GET", "HEAD") and spoken.status != 405
    values |= {"again": request.get_full_path()} if can_be_read else {"form_page": page_of_form(request)}
    if request.headers.get("HX-Request") != "true":
        inside = "_inside" if values["signed_in"] else ""
        return render(request, f"frame/error{inside}.html", values, status=spoken.status)
    response = render(request, "frame/error_line.html", values, status=spoken.status)
    response["HX-Retarget"] = "#problems"
    response["HX-Reswap"] = "innerHTML"
    response["HX-Push-Url"] = "false"
    return response
