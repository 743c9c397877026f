"""What every page may use without asking: theme, menu, the name on the door."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import menu
from kolony.ground.frame.bell import bell_for

THEME_COOKIE = "k_theme"
SHORTCUTS_COOKIE = "k_letters"
THEMES = {"light": "kolony", "dark": "kolony-dark"}


@dataclass(frozen=True)
class Workspace:
    """The house's name at the top of the sidebar."""

    name: Any
    note: Any
    simulated: bool


def workspace() -> Workspace:
    simulated = bool(getattr(settings, "KOLONY_DEMO", False))
    name = getattr(settings, "KOLONY_NAME", "") or _("Kolony")
    return Workspace(name=name, note=_("Simulated community") if simulated else _("Community"), simulated=simulated)


def taken_in_place(request: HttpRequest) -> bool:
    """Whether the browser takes a piece out of the answer (`hx-select`) and keeps the frame that stands around it."""
    return "HX-Target" in request.headers and "HX-History-Restore-Request" not in request.headers


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor. The menu is only computed on pages that show it."""
    language = get_language() or "en"
    return {
        "in_place": taken_in_place(request),
        "theme": THEMES.get(request.COOKIES.get(THEME_COOKIE, ""), "kolony"),
        "letters": request.COOKIES.get(SHORTCUTS_COOKIE) != "off",
        "html_lang": "zh-Hans" if language.startswith("zh") else "en",
        "workspace": SimpleLazyObject(workspace),
        "menu": SimpleLazyObject(lambda: menu.lines_for(request)),
        "bell": SimpleLazyObject(lambda: bell_for(request)),
        "palette_url": SimpleLazyObject(menu.palette_address),
    }
