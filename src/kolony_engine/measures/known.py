"""What was known at a date, prepared once and shared by all measures."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

import ibis

from kolony_engine.events import Recognition
from kolony_engine.measures.arrow import kept
from kolony_engine.measures.cells import added_days, added_touches, before, day_number, member_days, touches
from kolony_engine.measures.coding import Coded, coded
from kolony_engine.measures.pace import Pace, pace_of_days


@dataclass(frozen=True)
class Known:
    """Events strictly before a date, the member-days and the pairs of people counted from them, and the pace.

    `acts` are the same events without objects and topics, quicker to count by people: see `coding`.
    """

    events: ibis.Table
    acts: ibis.Table
    cells: ibis.Table
    pairs: ibis.Table
    day: float
    recognition: Recognition
    pace: Pace

    @property
    def window_start(self) -> float:
        """The day on which the window begins."""
        return self.day - self.pace.window_days


@dataclass(frozen=True)
class Counted:
    """Member-days and touches of a whole history, counted beforehand: see `partials`. `newest`: its last event."""

    days: ibis.Table
    touches: ibis.Table
    newest: datetime | None = None

    def until(self, as_of: datetime) -> "Counted | None":
        """What was counted before a date: all of it, or whole days of it; nothing where the date cuts a day in two."""
        day = day_number(as_of)
        if self.newest is not None and day_number(self.newest) < day:
            return self
        if day != int(day):
            return None
        return Counted(self.days.filter(self.days.day < day), self.touches.filter(self.touches.day < day))


@contextmanager
def known_at(
    events: ibis.Table,
    as_of: datetime,
    recognition: Recognition,
    pace: Pace | None = None,
    counted: Counted | None = None,
) -> Iterator[Known]:
    """Prepare what was known at `as_of`; the kept tables go when the block ends."""
    past = before(events, as_of)
    day = day_number(as_of)
    ready = counted.until(as_of) if counted else None
    with ExitStack() as stack:
        people = stack.enter_context(coded(past))
        days, touched = _counted(people, recognition, ready)
        cells = stack.enter_context(kept(days))
        pace = pace or pace_of_days(cells.filter(cells.contributions + cells.comments > 0), day)
        pairs = stack.enter_context(kept(pairs_of(touched, day - pace.window_days)))
        yield Known(past, people.events, cells, pairs, day, recognition, pace)


def _counted(people: Coded, recognition: Recognition, ready: Counted | None) -> tuple[ibis.Table, ibis.Table]:
    """Member-days and touches by number of person: counted now, or added up from what was counted before."""
    if ready is None:
        return member_days(people.events, recognition), touches(people.events)
    days = people.numbered(ready.days, "actor_id")
    return added_days(days), added_touches(people.numbered(ready.touches, "actor_id", "target_user_id"))


def pairs_of(touched: ibis.Table, window_start: float) -> ibis.Table:
    """One row per giver and receiver: how often, on how many days, on how many of them inside the window."""
    return touched.group_by("actor_id", "target_user_id").agg(
        times=touched.times.sum(),
        days=touched.count(),
        days_window=touched.count(where=touched.day >= window_start),
        first_day=touched.day.min(),
        last_day=touched.day.max(),
    )
