"""When each member was active: one row a member with the months of acts and recognition, and the topics written in.

What a dossier draws. Not a measure of merit: everything in the table is a plain count or sum.
"""

import ibis
import pyarrow as pa

from kolony_engine.events import Recognition
from kolony_engine.measures.counted.cells import ACTS, CONTRIBUTIONS, received

TOP_TOPICS = 5


def member_rhythm(events: ibis.Table, recognition: Recognition) -> pa.Table:
    """One row per member who ever wrote or was recognised.

    Columns: `actor_id`, `first_at`, `last_at` (own acts), `contributions`, `recognition`, `months` (list of month,
    contributions, comments, recognition, oldest first), `topics` (list of tag and contributions, most first).
    """
    months = _months(events, recognition)
    whole = _members(months).left_join(_topics(events), "actor_id").drop("actor_id_right")
    return whole.order_by("actor_id").to_pyarrow()


def _months(events: ibis.Table, recognition: Recognition) -> ibis.Table:
    """Acts and received recognition by member and month, added up from both sides."""
    acts = events.filter(events.actor_id.notnull(), events.verb.isin(list(ACTS)))
    nothing = ibis.literal(0).cast("int64")
    did = acts.select(
        actor_id="actor_id", month=_month(acts), ts="ts", recognition=ibis.literal(0.0),
        contributions=acts.verb.isin(list(CONTRIBUTIONS)).cast("int64"),
        comments=(acts.verb == "comment").cast("int64"),
    )  # fmt: skip
    got = received(events, recognition)
    earned = got.select(
        actor_id="target_user_id", month=_month(got), ts=ibis.null(events.ts.type()), recognition="points",
        contributions=nothing, comments=nothing,
    )  # fmt: skip
    both = ibis.union(did, earned)
    return both.group_by("actor_id", "month").agg(
        first_at=both.ts.min(), last_at=both.ts.max(), contributions=both.contributions.sum(),
        comments=both.comments.sum(), recognition=both.recognition.sum(),
    )  # fmt: skip


def _month(events: ibis.Table) -> ibis.expr.types.StringValue:
    return events.ts.truncate("M").strftime("%Y-%m")


def _members(months: ibis.Table) -> ibis.Table:
    cell = ibis.struct({name: months[name] for name in ("month", "contributions", "comments", "recognition")})
    return months.group_by("actor_id").agg(
        first_at=months.first_at.min(), last_at=months.last_at.max(), contributions=months.contributions.sum(),
        recognition=months.recognition.sum(), months=cell.collect().sort(),
    )  # fmt: skip


def _topics(events: ibis.Table) -> ibis.Table:
    """The tags of the topics a member contributed to: a reply belongs to the tags its topic was opened with."""
    tagged = events.filter(events.topic_id.notnull() & events.tags.notnull())
    tags = tagged.select("topic_id", tag=tagged.tags.unnest()).distinct()
    wrote = events.filter(events.verb.isin(list(CONTRIBUTIONS)) & events.actor_id.notnull())
    wrote = wrote.select("actor_id", "topic_id")
    counted = wrote.join(tags, "topic_id").group_by("actor_id", "tag").agg(posts=ibis._.count())
    best = ibis.row_number().over(group_by="actor_id", order_by=[ibis.desc("posts"), "tag"])
    top = counted.mutate(place=best).filter(ibis._.place < TOP_TOPICS)
    cells = ibis.struct({"place": top.place, "tag": top.tag, "posts": top.posts}).collect().sort()
    named = cells.map(lambda cell: ibis.struct({"tag": cell["tag"], "posts": cell["posts"]}))
    return top.group_by("actor_id").agg(topics=named)
