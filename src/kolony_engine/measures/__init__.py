"""Named measures as Ibis expressions: Table in, Table out, each with a plain-words definition.

    community_pace(events, as_of) -> Pace
    member_measures(events, *, as_of, recognition, pace=None, only=None) -> pyarrow.Table

Everything counts strictly before `as_of`. Results leave as Arrow tables and NumPy arrays only: nobody above this room
meets a columnar engine.
"""

from kolony_engine.measures.clock.ageing import Ageing, ageing_from, community_ageing
from kolony_engine.measures.clock.pace import Pace, community_pace
from kolony_engine.measures.counted.cells import day_number, moment_of
from kolony_engine.measures.kept.book import counted_from
from kolony_engine.measures.kept.known import Counted, Known, known_at
from kolony_engine.measures.members.catalogue import MEASURES, Measure
from kolony_engine.measures.members.member import measures_of, member_measures, totals_of
from kolony_engine.measures.members.signals import NEEDED, Signals, sample_of, signals, signals_of
from kolony_engine.measures.members.totals import Ask

__all__ = [
    "MEASURES",
    "NEEDED",
    "Ageing",
    "Ask",
    "Counted",
    "Known",
    "Measure",
    "Pace",
    "Signals",
    "ageing_from",
    "community_ageing",
    "community_pace",
    "counted_from",
    "day_number",
    "known_at",
    "measures_of",
    "member_measures",
    "moment_of",
    "sample_of",
    "signals",
    "signals_of",
    "totals_of",
]
