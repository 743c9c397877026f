"""With whose posts newcomers begin: their first act towards somebody else, beside where everybody else's acts went.

A newcomer is who did anything for the first time in a week, from the fifth week of the records on: who was there when
they began cannot be told from who came. They begin with the person to whom their first answer, like, comment, mention,
share or following goes, within four weeks. They come back when they do anything in one of the four weeks after the one
they came in. That somebody begins with a person's posts does not prove that they came because of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import ibis
import pyarrow as pa

from kolony_engine.measures.around.attendance import attendance, turns
from kolony_engine.measures.counted.cells import TOUCHES
from kolony_engine.measures.doors.arrow import fetch, kept

TURNS = (*TOUCHES, "follow")
WEEKS = 4
"""So many weeks of records before anybody is called new; so many to begin with somebody, and to come back."""


def newcomer_tables(events: ibis.Table, *, as_of: datetime, ids: Sequence[str]) -> tuple[pa.Table, pa.Table]:
    """Week by week, of all and of these members, ordered:

    week, newcomers, began, back, acts             who came, who of them began with anybody, who of those came back;
                                                   acts of those here before
    member, week, came, began, back, acts          the same of those who began with the member; acts towards them;
                                                   `came` is the member's own first week
    """
    with _kept_here(events, as_of) as (here, born):
        back = _back(here, born)
        toward = turns(events, as_of, TURNS)
        began = _began(toward, born, back)
        acts = _acts_of_others(toward, born)
        return fetch(_by_week(born, began, acts)), fetch(_by_member(began, acts, born, ids))


@contextmanager
def _kept_here(events: ibis.Table, as_of: datetime) -> Iterator[tuple[ibis.Table, ibis.Table]]:
    """Who was here in which week, and everybody's first week with whether they are a newcomer of it."""
    with kept(attendance(events, as_of)) as here:
        first = here.group_by("actor_id").agg(came=here.week.min())
        new = first.came - first.came.min().over(ibis.window()) >= WEEKS
        with kept(first.mutate(new=new)) as born:
            yield here, born


def _back(here: ibis.Table, born: ibis.Table) -> ibis.Table:
    both = here.join(born.filter(born.new), "actor_id")
    return both.filter(both.week > both.came, both.week <= both.came + WEEKS).select("actor_id").distinct()


def _began(toward: ibis.Table, born: ibis.Table, back: ibis.Table) -> ibis.Table:
    """One row per newcomer who began with somebody: `actor_id, member, came, back`."""
    theirs = toward.join(born.filter(born.new), "actor_id").filter(lambda t: t.week <= t.came + WEEKS)
    order = ibis.window(group_by="actor_id", order_by=["ts", "event_id"])
    first = theirs.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth == 0)
    told = first.left_join(back.mutate(again=ibis.literal(1, "int64")), "actor_id")
    return told.select("actor_id", "came", member="target_user_id", back=told.again.fill_null(0))


def _acts_of_others(toward: ibis.Table, born: ibis.Table) -> ibis.Table:
    """Acts of those who were here in an earlier week, by the member they went to and the week."""
    earlier = toward.join(born.select("actor_id", "came"), "actor_id").filter(lambda t: t.came < t.week)
    return earlier.group_by(member=earlier.target_user_id, week=earlier.week).agg(acts=earlier.count())


def _by_week(born: ibis.Table, began: ibis.Table, acts: ibis.Table) -> ibis.Table:
    new = born.filter(born.new)
    came = new.group_by(week=new.came).agg(newcomers=new.count())
    started = began.group_by(week=began.came).agg(began=began.count(), back=began.back.sum())
    total = acts.group_by("week").agg(acts=acts.acts.sum())
    told = came.left_join(started, "week").left_join(total, "week")
    return told.select(
        "week", "newcomers", **{name: told[name].fill_null(0) for name in ("began", "back", "acts")}
    ).order_by("week")


def _by_member(began: ibis.Table, acts: ibis.Table, born: ibis.Table, ids: Sequence[str]) -> ibis.Table:
    mine = began.filter(began.member.isin(list(ids)))
    nothing = ibis.literal(0, "int64")
    started = mine.group_by("member", week=mine.came).agg(began=mine.count(), back=mine.back.sum())
    met = acts.filter(acts.member.isin(list(ids)))
    both = started.mutate(acts=nothing).union(
        met.select("member", "week", began=nothing, back=nothing, acts=met.acts.cast("int64"))
    )
    each = both.group_by("member", "week").agg(**{name: both[name].sum() for name in ("began", "back", "acts")})
    told = each.join(born.select(member="actor_id", came="came"), "member")
    return told.select("member", "week", "came", "began", "back", "acts").order_by("member", "week")
