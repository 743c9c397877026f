"""The sidebar. Rooms register one entry each when they start; the order comes from the story, not from the rooms.

# discover/registration.py, in register()
menu.register(menu.MenuEntry(key="discover", label=_("Discover"), icon="compass", url_name="discover:candidates",
                             section="stage", action="discover.see", waiting=queries.waiting_for))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

Section = Literal["top", "stage", "after", "ground", "me"]
SECTIONS: tuple[Section, ...] = ("top", "stage", "after", "ground", "me")


@dataclass(frozen=True)
class MenuEntry:
    """One line of the sidebar. `action` is the permit a reader needs to see it ("" = everybody who is signed in)."""

    key: str
    label: Any
    icon: str
    url_name: str
    section: Section = "ground"
    order: int = 100
    waiting: Callable[[Any], int | None] | None = None
    late: Callable[[Any], bool] | None = None
    action: str = ""


@dataclass(frozen=True)
class MenuLine:
    """An entry as one reader sees it on one page."""

    key: str
    label: Any
    icon: str
    url: str
    current: bool
    waiting: int | None
    late: bool


_entries: dict[str, MenuEntry] = {}
_may: list[Callable[[Any, str], bool]] = []
_palette: list[str] = []


def register(entry: MenuEntry) -> None:
    """Add an entry; registering the same key again replaces it."""
    _entries[entry.key] = entry


def ask_permission_with(may: Callable[[Any, str], bool]) -> None:
    """The guard tells the frame, which lies below it, how to ask: `may(user, action)`."""
    _may[:] = [may]


def answer_palette_at(url_name: str) -> None:
    """Where the command palette asks: the view gets `q` and answers with `<c-palette-row>` lines."""
    _palette[:] = [url_name]


def palette_address() -> str:
    return reverse(_palette[0]) if _palette else ""


def allowed(user: Any, action: str) -> bool:
    return not action or all(may(user, action) for may in _may)


def lines_for(request: HttpRequest) -> dict[Section, list[MenuLine]]:
    """The sidebar for this reader, by section, with the current place marked; found once a request."""
    if not hasattr(request, "menu_lines"):
        request.menu_lines = _lines(request)
    return request.menu_lines


def waiting_at(request: HttpRequest, key: str) -> int | None:
    """The number beside an entry, for a page that says it too."""
    return next((line.waiting for lines in lines_for(request).values() for line in lines if line.key == key), None)


def _lines(request: HttpRequest) -> dict[Section, list[MenuLine]]:
    user = getattr(request, "user", None)
    seen = [(entry, reverse(entry.url_name)) for entry in _sorted() if allowed(user, entry.action)]
    here = _current(request.path, [url for _, url in seen])
    sections: dict[Section, list[MenuLine]] = {section: [] for section in SECTIONS}
    for entry, url in seen:
        waiting = entry.waiting(user) if entry.waiting else None
        late = bool(waiting and entry.late and entry.late(user))
        line = MenuLine(entry.key, entry.label, entry.icon, url, url == here, waiting or None, late)
        sections[entry.section].append(line)
    return sections


def _sorted() -> list[MenuEntry]:
    stages = list(getattr(settings, "KOLONY_STAGE_ORDER", ()))

    def place(entry: MenuEntry) -> tuple[int, int, str]:
        story = stages.index(entry.key) if entry.section == "stage" and entry.key in stages else entry.order
        return SECTIONS.index(entry.section), story, entry.key

    return sorted(_entries.values(), key=place)


def _current(path: str, urls: list[str]) -> str | None:
    """The longest address that the page lies under; `/desk/` itself is only current on its own page."""
    under = [url for url in urls if path == url or (path.startswith(url) and url.count("/") > 2)]
    return max(under, key=len, default=None)
