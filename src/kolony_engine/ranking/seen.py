"""Everything the lists are made from, counted once for all three."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import pyarrow as pa

from kolony_engine.events import Recognition
from kolony_engine.measures import (
    MEASURES,
    NEEDED,
    Ask,
    Counted,
    Known,
    Pace,
    Signals,
    ageing_from,
    known_at,
    measures_of,
    sample_of,
    signals,
    signals_of,
    totals_of,
)
from kolony_engine.measures.doors.arrow import kept, numbers
from kolony_engine.measures.members.days import SPREADS
from kolony_engine.ranking.choice import CHOSEN_FROM, SHARED_FROM, past_asks
from kolony_engine.ranking.components import percentile

MANY_MEMBERS = 20_000
"""The choice of weights asks the past of at most about so many members: enough, and it costs no more in a big city."""


@dataclass(frozen=True)
class Seen:
    """What the lists are made from: signals, measures and spreads of the candidates, and the past for the choice."""

    now: Signals
    past: tuple[Signals, ...]
    at: np.ndarray
    table: pa.Table
    measures: Mapping[str, np.ndarray]
    weekly: Mapping[str, np.ndarray]
    pace: Pace

    @cached_property
    def percentiles(self) -> dict[str, np.ndarray]:
        """Where each candidate stands by each measure, from 0 to 100: the same on every list."""
        return {name: np.round(100.0 * percentile(value), 2) for name, value in self.measures.items()}


def look(
    events: object, as_of: datetime, recognition: Recognition, horizon_days: int, counted: Counted | None = None
) -> Seen:
    """Count everything once; what was counted beforehand (see `measures.kept`) is not counted again."""
    with known_at(events, as_of, recognition, counted=counted) as known:
        return _look(known, float(horizon_days))


def _look(known: Known, horizon: float) -> Seen:
    praise = known.cells.agg(points=known.cells.praise.sum())
    ageing = ageing_from(known.births, known.earned, praise, known.day)
    half_life = known.pace.half_life_days
    asks = past_asks(known.day, known.pace.span_days, horizon)
    with totals_of(known, horizon, ageing, NEEDED.union(SHARED_FROM)) as found:
        (now,) = signals_of(found, [Ask(known.day, horizon)], half_life, ageing, known.people)
        table = measures_of(known, found, also=SPREADS)
        with kept(sample_of(known.cells, found, len(now.actor_ids), MANY_MEMBERS, known.people)) as some:
            past = signals(some, asks, half_life, ageing, known.people, CHOSEN_FROM) if asks else []
    measures = {measure.name: numbers(table, measure.name) for measure in MEASURES}
    weekly = {name.removeprefix("spread_"): numbers(table, name) for name in SPREADS}
    return Seen(now, tuple(past), now.candidates, table, measures, weekly, known.pace)
