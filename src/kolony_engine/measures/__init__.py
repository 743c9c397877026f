"""Named measures as Ibis expressions: Table in, Table out, each with a plain-words definition.

    community_pace(events, as_of) -> Pace
    member_measures(events, *, as_of, recognition, pace=None, only=None) -> pyarrow.Table

Everything counts strictly before `as_of`. Results leave as Arrow only: nobody above this room meets a columnar engine.
"""

from kolony_engine.measures.catalogue import MEASURES, Measure
from kolony_engine.measures.pace import Pace

__all__ = ["MEASURES", "Measure", "Pace"]
