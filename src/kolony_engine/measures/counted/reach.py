"""Who turned to whom, and what that adds up to for the two of them: all that reach and loyalty are made from.

Every sum is over pairs of people, so it is also what some pairs add up to and the others, as long as a pair is not
parted from the same two the other way round: see `lasting`.
"""

import ibis

from kolony_engine.measures.counted.cells import whole_day
from kolony_engine.measures.counted.grains import Sums

PAIR = ("target_user_id", "actor_id")
LOYAL_DAYS = 3
RETURNING_DAYS = 2

COUNTS = ("people", "recent", "loyal", "again", "answered", "addressed")
"""People who turned to a member: ever, inside the window, as loyal fans, again; whom the member turned to in turn; and
whom the member addressed."""

REACH = ibis.schema({"actor_id": "int32"} | dict.fromkeys(COUNTS, "int64"))
REACH_SUMS = Sums(("actor_id",), dict.fromkeys(COUNTS, "sum"))


def pairs_of(touched: ibis.Table, window_start: float) -> ibis.Table:
    """One row per giver and receiver: how often, on how many days, on how many of them inside the window."""
    return touched.group_by("actor_id", "target_user_id").agg(
        times=touched.times.sum(),
        days=touched.count(),
        days_window=touched.count(where=touched.day >= whole_day(window_start)),
        first_day=touched.day.min(),
        last_day=touched.day.max(),
    )


def reach_of(pairs: ibis.Table) -> ibis.Table:
    """One row a person: what the pairs they belong to add up to."""
    back = pairs.select(actor_id="target_user_id", target_user_id="actor_id")
    both = pairs.semi_join(back, list(PAIR))
    came = pairs.group_by(person=pairs.target_user_id).agg(
        people=pairs.count(),
        recent=pairs.count(where=pairs.days_window > 0),
        loyal=pairs.count(where=pairs.days_window >= LOYAL_DAYS),
        again=pairs.count(where=pairs.days >= RETURNING_DAYS),
    )
    answered = both.group_by(person=both.target_user_id).agg(answered=both.count())
    addressed = pairs.group_by(person=pairs.actor_id).agg(addressed=pairs.count())
    return reach_together(*(_counts(rows, 1) for rows in (came, answered, addressed)))


def reach_changed(now: ibis.Table, before: ibis.Table) -> ibis.Table:
    """By how much the sums of everybody concerned changed."""
    return reach_together(*(_counts(rows.rename(person="actor_id"), sign) for rows, sign in ((now, 1), (before, -1))))


def reach_together(*parts: ibis.Table) -> ibis.Table:
    """The sums of several rows a person."""
    everybody = ibis.union(*parts)
    return everybody.group_by("actor_id").agg(**{name: everybody[name].sum() for name in COUNTS})


def _counts(rows: ibis.Table, sign: int) -> ibis.Table:
    """The same rows with all counts, 0 where they do not tell."""
    told = {name: rows[name] * sign if name in rows.columns else ibis.literal(0, "int64") for name in COUNTS}
    return rows.select(actor_id=rows.person, **told)
