"""A list page's table: which columns, which order, which page. The address holds sort and page, nothing else does.

table = Table(request, key="result", label=_("Candidates"), default="-score", columns=(
    Column("name", _("Candidate, and why"), order=("name",)),
    Column("score", _("Score"), order=("score",), numeric=True),
))
table.show(queries.candidates(...).order_by(*table.order, "id"))   # then table.page.rows in the template
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from kolony.ground.frame.paging import Page, page_of


@dataclass(frozen=True)
class Column:
    """One column. `order` names the fields that sort it (empty = cannot be sorted)."""

    key: str
    label: Any
    order: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Head:
    """A column's head as one reader sees it."""

    key: str
    label: Any
    numeric: bool
    aria_sort: str = ""
    url: str = ""


@dataclass
class Table:
    """The state of one table, read from the address; unknown sorts fall back to `default`."""

    request: HttpRequest
    key: str
    label: Any
    columns: Sequence[Column]
    default: str = ""
    page: Page = field(default_factory=Page)

    @property
    def sort(self) -> str:
        return _known(self.columns, self.request.GET.get("sort", ""), self.default)

    @property
    def order(self) -> tuple[str, ...]:
        """Field names for `order_by`, "-" turned for descending; add a unique one behind them."""
        return ordered_by(self.columns, self.sort, self.default)

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def show(self, rows: Any, size: int = 50) -> "Table":
        """Cut the page the address asks for out of a queryset or a sequence."""
        self.page = page_of(rows, self.request, size=size)
        return self

    def _head(self, column: Column) -> Head:
        if not column.order:
            return Head(column.key, column.label, column.numeric)
        sorted_now = self.sort.removeprefix("-") == column.key
        descending = sorted_now and self.sort.startswith("-")
        upward = descending or (not sorted_now and not column.numeric)
        query = self.request.GET.copy()
        query.pop("page", None)
        query["sort"] = column.key if upward else f"-{column.key}"
        state = ("descending" if descending else "ascending") if sorted_now else ""
        return Head(column.key, column.label, column.numeric, state, f"?{query.urlencode()}")


def ordered_by(columns: Sequence[Column], sort: str, default: str) -> tuple[str, ...]:
    """Field names for `order_by` as `?sort=` asks, also where there is no table."""
    sort = _known(columns, sort, default)
    column = next((c for c in columns if c.key == sort.removeprefix("-")), None)
    return tuple(_turned(name, sort.startswith("-")) for name in column.order) if column else ()


def _known(columns: Sequence[Column], asked: str, default: str) -> str:
    return asked if asked.removeprefix("-") in {column.key for column in columns if column.order} else default


def _turned(name: str, descending: bool) -> str:
    if not descending:
        return name
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
