"""A list in the order asked for: counted and cut by rank, read whole only for the page that is shown.

A run never changes, so its whole lists are put in every order once, when it is written (`ListOrder`): a page is then a
piece of an array, however deep it lies. A list that was filtered is put in order as it is asked for, in one pass over
the index that carries all lists are filtered and sorted by. Those somebody has decided about are left out here.
"""

from functools import cached_property
from itertools import filterfalse
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, QuerySet

from kolony.ground.facts.models import Run
from kolony.stages.discover.models import Candidate, ListOrder

HEAD = 1000


class Sorted:
    """The rows of one list, to be cut into pages: `matching` are those a filter has left, None is everybody."""

    def __init__(
        self,
        whole: QuerySet[Candidate],
        kept: QuerySet[ListOrder],
        order: str,
        *,
        matching: QuerySet[Candidate] | None = None,
        left_out: frozenset[int] = frozenset(),
        head: int = HEAD,
    ) -> None:
        self.whole = whole
        self.kept = kept.filter(order=order) if matching is None else ListOrder.objects.none()
        self.order = order
        self.matching = whole if matching is None else matching
        self.left_out = left_out
        self.head = head

    def __len__(self) -> int:
        return len(self._found) if self._stored is None else self._stored - len(self.left_out)

    def __getitem__(self, cut: slice) -> list[Candidate]:
        start, stop, _step = cut.indices(len(self))
        ranks = self._ranks(start, stop)
        rows = {row.rank: row for row in self.whole.filter(rank__in=ranks).defer("points")}
        return [rows[rank] for rank in ranks if rank in rows]

    def _ranks(self, start: int, stop: int) -> list[int]:
        if self._stored is None:
            return self._found[start:stop]
        if start >= stop:
            return []
        near = stop + len(self.left_out) <= self.head
        piece = self._piece(0 if near else start, stop + len(self.left_out))
        shown = [rank for rank in piece if rank not in self.left_out]
        skipped = start if near else self._left_out_before(piece[0])
        return shown[skipped : skipped + stop - start]

    def _left_out_before(self, rank: int) -> int:
        """How many of those left out stand before a place of the whole order: so many of the others have moved up."""
        if not self.left_out:
            return 0
        return in_order(self.whole.filter(rank__in=[rank, *self.left_out]), self.order).index(rank)

    @cached_property
    def _stored(self) -> int | None:
        """How many ranks were put in this order when the run was written; None: they were not, or a filter asks."""
        return self._head[0]

    @cached_property
    def _head(self) -> tuple[int | None, list[int]]:
        """The length of the order with its beginning: most readers never leave the first pages."""
        return self.kept.values_list("ranks__len", f"ranks__0_{self.head}").first() or (None, [])

    def _piece(self, start: int, stop: int) -> list[int]:
        if stop <= self.head:
            return self._head[1][start:stop]
        return self.kept.values_list(f"ranks__{start}_{stop}", flat=True).first() or []

    @cached_property
    def _found(self) -> list[int]:
        return list(filterfalse(self.left_out.__contains__, in_order(self.matching, self.order)))


def in_order(rows: QuerySet[Candidate], order: str) -> list[int]:
    """Ranks of rows in an order; equal ones stand by rank."""
    by = [_nothing_last(order)] if order.removeprefix("-") == "rank" else [_nothing_last(order), "rank"]
    return rows.aggregate(ranks=ArrayAgg("rank", order_by=by))["ranks"] or []


def _nothing_last(name: str) -> Any:
    """A value nobody knows stands at the end, whichever way the column is turned."""
    field = name.removeprefix("-")
    if name == field or not Candidate._meta.get_field(field).null:
        return name
    return F(field).desc(nulls_last=True)


def kept_orders(run: Run, goal: str, which: str) -> QuerySet[ListOrder]:
    return ListOrder.objects.filter(run=run, goal=goal, which=which).order_by()
