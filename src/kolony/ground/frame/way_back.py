"""Where a reader goes on when what they sent was not taken: an address that opens, never one only forms know."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def page_of_form(request: HttpRequest) -> str:
    """The page the form stood on, else the nearest page above the address."""
    came = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        page = urlsplit(came)
        if page.path and page.path != request.path:
            return f"{page.path}?{page.query}" if page.query else page.path
    return nearest_above(request.path)


def form_stays(request: HttpRequest) -> bool:
    """Whether the form waits on its page: a refusal is said beside it, an answer elsewhere is gone to by the page."""
    return request.headers.get("X-Stays") == "1"


def onward(answer: HttpResponse) -> HttpResponse:
    """A redirect as a form that waits can read it; what is carried along (cookies) stays."""
    told = HttpResponse(status=204)
    told["X-Go"] = answer["Location"]
    told.cookies = answer.cookies
    return told


def nearest_above(path: str) -> str:
    """The nearest address above this one that leads anywhere."""
    parts = path.strip("/").split("/")
    above = ("/" + "/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
    return next((address for one in above for address in (one, f"{one}/") if _leads_somewhere(address)), "/")


def _leads_somewhere(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
