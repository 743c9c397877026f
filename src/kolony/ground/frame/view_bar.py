"""The tabs over a list: the room's own views, mine, and those shared with me; and whether this one was changed.

bar = view_bar(request, page="discover:candidates", presets=(Preset("fresh", _("New this week"), "fresh=1", 38),))
<c-saved-views :bar="bar" />
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from kolony.ground.frame.queries import visible_views
from kolony.ground.frame.rules import canonical


@dataclass(frozen=True)
class Preset:
    """A view the room itself offers."""

    key: str
    label: Any
    query: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Tab:
    """One view as a link."""

    key: str
    label: Any
    query: str
    count: int | None
    mine: bool
    shared: bool
    current: bool

    @property
    def url(self) -> str:
        return f"?view={self.key}" + (f"&{self.query}" if self.query else "")


@dataclass(frozen=True)
class ViewBar:
    """All tabs of a page, the current one, and what the reader changed since."""

    page: str
    path: str
    tabs: Sequence[Tab]
    query: str

    @property
    def current(self) -> Tab | None:
        return next((tab for tab in self.tabs if tab.current), None)

    @property
    def changed(self) -> bool:
        base = self.current.query if self.current else ""
        return self.query != base

    @property
    def cleared(self) -> str:
        """The address without any filter the reader added."""
        return self.current.url if self.current else self.path


def view_bar(request: HttpRequest, *, page: str, presets: Sequence[Preset] = ()) -> ViewBar:
    """The tabs for this reader; without `?view=` the first preset is current."""
    asked = request.GET.get("view", presets[0].key if presets else "")
    tabs = [Tab(p.key, p.label, canonical(p.query), p.count, False, False, p.key == asked) for p in presets]
    for view in visible_views(reader_id=request.user.id, page=page):
        mine, key = view.owner_id == request.user.id, str(view.id)
        tabs.append(Tab(key, view.name, view.query, None, mine, view.shared, key == asked))
    return ViewBar(page, request.path, tabs, canonical(request.META.get("QUERY_STRING", "")))
