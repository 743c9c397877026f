"""Does likeness know people? Their own later leanings are looked for among everybody's: tables for a back-test."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import ibis
import pyarrow as pa

from kolony_engine.measures.around.leanings import leanings, nearest, of_all, tags_of_topics
from kolony_engine.measures.around.ties import window
from kolony_engine.measures.counted.cells import ACTS
from kolony_engine.measures.doors.arrow import fetch, kept


def lasting_members(events: ibis.Table, *, middle: datetime, days: float, least: int) -> pa.Table:
    """Who wrote at least so often both in the `days` before `middle` and in the `days` from it on: `member`."""
    both = [_acts(events, end, days) for end in (middle, middle + timedelta(days=days))]
    often = [acts.filter(acts.acts >= least).select("member") for acts in both]
    return fetch(often[0].semi_join(often[1], "member").order_by("member"))


def _acts(events: ibis.Table, as_of: datetime, days: float) -> ibis.Table:
    wrote = _wrote(events, as_of, days)
    return wrote.group_by(member=wrote.actor_id).agg(acts=wrote.count())


def _wrote(events: ibis.Table, as_of: datetime, days: float) -> ibis.Table:
    past = window(events, as_of, days)
    return past.filter(past.actor_id.notnull(), past.verb.isin(list(ACTS)))


def found_again(
    events: ibis.Table, *, middle: datetime, days: float, weights: Mapping[str, float], ids: Sequence[str]
) -> pa.Table:
    """Where each of `ids`, by their leanings of before, finds their own leanings of after: `member, place` (from 0)."""
    after = middle + timedelta(days=days)
    with kept(leanings(events, middle, days)) as then, kept(leanings(events, after, days)) as now:
        near = nearest(then, now, of_all(weights, now), ids)
        return fetch(near.filter(near.member == near.other).select("member", "place").order_by("member"))


def busiest_again(events: ibis.Table, *, middle: datetime, days: float, ids: Sequence[str]) -> pa.Table:
    """The plain way: where each of `ids` stands after `middle` among those who wrote most in the tag that was theirs
    before it: `member, place` (from 0). In a community without tags, where they stand among all."""
    ends = middle, middle + timedelta(days=days)
    then, now = (_by_tag(events, end, days) for end in ends)
    if not fetch(now.limit(1)).num_rows:
        then, now = (_by_member(events, end, days) for end in ends)
    order = ibis.window(group_by="member", order_by=[ibis.desc("acts"), "tag"])
    first = then.mutate(nth=ibis.row_number().over(order))
    theirs = first.filter(first.nth == 0, first.member.isin(list(ids))).select("member", "tag")
    busy = ibis.window(group_by="tag", order_by=[ibis.desc("acts"), "member"])
    placed = now.mutate(place=ibis.row_number().over(busy))
    return fetch(placed.semi_join(theirs, ["member", "tag"]).select("member", "place").order_by("member"))


def _by_member(events: ibis.Table, as_of: datetime, days: float) -> ibis.Table:
    return _acts(events, as_of, days).mutate(tag=ibis.literal(""))


def _by_tag(events: ibis.Table, as_of: datetime, days: float) -> ibis.Table:
    tags = tags_of_topics(window(events, as_of, days))
    wrote = _wrote(events, as_of, days)
    inside = wrote.select("topic_id", member="actor_id").join(tags, "topic_id")
    return inside.group_by("member", "tag").agg(acts=inside.count())
