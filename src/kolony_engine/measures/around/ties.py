"""Who reacted to whom, and how steadily: the ties along which influence can run, counted in days.

A tie goes from a source to a target who reacted to the source's posts (answered, commented, liked, passed on...). The
unit is the day: a source is *present* on a day on which they wrote or somebody reacted to them. The reaction by which
a tie was found says only that it exists; how steady it is, the days after it say. So nobody looks perfect who was met
once. Days fade by half every half-life.
"""

from datetime import datetime, timedelta

import ibis
import numpy as np
import pyarrow as pa

from kolony_engine.events import verbs_of
from kolony_engine.measures.counted.cells import CONTRIBUTIONS, before, day_number, day_of, naive_utc
from kolony_engine.measures.doors.arrow import fetch

IMPERSONAL = ("downvote", "likes_total", "badge")
REACTIONS = tuple(verb for verb in verbs_of("contribution", "interaction", "recognition") if verb not in IMPERSONAL)
"""What one does in answer to somebody: every contribution, interaction and recognition but a vote against."""


def ties(
    events: ibis.Table, *, as_of: datetime, days: float, half_life_days: float, verbs: tuple[str, ...] = REACTIONS
) -> pa.Table:
    """One row per pair of people within the `days` before `as_of` (strictly), ordered by source and target.

    source, target   ids: target reacted to source
    days             on how many days
    again            faded days on which target reacted after the first of them
    chances          faded days on which source was present after that first day: again <= chances
    """
    inside = window(events, as_of, days)
    met = _reactions(inside, verbs).select("source", "target", day=lambda t: day_of(t)).distinct()
    later = _later(_present(inside, met), day_number(as_of), half_life_days)
    faded = met.mutate(weight=_weight(met.day, day_number(as_of), half_life_days))
    pairs = faded.group_by("source", "target").agg(
        days=faded.count(), first=faded.day.min(), heavy=faded.weight.sum(), lightest=faded.weight.min()
    )
    joined = pairs.inner_join(later, [pairs.source == later.source, pairs.first == later.day])
    told = joined.select(
        source=joined.source,
        target=joined.target,
        days=joined.days,
        again=ibis.greatest(joined.heavy - joined.lightest, 0.0).round(6),
        chances=ibis.greatest(joined.later, 0.0).round(6),
    )
    return fetch(told.order_by("source", "target"))


def reactions(
    events: ibis.Table, *, as_of: datetime, days: float | None, verbs: tuple[str, ...] = REACTIONS
) -> pa.Table:
    """What was written and reacted within the `days` (None: ever) before `as_of`: ts, actor, target (empty: nobody),
    topic (empty: none), in order of time."""
    inside = window(events, as_of, days)
    wrote = inside.filter(inside.actor_id.notnull(), inside.verb.isin([*verbs, *CONTRIBUTIONS]))
    target = (wrote.actor_id != wrote.target_user_id).ifelse(wrote.target_user_id, ibis.null("string"))
    kept = target.notnull() | wrote.verb.isin(list(CONTRIBUTIONS))
    told = wrote.select("ts", actor=wrote.actor_id, target=target, topic=wrote.topic_id, kept=kept)
    told = told.filter(told.kept).drop("kept")
    return fetch(told.order_by("ts", "actor", "target", "topic"))


def window(events: ibis.Table, as_of: datetime, days: float | None) -> ibis.Table:
    """Events strictly before `as_of` and not more than `days` before it."""
    known = before(events, as_of)
    if days is None:
        return known
    return known.filter(known.ts >= ibis.literal(naive_utc(as_of) - timedelta(days=days)))


def _reactions(events: ibis.Table, verbs: tuple[str, ...]) -> ibis.Table:
    known = events.filter(
        events.actor_id.notnull(),
        events.target_user_id.notnull(),
        events.actor_id != events.target_user_id,
        events.verb.isin(list(verbs)),
    )
    return known.select("ts", source=known.target_user_id, target=known.actor_id)


def _present(events: ibis.Table, met: ibis.Table) -> ibis.Table:
    """The days on which a source wrote or drew a reaction."""
    wrote = events.filter(events.actor_id.notnull(), events.verb.isin(list(CONTRIBUTIONS)))
    return wrote.select(source=wrote.actor_id, day=day_of(wrote)).union(met.select("source", "day")).distinct()


def _later(present: ibis.Table, end: float, half_life: float) -> ibis.Table:
    """Per source and day present: the faded days present after it."""
    weighed = present.mutate(weight=_weight(present.day, end, half_life))
    after = ibis.window(group_by="source", order_by=ibis.desc("day"), preceding=(None, 1))
    return weighed.select("source", "day", later=weighed.weight.sum().over(after).fill_null(0.0))


def _weight(day: ibis.expr.types.NumericValue, end: float, half_life: float) -> ibis.expr.types.NumericValue:
    age = ibis.greatest(float(end) - day.cast("float64"), 0.0).cast("float64")
    return (age * float(-np.log(2.0) / half_life)).exp()
