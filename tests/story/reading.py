"""Readers with a browser: who looks at a page, in which light, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

WIDE, PHONE = (1440, 900), (390, 844)
ALL_BUT_MORE_OF_THE_SAME = {"exclude": [["[data-rows] > tr:nth-child(n+5)"]]}
SERIOUS = ("serious", "critical")
# Measured when two frames have been drawn: tables notice a new width in the first (assets/js/fits.js).
TOO_WIDE = """() => new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() =>
  told(document.documentElement.scrollWidth - document.documentElement.clientWidth))))"""


@dataclass(frozen=True)
class Mood:
    """A language, a light and a screen to read in."""

    language: str
    tag: str
    theme: str
    size: tuple[int, int]


BY_DAY = Mood("en", "en", "light", WIDE)
BY_NIGHT = Mood("zh-hans", "zh-Hans", "dark", PHONE)


@dataclass
class Reader:
    """Somebody with a session, who asks first and then looks."""

    client: Client
    chromium: Browser
    origin: str
    windows: dict[Mood, "Window"] = field(default_factory=dict)

    def ask(self, address: str) -> HttpResponse:
        """The answer, leaving nothing behind that the browser's own visit would have to wait for."""
        with transaction.atomic():
            answer = self.client.get(address)
            transaction.set_rollback(True)
        return answer

    def window(self, mood: Mood) -> "Window":
        if mood not in self.windows:
            cookies = {name: morsel.value for name, morsel in self.client.cookies.items() if morsel.value}
            cookies |= {settings.LANGUAGE_COOKIE_NAME: mood.language, "k_theme": mood.theme}
            context = self.chromium.new_context(
                viewport=_size(mood.size), reduced_motion="reduce", color_scheme=mood.theme
            )
            context.add_cookies([{"name": name, "value": value, "url": self.origin} for name, value in cookies.items()])
            self.windows[mood] = Window(self.origin, mood, context, context.new_page())
        return self.windows[mood]

    def leave(self) -> None:
        for window in self.windows.values():
            window.context.close()


@dataclass
class Window:
    """A page in the browser that remembers every complaint."""

    origin: str
    mood: Mood
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._watch)

    def faults(self, address: str, status: int) -> list[Any]:
        """Everything that is wrong with the page at this address."""
        self.complaints.clear()
        answer = self.page.goto(self.origin + address)
        self.page.set_viewport_size(_size(self.mood.size))
        found = [] if answer.status == status else [f"status {answer.status}, not {status}"]
        found += self._shape() + axe_faults(self.page)
        self.page.set_viewport_size(_size(WIDE if self.mood.size == PHONE else PHONE))
        return [(self.mood.tag, address, fault) for fault in found + self._width() + self.complaints]

    def _shape(self) -> list[str]:
        lang = self.page.locator("html").get_attribute("lang")
        heads = self.page.locator("h1").count()
        return (
            ([] if lang == self.mood.tag else [f"lang is {lang}"])
            + ([] if heads == 1 else [f"{heads} h1"])
            + self._width()
        )

    def _width(self) -> list[str]:
        beyond = self.page.evaluate(TOO_WIDE)
        return [f"{beyond} px too wide at {self.page.viewport_size['width']}"] if beyond > 1 else []

    def _hear(self, line: Any) -> None:
        if line.type in ("error", "warning") and not line.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {line.text}")

    def _watch(self, answer: Any) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.complaints.append(f"{answer.status}: {answer.url}")


def _size(size: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("width", "height"), size, strict=True))


def axe_faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds serious on the page as it stands."""
    found = Axe().run(page, context=ALL_BUT_MORE_OF_THE_SAME).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in SERIOUS]


def signed_in(email: str, password: str, code: str = "") -> Client:
    """A session begun at the door; with a code for the second factor, or without one, sure enough to change it."""
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    if code:
        client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_reauthenticate"), {"password": password})
    return client
