"""What members lean to: the tags, conversations and people around each, weighed so that two members can be compared.

A leaning is one member's share in one thing of one kind:

    tag      a tag of conversations the member wrote in
    topic    a conversation the member wrote in
    reader   somebody who turned to the member (answered, liked, quoted...)
    turned   somebody the member turned to

How often counts by its logarithm; what many lean to says less about each of them (logarithm of members by carriers).
The shares of one member and kind are as long together as a vector of length below one: the fewer things are known of
somebody, the shorter, so that one common conversation makes nobody a twin (`SHRINK`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import ibis
import pyarrow as pa

from kolony_engine.measures.around.ties import window
from kolony_engine.measures.counted.cells import ACTS, touches
from kolony_engine.measures.doors.arrow import fetch, kept

LEAST_ACTS = 3
"""Who wrote less often than this is like nobody yet."""

COMMON = 5_000
"""What more members than this lean to tells nobody apart, and would be compared with everybody."""

MOST: Mapping[str, int] = {"tag": 5, "topic": 100, "reader": 100, "turned": 100}
"""Of each kind the heaviest things of a member."""

SHRINK = 20.0


def leanings(events: ibis.Table, as_of: datetime, days: float) -> ibis.Table:
    """One row per member, kind and thing of the `days` before `as_of` (strictly): `member, kind, thing, share`."""
    past = window(events, as_of, days)
    wrote = past.filter(past.actor_id.notnull(), past.verb.isin(list(ACTS)))
    acts = wrote.group_by(member=wrote.actor_id).agg(acts=wrote.count())
    members = acts.filter(acts.acts >= LEAST_ACTS).select("member")
    counted = _counted(past, wrote).semi_join(members, "member")
    return _shared(_weighed(counted, members))


def _counted(past: ibis.Table, wrote: ibis.Table) -> ibis.Table:
    """How often each member did with each thing."""
    inside = wrote.filter(wrote.topic_id.notnull())
    topics = inside.group_by(member=inside.actor_id, thing=inside.topic_id).agg(times=inside.count())
    tags = tags_of_topics(past)
    joined = topics.join(tags, topics.thing == tags.topic_id)
    by_tag = joined.group_by("member", thing=joined.tag).agg(times=joined.count())
    met = touches(past)
    readers = met.group_by(member=met.target_user_id, thing=met.actor_id).agg(times=met.count())
    turned = met.group_by(member=met.actor_id, thing=met.target_user_id).agg(times=met.count())
    kinds = {"tag": by_tag, "topic": topics, "reader": readers, "turned": turned}
    rows = [table.select("member", "thing", "times", kind=ibis.literal(kind)) for kind, table in kinds.items()]
    return ibis.union(*rows)


def tags_of_topics(past: ibis.Table) -> ibis.Table:
    """What a conversation was tagged with, by whomever of those who wrote in it: `topic_id, tag`."""
    tagged = past.filter(past.topic_id.notnull(), past.tags.notnull())
    tags = tagged.select("topic_id", tag=tagged.tags.unnest()).distinct()
    return tags.filter(tags.tag.notnull())


def _weighed(counted: ibis.Table, members: ibis.Table) -> ibis.Table:
    """Rare things weigh more; those nearly everybody leans to are left out, and those only one member does."""
    by_thing = counted.group_by("kind", "thing").agg(carriers=counted.count())
    telling = by_thing.filter(by_thing.carriers > 1, by_thing.carriers <= COMMON)
    everybody = members.agg(everybody=members.count())
    joined = counted.join(telling, ["kind", "thing"]).cross_join(everybody)
    rarity = (1.0 + joined.everybody.cast("float64") / joined.carriers.cast("float64")).ln()
    return joined.select("member", "kind", "thing", weight=(1.0 + joined.times.cast("float64")).ln() * rarity)


def _shared(weighed: ibis.Table) -> ibis.Table:
    heaviest = ibis.window(group_by=["member", "kind"], order_by=[ibis.desc("weight"), "thing"])
    placed = weighed.mutate(place=ibis.row_number().over(heaviest))
    first = placed.filter(placed.place < placed.kind.cases(*MOST.items(), else_=0))
    together = ibis.window(group_by=["member", "kind"])
    length = ((first.weight * first.weight).sum().over(together) + ibis.literal(SHRINK).cast("float64")).sqrt()
    return first.select("member", "kind", "thing", share=first.weight / length)


def nearest(lean: ibis.Table, among: ibis.Table, weights: Mapping[str, float], ids: Sequence[str]) -> ibis.Table:
    """For each of `ids`, in `lean`, everybody of `among` who has anything in common with them, the nearest first:
    `member, other, score` (0 to 1), `place` from 0. The member is not left out.

    The score is the product of the shares in what both lean to, summed by kind and weighed by `weights`.
    """
    pairs = _met(lean.filter(lean.member.isin(list(ids))), among)
    parts = [(kind, ibis.literal(part).cast("float64")) for kind, part in weights.items()]
    weight = pairs.kind.cases(*parts, else_=ibis.literal(0.0).cast("float64"))
    scored = pairs.group_by("member", "other").agg(score=(pairs.product * weight).sum().round(6))
    order = ibis.window(group_by="member", order_by=[ibis.desc("score"), "other"])
    return scored.filter(scored.score > 0).mutate(place=ibis.row_number().over(order))


def _met(mine: ibis.Table, among: ibis.Table) -> ibis.Table:
    theirs = among.select("kind", "thing", other="member", their_share="share")
    joined = mine.join(theirs, ["kind", "thing"])
    return joined.select("member", "other", "kind", "thing", product=joined.share * joined.their_share)


def in_common(lean: ibis.Table, pairs: ibis.Table, told: int) -> ibis.Table:
    """What both of each pair lean to, the most telling first: `member, other, kind, thing, place, things` (how many of
    the kind in all), `told` of each kind."""
    both = _met(lean.semi_join(pairs, "member"), lean).semi_join(pairs, ["member", "other"])
    kind = ["member", "other", "kind"]
    order = ibis.window(group_by=kind, order_by=[ibis.desc("product"), "thing"])
    placed = both.mutate(place=ibis.row_number().over(order), things=both.count().over(ibis.window(group_by=kind)))
    return placed.filter(placed.place < told).select(*kind, "thing", "place", "things")


def alike_tables(
    events: ibis.Table, *, as_of: datetime, days: float, weights: Mapping[str, float], ids: Sequence[str], most: int,
    told: int,
) -> tuple[pa.Table, pa.Table]:  # fmt: skip
    """The `most` nearest of each of `ids` and what each two have in common, in order, from one reading of the events.

    The first table is `member, other, score, place`, the second as `in_common` says.
    """
    with kept(leanings(events, as_of, days)) as lean:
        near = nearest(lean, lean, of_all(weights, lean), ids)
        others = near.filter(near.member != near.other)
        with kept(others.filter(others.place <= most)) as pairs:
            common = in_common(lean, pairs.select("member", "other"), told)
            order = ("member", "other", "kind", "place")
            return fetch(pairs.order_by("member", "place")), fetch(common.order_by(*order))


def of_all(weights: Mapping[str, float], lean: ibis.Table) -> dict[str, float]:
    """Weights of the kinds a community has, adding up to one: where there are no tags, the others count for them."""
    there = fetch(lean.select("kind").distinct())["kind"].to_pylist()
    known = {kind: weight if kind in there else 0.0 for kind, weight in weights.items()}
    total = sum(known.values()) or 1.0
    return {kind: weight / total for kind, weight in known.items()}
