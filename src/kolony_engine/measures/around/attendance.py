"""Who was here in which week, and since when: the grain on which coming, staying and leaving are told.

Weeks are whole weeks of days since 1970-01-01 UTC, so they begin on a Thursday.
"""

from collections.abc import Sequence
from datetime import datetime

import ibis

from kolony_engine.measures.counted.cells import before, day_number, day_of

WEEK_DAYS = 7


def week_of(events: ibis.Table) -> ibis.expr.types.IntegerValue:
    """The number of the week of each event."""
    return (day_of(events) / WEEK_DAYS).floor().cast("int32")


def week_number(moment: datetime) -> int:
    """The number of the week a moment lies in; the weeks before it are over."""
    return int(day_number(moment) // WEEK_DAYS)


def attendance(events: ibis.Table, as_of: datetime) -> ibis.Table:
    """One row per person and week in which they did anything at all: `actor_id, week`."""
    known = before(events, as_of)
    known = known.filter(known.actor_id.notnull())
    return known.select("actor_id", week=week_of(known)).distinct()


def turns(events: ibis.Table, as_of: datetime, verbs: Sequence[str]) -> ibis.Table:
    """What somebody did towards somebody else, with its day and week: `actor_id, target_user_id, ts, event_id...`"""
    known = before(events, as_of)
    toward = known.filter(
        known.actor_id.notnull(),
        known.target_user_id.notnull(),
        known.actor_id != known.target_user_id,
        known.verb.isin(list(verbs)),
    )
    return toward.select("actor_id", "target_user_id", "ts", "event_id", day=day_of(toward), week=week_of(toward))
