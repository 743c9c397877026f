"""Pages of fifty with a "more" link, and the way back and to the end. The address holds the page.

Works on querysets and on whatever has a length and can be cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50
DEEP = 1000


@dataclass(frozen=True)
class Page:
    """One page of rows and where it lies."""

    rows: Sequence[Any] = field(default_factory=list)
    total: int = 0
    number: int = 1
    size: int = SIZE
    more_url: str = ""
    earlier_url: str = ""
    last_url: str = ""

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
    last = -(-total // size)
    number = max(1, min(_asked(request), last))
    start = (number - 1) * size
    return Page(
        rows=cut(rows, start, size),
        total=total,
        number=number,
        size=size,
        more_url=_url(request, number + 1) if number < last else "",
        earlier_url=_url(request, number - 1) if number > 1 and not _appended(request) else "",
        last_url=_url(request, last) if number + 1 < last else "",
    )


def cut(rows: Any, start: int, size: int) -> list[Any]:
    """Deep in a long list the keys are found first, by an index where there is one: rows passed over are not read."""
    if isinstance(rows, QuerySet) and start >= DEEP:
        return list(rows.filter(pk__in=list(rows.values_list("pk", flat=True)[start : start + size])))
    return list(rows[start : start + size])


def _url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"


def _appended(request: HttpRequest) -> bool:
    """Whether the rows go under those that are shown: then nothing lies before them that the reader does not see."""
    return request.headers.get("HX-Target", "").endswith("-rows")


def _asked(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
