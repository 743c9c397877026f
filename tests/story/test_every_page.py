"""Every page there is, read from the URL resolver: by day in English, by night in Chinese, at a desk and on a phone.

Whoever adds a page has it swept: accessibility (axe), contrast in both themes, no word of the console, nothing the
content policy forbids, no sideways scrolling, one heading, the right language, and no sentence without its Chinese.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from gettext import NullTranslations

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, path
from django.utils.translation import trans_real
from pytest_django.live_server_helper import LiveServer

from kolony.ground.guard.details import detail_of
from kolony.ground.guard.kinds import kinds
from kolony.ground.guard.models import AuditEntry
from tests.conftest import audit_triggers, empty_queue
from tests.story.every_page import Route, routes
from tests.story.lived_in import PASSWORD, House, move_in
from tests.story.reading import BY_DAY, BY_NIGHT, Reader, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

EVERY_ROUTE = tuple(routes(get_resolver().url_patterns))
SMALL_FORMS = {f"desk:person-{form}" for form in ("account", "label", "note", "contact", "placing")}
LEAD_ON = {"desk:door", "account_set_password", "discover:run-start", "discover:trust-start"} | SMALL_FORMS
"""Routes that show nothing themselves."""
REFUSE = {"account_signup", "account_inactive", "frame:style-error"}
"""Routes whose page is a refusal."""


class Unsaid(NullTranslations):
    """Hears every message that has no Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: set[str] = set()

    def gettext(self, message: str) -> str:
        self.messages.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)


@dataclass
class Sweep:
    """The lived-in house, those who may look at it, and what was asked for in Chinese and not there."""

    house: House
    readers: list[Reader]
    unsaid: Unsaid = field(default_factory=Unsaid)

    def shown(self, route: Route) -> list[tuple[str, Reader, int]]:
        """Every address of this route that is a page, with the first reader who gets to see it."""
        found, answers, looks = [], set(), set()
        for address in route.addresses(self.house.ids):
            asked = [(reader, reader.ask(address)) for reader in self.readers]
            answers |= {_kind_of(answer) for _, answer in asked}
            pages = [(answer.status_code, reader, answer) for reader, answer in asked if _kind_of(answer) == "page"]
            status, reader, page = min(pages, key=lambda one: one[0], default=(0, None, None))
            if page is None or _looks_of(page) <= looks or (status >= 400 and answers & {"file", "fragment"}):
                continue
            looks |= _looks_of(page)
            found.append((address, reader, status))
        if not found and not answers & {"verb", "file", "fragment"} and route.name not in LEAD_ON:
            pytest.fail(f"nobody sees {route}: {answers}; {route.unknown(self.house.ids)} is for lived_in.py to tell")
        return found


@pytest.fixture(scope="module")
def sweep(chromium, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Sweep]:
    home = tmp_path_factory.mktemp("house")
    kept = {f"KOLONY_{name.upper()}": home / name for name in ("event_store", "uploads", "keys")}
    with django_db_blocker.unblock(), override_settings(**kept, ACCOUNT_REAUTHENTICATION_TIMEOUT=3600):
        before = connection.creation.serialize_db_to_string()
        house = move_in(home)
        server = LiveServer("127.0.0.1")
        made = Sweep(house, [Reader(client, chromium, server.url) for client in _sessions()])
        with _listening(made.unsaid):
            yield made
        for reader in made.readers:
            reader.leave()
        server.stop()
        _as_found(before)


def _sessions() -> list[Client]:
    """Olga, Ada with her app, Ada before the app was asked, and a stranger."""
    ada = Authenticator.objects.get(user__email="ada@example.org", type=Authenticator.Type.RECOVERY_CODES)
    return [
        signed_in("olga@example.org", PASSWORD),
        signed_in("ada@example.org", PASSWORD, code=ada.wrap().get_unused_codes()[0]),
        signed_in("ada@example.org", PASSWORD),
        Client(),
    ]


@contextmanager
def _listening(unsaid: Unsaid) -> Iterator[None]:
    """What has no Chinese is told to `unsaid` instead of being said in English."""
    chinese = trans_real.translation("zh-hans")
    english, chinese._fallback = chinese._fallback, unsaid
    yield
    chinese._fallback = english


def _as_found(before: str) -> None:
    """Leave the database as it was: the tests after these have not moved in."""
    audit_triggers("DISABLE")
    call_command("flush", verbosity=0, interactive=False, allow_cascade=True, inhibit_post_migrate=True)
    empty_queue()
    audit_triggers("ENABLE")
    connection.creation.deserialize_db_from_string(before)


def _kind_of(answer: HttpResponse) -> str:
    """A page, a part of one, a file, a verb (only by POST), or a way elsewhere."""
    if answer.status_code in (301, 302, 405):
        return {405: "verb"}.get(answer.status_code, "way")
    if "text/html" not in answer.get("Content-Type", ""):
        return "file"
    return "page" if b"<html" in answer.content else "fragment"


def _looks_of(page: HttpResponse) -> set[str]:
    """What a page is made of: one that shows nothing its sisters do not show is not looked at again."""
    return set(re.findall(r'<[a-z-]+|class="[^"]*"', page.content.decode()))


@pytest.mark.parametrize("route", EVERY_ROUTE, ids=str)
def test_a_page_is_fit_to_be_read(sweep, route):
    sweep.unsaid.messages.clear()
    for address, reader, status in sweep.shown(route):
        assert status == 200 or route.name in REFUSE, (address, status, f"{route.unknown(sweep.house.ids)} not known")
        for mood in (BY_DAY, BY_NIGHT):
            assert reader.window(mood).faults(address, status) == []
    assert sweep.unsaid.messages == set()


def test_whatever_happened_here_is_told_by_the_audit_in_words(sweep):
    entries = list(AuditEntry.objects.all())
    raw = {(one.kind, name) for one in entries for name in one.changes if detail_of(one.kind, name) is None}
    assert raw == set()
    assert {one.kind for one in entries} - set(kinds()) == set()


def test_a_planted_page_is_swept_too(sweep):
    def page(request: HttpRequest, room_id: int) -> HttpResponse:
        return HttpResponse(f"<html><h1>{room_id}</h1></html>")

    found = list(routes([path("desk/<int:room_id>", page, name="planted")]))
    assert [(route.name, route.unknown(sweep.house.ids)) for route in found] == [("planted", ["room_id"])]
