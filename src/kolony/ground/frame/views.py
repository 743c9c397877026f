"""The frame's own addresses: language, theme, shortcuts, the style page."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kolony.ground.frame import actions, error_pages, showcase, speech
from kolony.ground.frame.bell import SEEN_COOKIE
from kolony.ground.frame.context import SHORTCUTS_COOKIE, THEME_COOKIE
from kolony.ground.frame.forms import SaveViewForm
from kolony.ground.frame.jobs.queries import jobs_of
from kolony.ground.frame.models import SavedView
from kolony.ground.frame.routes import open_to_all, signed_in
from kolony.ground.kit import clock

YEAR = 365 * 24 * 3600
BELL_JOBS = 8


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, on the same page with the same filters."""
    wanted = request.POST.get("language", "")
    response = _back(request)
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        _keep(response, request, settings.LANGUAGE_COOKIE_NAME, wanted)
        speech.remember(request.user, wanted)
    return response


@open_to_all
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light or dark, for readers without scripts; with them the page switches itself and sets the same cookie."""
    now_dark = request.COOKIES.get(THEME_COOKIE) == "dark"
    response = _back(request)
    _keep(response, request, THEME_COOKIE, "light" if now_dark else "dark")
    return response


@open_to_all
@require_POST
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Single-letter shortcuts on or off."""
    response = _back(request)
    _keep(response, request, SHORTCUTS_COOKIE, "off" if request.POST.get("letters") == "off" else "on")
    return response


@signed_in
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """My latest jobs; looking at them puts the red dot out."""
    latest = jobs_of(request.user.pk)[:BELL_JOBS]
    response = render(request, "frame/bell.html", {"jobs": latest})
    _keep(response, request, SEEN_COOKIE, clock.now().isoformat())
    return response


@signed_in
@require_GET
def bell_dot(request: HttpRequest) -> HttpResponse:
    """The dot alone: asked for now and then while a job runs."""
    return render(request, "frame/parts/bell_dot.html")


@signed_in
@require_GET
def style_page(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "frame/style.html", showcase.everything(request))


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _keep(response: HttpResponse, request: HttpRequest, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())


@signed_in
@require_http_methods(["GET", "POST"])
def style_toast(request: HttpRequest) -> HttpResponse:
    """A toast as an answer brings it, and its undo, which undoes nothing here."""
    if request.method == "POST":
        return HttpResponse(status=204)
    return render(request, "frame/style/toast.html")


@signed_in
@require_GET
def style_names(request: HttpRequest) -> HttpResponse:
    """What the sample's field of names offers."""
    return render(request, "frame/style/names.html", {"names": showcase.names(request.GET.get("q", ""))})


@signed_in
@require_GET
def style_error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page as readers would meet it, with the status it really has."""
    pages = {400: error_pages.bad_request, 403: error_pages.forbidden, 500: error_pages.broken}
    return pages.get(status, error_pages.not_there)(request)


@signed_in
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep what a list shows as a view of mine."""
    form = SaveViewForm(request.POST)
    kept = form.data_or_refuse()
    view = actions.save_view(actor=request.user, now=clock.now(), **kept)
    return HttpResponseRedirect(_view_url(request, view))


@signed_in
@require_POST
def change_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Let one of my views hold what the list shows now."""
    view = actions.change_view(
        actor=request.user, view_id=view_id, query=request.POST.get("query", ""), now=clock.now()
    )
    return HttpResponseRedirect(_view_url(request, view))


@signed_in
@require_POST
def delete_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Take one of my views away; the list stays."""
    actions.delete_view(actor=request.user, view_id=view_id)
    return _back(request)


def _view_url(request: HttpRequest, view: SavedView) -> str:
    query = f"&{view.query}" if view.query else ""
    return f"{_back(request).url}?view={view.id}{query}"
