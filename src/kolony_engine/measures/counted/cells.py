"""The small tables everything else is counted from: who did and received how much on which day, and who touched whom.

Days are whole days since 1970-01-01 UTC. A member-day holds all that one member did and received on that day, so a new
day of events adds its own rows and changes no others: see `grains` and `book`.
"""

from datetime import UTC, datetime, timedelta
from math import ceil

import ibis

from kolony_engine.events import Recognition, verbs_of

CONTRIBUTIONS = verbs_of("contribution")
ACTS = (*CONTRIBUTIONS, "comment")
TOUCHES = (*ACTS, "mention", "quote", "share", "like", "upvote", "favorite")
AMOUNTS = ("contributions", "comments", "points", "praise", "praises", "attention")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400


def day_number(moment: datetime) -> float:
    """Days since 1970-01-01 UTC, with the fraction of the day. A naive moment is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH).total_seconds() / DAY


def moment_of(day: float) -> datetime:
    """The moment of a day number, the inverse of `day_number`."""
    return EPOCH + timedelta(days=day)


def whole_day(moment: float) -> int:
    """The first day that does not begin before a moment: whole days are compared with it twice as fast."""
    return ceil(moment)


def naive_utc(moment: datetime) -> datetime:
    """How the columns of an events table hold a moment: without zone, meaning UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def before(events: ibis.Table, as_of: datetime) -> ibis.Table:
    """What was known at `as_of`: events strictly before it."""
    return events.filter(events.ts < ibis.literal(naive_utc(as_of)))


def day_of(events: ibis.Table) -> ibis.expr.types.IntegerValue:
    """The day number of each event."""
    return (events.ts.epoch_seconds() / DAY).floor().cast("int32")


def received(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """Recognition events with their `points` and `day`: the receiver is known, the giver unknown or somebody else."""
    weights = _weights(recognition)
    known = events.filter(
        events.verb.isin(list(weights)),
        events.target_user_id.notnull(),
        events.actor_id.isnull() | (events.actor_id != events.target_user_id),
    )
    return known.mutate(points=_points(known, weights), day=day_of(known))


def _weights(recognition: Recognition) -> dict[str, float]:
    return {verb: float(weight) for verb, weight in recognition.weights.items() if weight}


def _points(events: ibis.Table, weights: dict[str, float]) -> ibis.expr.types.FloatingValue:
    return events.verb.cases(*weights.items(), else_=0.0) * events.value if weights else ibis.literal(0.0)


def member_days(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """One row per member and day: what they wrote, what recognition they received, how often others turned to them."""
    both = _wrote(events).union(_met(events, recognition))
    return both.group_by("actor_id", "day").agg(**{name: both[name].sum() for name in AMOUNTS})


def _wrote(events: ibis.Table) -> ibis.Table:
    acts = events.filter(events.actor_id.notnull(), events.verb.isin(list(ACTS)))
    return acts.select(
        actor_id=acts.actor_id,
        day=day_of(acts),
        contributions=acts.verb.isin(list(CONTRIBUTIONS)).cast("int64"),
        comments=(acts.verb == "comment").cast("int64"),
        points=ibis.literal(0.0),
        praise=ibis.literal(0.0),
        praises=ibis.literal(0, "int64"),
        attention=ibis.literal(0, "int64"),
    )


def _met(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """What came from others: recognition, and being turned to at all, by somebody known."""
    weights = _weights(recognition)
    met = events.filter(
        events.verb.isin(sorted({*weights, *TOUCHES})),
        events.target_user_id.notnull(),
        events.actor_id.isnull() | (events.actor_id != events.target_user_id),
    )
    points = _points(met, weights)
    return met.select(
        actor_id=met.target_user_id,
        day=day_of(met),
        contributions=ibis.literal(0, "int64"),
        comments=ibis.literal(0, "int64"),
        points=points,
        praise=ibis.greatest(points, 0.0),
        praises=(points > 0).cast("int64"),
        attention=(met.verb.isin(list(TOUCHES)) & met.actor_id.notnull()).cast("int64"),
    )


def at_work(cells: ibis.Table) -> ibis.Table:
    """The member-days on which a member wrote."""
    return cells.filter(cells.contributions + cells.comments > 0)


def touches(events: ibis.Table) -> ibis.Table:
    """One row per giver, receiver and day on which somebody answered, mentioned, liked... somebody else."""
    known = events.filter(
        events.actor_id.notnull(),
        events.target_user_id.notnull(),
        events.actor_id != events.target_user_id,
        events.verb.isin(list(TOUCHES)),
    )
    dated = known.mutate(day=day_of(known))
    return dated.group_by("actor_id", "target_user_id", "day").agg(times=dated.count())
