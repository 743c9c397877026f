"""Pages of fifty with a "more" link. Works on querysets and on sequences; the address holds the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of rows and where it lies."""

    rows: Sequence[Any] = field(default_factory=list)
    total: int = 0
    number: int = 1
    size: int = SIZE
    more_url: str = ""

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def next_count(self) -> int:
        return max(0, min(self.size, self.total - self.last))


def page_of(rows: Any, request: HttpRequest, *, size: int = SIZE) -> Page:
    """The page that `?page=` asks for; a number that is none, or too large, shows the nearest page there is."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    number = max(1, min(_asked(request), -(-total // size)))
    start = (number - 1) * size
    shown = list(rows[start : start + size])
    query = request.GET.copy()
    query["page"] = number + 1
    more = f"?{query.urlencode()}" if start + len(shown) < total else ""
    return Page(rows=shown, total=total, number=number, size=size, more_url=more)


def _asked(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
