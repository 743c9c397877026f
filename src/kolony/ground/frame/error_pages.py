"""Pages for what went wrong: what, what to do, and a stable code to quote. As whole pages and as fragments for htmx."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kolony.ground.frame.error_words import Spoken, words_for
from kolony.ground.kit.errors import KolonyError
from kolony.ground.kit.ids import short_code


def refusal(request: HttpRequest, error: KolonyError) -> HttpResponse:
    """A room's refusal in the reader's words."""
    return _answer(request, words_for(error))


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


def broken(request: HttpRequest) -> HttpResponse:
    what = _("Something broke on our side.")
    remedy = _("What you typed may still be in the form if you go back. Quote the number when you report it.")
    return _answer(request, Spoken(what, remedy, f"E-KOL-500 · {short_code()}", 500))


def _answer(request: HttpRequest, spoken: Spoken) -> HttpResponse:
    values = {"spoken": spoken, "signed_in": getattr(getattr(request, "user", None), "is_authenticated", False)}
    if request.headers.get("HX-Request") != "true":
        inside = values["signed_in"] and spoken.status < 500  # what broke may break the menu too
        return render(request, f"frame/error{'_inside' if inside else ''}.html", values, status=spoken.status)
    response = render(request, "frame/error_line.html", values, status=spoken.status)
    response["HX-Retarget"] = "#problems"
    response["HX-Reswap"] = "innerHTML"
    response["HX-Push-Url"] = "false"
    return response
