"""A few people at a time: what is held at once does not grow with the community.

Every row of a grain belongs to one person, so the rows of some people are counted from the events of these people and
no others. The people of a piece have neighbouring numbers: piece by piece, a table still comes to lie in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import numpy as np

from kolony_engine.measures.doors.arrow import fetch, numbers

AT_ONCE = 16_000_000
"""So many rows are grouped and sorted within the memory of a small machine."""


@dataclass(frozen=True)
class Piece:
    """People from one number on to below another; everybody, without numbers."""

    first: int | None = None
    last: int | None = None

    def of(self, rows: ibis.Table, person: str) -> ibis.Table:
        """The rows whose column `person` names one of them."""
        if self.first is None or self.last is None:
            return rows
        return rows.filter(rows[person] >= self.first, rows[person] < self.last)


def pieces_of(rows: ibis.Table, persons: Sequence[str], most: int = AT_ONCE) -> list[Piece]:
    """Cut everybody into pieces who are named in about `most` fields of these columns; who is named more is alone."""
    (total,) = numbers(fetch(rows.agg(rows=rows.count())), "rows") * len(persons)
    if total <= most:
        return [Piece()]
    fields = [rows.select(number=person) for person in persons]
    named = ibis.union(*fields) if len(fields) > 1 else fields[0]
    known = named.filter(named.number.notnull())
    table = fetch(known.group_by("number").agg(times=known.count()).order_by("number"))
    people = numbers(table, "number").astype("i8")
    place = (np.cumsum(numbers(table, "times")) - 1) // most
    begins = np.flatnonzero(np.diff(place, prepend=-1.0))
    edges = [*people[begins].tolist(), int(people[-1]) + 1] if people.size else []
    return [Piece(first, last) for first, last in zip(edges, edges[1:], strict=False)] or [Piece()]
