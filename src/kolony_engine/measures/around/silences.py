"""What became of somebody's loyal fans while that somebody was silent, beside others who were here just as often.

A silence: whoever wrote in at least seven of thirteen weeks then wrote nothing for four. A loyal fan turned to them on
at least three days of those thirteen weeks. Fans stayed if they did anything here in the four weeks. Others just as
often here are those who were here in as many of the thirteen weeks and were nobody's loyal fan who fell silent then.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime

import ibis
import pyarrow as pa

from kolony_engine.measures.around.attendance import attendance, turns, week_number, week_of
from kolony_engine.measures.around.ties import window
from kolony_engine.measures.counted.cells import ACTS, TOUCHES, before
from kolony_engine.measures.doors.arrow import fetch, kept

SILENT, BEFORE, OFTEN, LOYAL_DAYS = 4, 13, 7, 3


def silences(events: ibis.Table, *, as_of: datetime, ids: Sequence[str]) -> pa.Table:
    """One row per silence of these members, ordered: `member, week` (its first), `fans` (loyal ones), `stayed` of
    them, and the share of others just as often here that stayed, summed over the fans: `expected`, of `compared`."""
    with ExitStack() as stack:
        silent = stack.enter_context(kept(_silent(events, as_of, ids)))
        fans = stack.enter_context(kept(_fans(events, as_of, silent)))
        lively = stack.enter_context(kept(_lively(attendance(events, as_of), silent)))
        return fetch(_held(silent, fans, lively))


def _silent(events: ibis.Table, as_of: datetime, ids: Sequence[str]) -> ibis.Table:
    """`member, week`: the first of four whole weeks without a word, after thirteen that were seldom without."""
    past = before(events, as_of)
    wrote = past.filter(past.actor_id.isin(list(ids)), past.verb.isin(list(ACTS)))
    weeks = wrote.select(member=wrote.actor_id, last=week_of(wrote)).distinct()
    order = ibis.window(group_by="member", order_by="last")
    running = ibis.range_window(group_by="member", order_by="last", preceding=BEFORE - 1, following=0)
    told = weeks.mutate(
        following=weeks["last"].lead().over(order).fill_null(week_number(as_of)),
        often=weeks["last"].count().over(running),
    )
    long = told.filter(told.following - told["last"] > SILENT, told.often >= OFTEN)
    return long.select("member", week=(long["last"] + 1).cast("int32"))


def _fans(events: ibis.Table, as_of: datetime, silent: ibis.Table) -> ibis.Table:
    """`member, week, actor_id`: who was loyal in the thirteen weeks before a silence."""
    toward = turns(events, as_of, TOUCHES).select("actor_id", "day", on="week", member="target_user_id")
    met = toward.join(silent, "member")
    met = met.filter(met.on < met.week, met.on >= met.week - BEFORE)
    days = met.group_by("member", "week", "actor_id").agg(days=met.day.nunique())
    return days.filter(days.days >= LOYAL_DAYS).select("member", "week", "actor_id")


def _lively(here: ibis.Table, silent: ibis.Table) -> ibis.Table:
    """`week, actor_id, weeks, stayed`: in how many of the thirteen weeks before it somebody was here, and whether in
    the four of it; only of weeks in which a silence began."""
    begun = silent.select("week").distinct()
    near = here.rename(on="week").cross_join(begun)
    near = near.filter(near.on >= near.week - BEFORE, near.on < near.week + SILENT)
    each = near.group_by("week", "actor_id").agg(
        weeks=near.count(where=near.on < near.week), later=near.count(where=near.on >= near.week)
    )
    return each.filter(each.weeks > 0).select("week", "actor_id", "weeks", stayed=(each.later > 0).cast("int64"))


def _held(silent: ibis.Table, fans: ibis.Table, lively: ibis.Table) -> ibis.Table:
    others = lively.anti_join(fans, ["week", "actor_id"])
    usual = others.group_by("week", "weeks").agg(usual=others.stayed.cast("float64").mean())
    each = fans.join(lively, ["week", "actor_id"]).left_join(usual, ["week", "weeks"])
    told = each.group_by("member", "week").agg(
        fans=each.count(), stayed=each.stayed.sum(), compared=each.usual.count(), expected=each.usual.sum()
    )
    counted = silent.left_join(told, ["member", "week"])
    return counted.select(
        *("member", "week"),
        *(counted[name].fill_null(0).name(name) for name in ("fans", "stayed", "compared")),
        expected=counted.expected.fill_null(0.0).round(6),
    ).order_by("member", "week")


def leaning_fans(events: ibis.Table, *, as_of: datetime, days: float, ids: Sequence[str]) -> pa.Table:
    """One row per loyal fan of these members in the `days` before `as_of`, ordered: `member, actor_id, acts` (towards
    the member), `all_acts` (everything they wrote, liked, shared..., their own posts too)."""
    did = window(events, as_of, days)
    did = did.filter(did.actor_id.notnull(), did.verb.isin(list(dict.fromkeys((*ACTS, *TOUCHES)))))
    toward = turns(did, as_of, TOUCHES)
    mine = toward.filter(toward.target_user_id.isin(list(ids)))
    pairs = mine.group_by("actor_id", member="target_user_id").agg(
        acts=lambda t: t.count(), days=lambda t: t.day.nunique()
    )
    loyal = pairs.filter(pairs.days >= LOYAL_DAYS)
    everything = did.semi_join(loyal, "actor_id").group_by("actor_id").agg(all_acts=lambda t: t.count())
    told = loyal.join(everything, "actor_id")
    return fetch(told.select("member", "actor_id", "acts", "all_acts").order_by("member", "actor_id"))
