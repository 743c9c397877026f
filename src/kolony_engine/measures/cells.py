"""The small tables everything else is counted from: who did and received how much on which day, and who touched whom.

Days are whole days since 1970-01-01 UTC. A member-day holds all that one member did and received on that day, so a new
day of events adds its own rows and changes no others: see `partials`.
"""

from datetime import UTC, datetime, timedelta

import ibis

from kolony_engine.events import Recognition, verbs_of

CONTRIBUTIONS = verbs_of("contribution")
ACTS = (*CONTRIBUTIONS, "comment")
TOUCHES = (*ACTS, "mention", "quote", "share", "like", "upvote", "favorite")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400


def day_number(moment: datetime) -> float:
    """Days since 1970-01-01 UTC, with the fraction of the day. A naive moment is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH).total_seconds() / DAY


def moment_of(day: float) -> datetime:
    """The moment of a day number, the inverse of `day_number`."""
    return EPOCH + timedelta(days=day)


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
    weights = {verb: float(weight) for verb, weight in recognition.weights.items() if weight}
    known = events.filter(
        events.verb.isin(list(weights)),
        events.target_user_id.notnull(),
        events.actor_id.isnull() | (events.actor_id != events.target_user_id),
    )
    points = known.verb.cases(*weights.items(), else_=0.0) * known.value
    return known.mutate(points=points, day=day_of(known))


def member_days(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """One row per member and day: what they wrote and what recognition they received."""
    acts = events.filter(events.actor_id.notnull(), events.verb.isin(list(ACTS)))
    nothing = ibis.literal(0.0)
    wrote = acts.select(
        actor_id=acts.actor_id,
        day=day_of(acts),
        contributions=acts.verb.isin(list(CONTRIBUTIONS)).cast("int64"),
        comments=(acts.verb == "comment").cast("int64"),
        points=nothing,
        praise=nothing,
        praises=ibis.literal(0, "int64"),
    )
    got = received(events, recognition)
    earned = got.select(
        actor_id=got.target_user_id,
        day=got.day,
        contributions=ibis.literal(0, "int64"),
        comments=ibis.literal(0, "int64"),
        points=got.points,
        praise=ibis.greatest(got.points, 0.0),
        praises=(got.points > 0).cast("int64"),
    )
    both = wrote.union(earned)
    return both.group_by("actor_id", "day").agg(
        contributions=both.contributions.sum(),
        comments=both.comments.sum(),
        points=both.points.sum(),
        praise=both.praise.sum(),
        praises=both.praises.sum(),
    )


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
