"""A house with people in it, a real browser, and a worker's hands: what a whole story needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from kolony.ground.facts import actions as facts
from kolony.ground.facts import at_once
from kolony.ground.facts.models import Source
from kolony.ground.guard import actions as guard
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.models import User
from kolony.ground.kit import clock
from kolony_demo import small_season


@pytest.fixture
def house(settings, tmp_path: Path, transactional_db) -> Path:
    """A home of its own for the events of this story."""
    settings.KOLONY_EVENT_STORE = tmp_path / "events"
    settings.KOLONY_UPLOADS = tmp_path / "uploads"
    return tmp_path


@pytest.fixture
def lin(house: Path) -> User:
    return guard.create_user(
        actor=HOUSE, email="lin@example.org", display_name="林悦 Lin", role="operator", team_name="内容组",
        language="en", now=clock.now(),
    )  # fmt: skip


@pytest.fixture
def season(house: Path) -> Source:
    """The small season of the invented community, loaded like any other community."""
    small = small_season()
    small.write(house / "season")
    source = facts.ensure_source(
        actor=HOUSE, name=small.source_name, platform="lantern", recognition="discourse", simulated=True,
        now=clock.now(),
    )  # fmt: skip
    at_once.load_now(actor=HOUSE, files=[house / "season"], source=source, now=clock.now())
    return source


@dataclass
class Operator:
    """Somebody in front of the screen. Consoles are listened to; at the end none may have complained."""

    context: BrowserContext
    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def go(self, name: str, query: str = "") -> Page:
        self.page.goto(self.origin + reverse(name) + query)
        return self.page

    def press(self, key: str) -> None:
        """A key that leads to a new page; wait until it is there."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def speak(self, language: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(f'button[name="language"][value="{language}"]').first.click()

    def faults(self) -> list[tuple[str, str]]:
        """What axe finds on the page as it stands."""
        found = Axe().run(self.page).response["violations"]
        return [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in ("serious", "critical")]

    def reads(self) -> str:
        return f"{self.page.url}\n{self.page.locator('body').inner_text()}"

    def is_too_wide(self) -> bool:
        """Once the page has been drawn again: tables learn a moment after the window that they fit no longer."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


IN_FRONT = pytest.StashKey[list[Operator]]()
"""Who sits in front of a screen in this story."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A story that fails says what stood on the screens."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections += [("On the screen", operator.reads()) for operator in item.stash.get(IN_FRONT, ())]
    return report


@pytest.fixture
def sits_down(chromium: Browser, live_server, request) -> Iterator[Callable[[User], Operator]]:
    """Sign in by a one-time link, as after `kolony demo`."""
    contexts = request.node.stash[IN_FRONT] = list[Operator]()

    def come(user: User, width: int = 1440) -> Operator:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="en-GB"
        )
        operator = Operator(context, context.new_page(), live_server.url)
        operator.page.on("console", lambda line: line.type == "error" and operator.complaints.append(line.text))
        operator.page.on("pageerror", lambda error: operator.complaints.append(str(error)))
        token = guard.issue_sign_in_link(user, clock.now())
        operator.page.goto(live_server.url + reverse("guard_link", args=[token]))
        with operator.page.expect_navigation():
            operator.page.locator("main form button[type=submit]").click()
        contexts.append(operator)
        return operator

    yield come
    for operator in contexts:
        operator.context.close()
        assert operator.complaints == []
