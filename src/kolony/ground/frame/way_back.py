"""Where a reader goes on when what they sent was not taken: an address that opens, never one only forms know."""

from urllib.parse import urlsplit

from django.http import HttpRequest
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
