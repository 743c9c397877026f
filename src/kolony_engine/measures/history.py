"""A whole history prepared once, to be asked as of many dates: what a back-test works on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import ibis
import numpy as np

from kolony_engine.events import Recognition
from kolony_engine.measures.ageing import Ageing, community_ageing
from kolony_engine.measures.arrow import fetch, kept, numbers, words
from kolony_engine.measures.cells import before, member_days, moment_of, touches
from kolony_engine.measures.flows import Flows, flows
from kolony_engine.measures.pace import Pace, pace_of_days
from kolony_engine.measures.signals import Ask, Signals, signals


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
        active = self.cells.filter(self.cells.contributions + self.cells.comments > 0, self.cells.day < day)
        return pace_of_days(active, day)

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
        ends = fetch(cells.agg(first=cells.day.min(), last=cells.day.max()))
        first, last = (float(numbers(ends, name)[0]) for name in ("first", "last"))
        known = not np.isnan(first)
        yield History(
            events,
            cells,
            flows(touches(events), ids),
            recognition,
            first if known else None,
            last if known else None,
        )
