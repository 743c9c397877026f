"""A whole history prepared once, to be asked as of many dates: what a back-test works on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import numpy as np

from kolony_engine.events import Recognition
from kolony_engine.measures.clock.ageing import Ageing, community_ageing
from kolony_engine.measures.clock.pace import Pace, pace_of_days
from kolony_engine.measures.counted.cells import at_work, before, member_days, moment_of, touches
from kolony_engine.measures.doors.arrow import fetch, kept, numbers, words
from kolony_engine.measures.members.signals import Signals, signals
from kolony_engine.measures.members.totals import Ask
from kolony_engine.measures.past.flows import Flows, flows

STRAY_SHARE, STRAY_DAYS = 0.01, 365


@dataclass(frozen=True)
class History:
    """Member-days and flows of all time. Every question names a day, and is answered from strictly before it."""

    events: ibis.Table
    cells: ibis.Table
    flows: Flows
    recognition: Recognition
    first_day: float | None
    last_day: float | None

    def pace_at(self, day: float) -> Pace:
        """The community's pace as it stood on a day."""
        return pace_of_days(at_work(self.cells.filter(self.cells.day < day)), day)

    def ageing_at(self, day: float) -> Ageing:
        """How posts aged, as known on a day."""
        return community_ageing(before(self.events, moment_of(day)), self.recognition, day)

    def signals(self, asks: Sequence[Ask], half_life: float, ageing: Ageing) -> list[Signals]:
        """The signals as they stood at each date; their `future` is for judging only."""
        return signals(self.cells, asks, half_life, ageing)


@contextmanager
def history_of(events: ibis.Table, recognition: Recognition) -> Iterator[History]:
    """Prepare a history; the kept table goes when the block ends."""
    with kept(member_days(events, recognition)) as cells:
        ids = words(fetch(cells.select("actor_id").distinct().order_by("actor_id")), "actor_id")
        days = fetch(cells.group_by("day").agg(rows=cells.count()).order_by("day"))
        first, last = _ends(numbers(days, "day"), numbers(days, "rows"))
        yield History(
            events,
            cells,
            flows(touches(events), ids),
            recognition,
            first,
            last,
        )


def _ends(days: np.ndarray, rows: np.ndarray) -> tuple[float | None, float | None]:
    """The first and the last day, without strays: one row in a hundred at most, a year of nothing before all others.

    A few posts that are dated 2047 would leave nothing to look back on in between. They still count as events.
    """
    if not len(days):
        return None, None
    pieces = np.split(np.arange(len(days)), np.flatnonzero(np.diff(days) > STRAY_DAYS) + 1)
    shares = np.array([rows[piece].sum() for piece in pieces]) / rows.sum()
    kept = np.flatnonzero((shares.cumsum() > STRAY_SHARE) & (shares[::-1].cumsum()[::-1] > STRAY_SHARE))
    return float(days[pieces[kept[0]][0]]), float(days[pieces[kept[-1]][-1]])
