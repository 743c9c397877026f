"""Every route says who may come."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from kolony.ground.frame.routes import PUBLIC, SIGNED_IN
from kolony.ground.guard import permits


def undeclared(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """Routes without a policy, or with one nobody declared."""
    known = {PUBLIC, SIGNED_IN, *permits.declared()}
    return [where for where, policy in _routes(patterns) if policy not in known]


def _routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str | None]]:
    for pattern in patterns:
        where = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, where)
        else:
            yield where, getattr(pattern.callback, "policy", None)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_every_route_says_who_may_come():
    assert undeclared(get_resolver().url_patterns) == []


def test_a_planted_open_door_is_caught():
    def mistyped(request: HttpRequest) -> HttpResponse:
        return page(request)

    mistyped.policy = "discover.seee"
    inner = SimpleNamespace(urlpatterns=[path("deep", page)])
    found = undeclared([path("open", page), path("typo", mistyped), path("in/", (inner.urlpatterns, "a", "a"))])
    assert found == ["/open", "/typo", "/in/deep"]
