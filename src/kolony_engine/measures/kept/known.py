"""What was known at a date, prepared once and shared by all measures."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import duckdb
import ibis

from kolony_engine.events import Recognition
from kolony_engine.measures.clock.pace import Pace, pace_from, silences_of
from kolony_engine.measures.counted import grains
from kolony_engine.measures.counted.cells import at_work, before, day_number, naive_utc, received, whole_day
from kolony_engine.measures.counted.grains import GRAINS
from kolony_engine.measures.counted.reach import pairs_of, reach_of
from kolony_engine.measures.counted.weeks import weeks_of
from kolony_engine.measures.doors.arrow import kept
from kolony_engine.measures.doors.coding import People, coded

FIRST_PEOPLE = 5


@dataclass(frozen=True)
class Known:
    """The tables that were counted from the events before a date (see `grains`), and the pace to look at them with.

    `reach` is what the pairs of people who touched one another add up to, `pairs` answers with those in which some
    people were the ones who turned to others (nobody named: all); `weeks` is what the weeks of each member add up to;
    `early` are the first people of each topic; `earned` tells what posts earned by day of birth and age.
    """

    cells: ibis.Table
    weeks: ibis.Table
    reach: ibis.Table
    pairs: Callable[..., ibis.Table]
    posts: ibis.Table
    places: ibis.Table
    early: ibis.Table
    praisers: ibis.Table
    tallies: ibis.Table
    births: ibis.Table
    earned: Callable[[ibis.Table], ibis.Table]
    people: People
    day: float
    recognition: Recognition
    pace: Pace

    @property
    def window_start(self) -> int:
        """The first day of the window."""
        return whole_day(self.day - self.pace.window_days)


@dataclass(frozen=True)
class Counted:
    """What a book holds, all of it from before `as_of`: the grains by number of person, and who the numbers are.

    `reach` answers with what the pairs of people add up to, as seen with a window that begins on a day; `weeks` with
    what the weeks add up to, for a half-life; `silences` with how long members were silent.
    """

    as_of: datetime
    grains: dict[str, ibis.Table]
    earned: ibis.Table
    early: ibis.Table
    reach: Callable[[float], ibis.Table]
    weeks: Callable[[float], ibis.Table]
    silences: Callable[[], ibis.Table]
    people: People


@contextmanager
def known_at(
    events: ibis.Table,
    as_of: datetime,
    recognition: Recognition,
    pace: Pace | None = None,
    counted: Counted | None = None,
) -> Iterator[Known]:
    """Prepare what was known at `as_of`, from what was counted for that moment or, without it, from all events.

    Tables that were made for it go when the block ends.
    """
    if known := _from_book(counted, as_of, recognition, pace):
        yield known
        return
    past = before(events, as_of)
    day = day_number(as_of)
    with ExitStack() as stack:
        acts = stack.enter_context(coded(past))
        cells = stack.enter_context(kept(GRAINS[grains.CELLS].count(acts, recognition)))
        pace = pace or pace_from(silences_of(at_work(cells)), day)
        places = grains.places(past, recognition)
        touched = GRAINS[grains.TOUCHED].count(acts, recognition)
        pairs = stack.enter_context(kept(pairs_of(touched, day - pace.window_days)))
        yield Known(
            cells=cells,
            weeks=weeks_of(cells, day, pace.half_life_days),
            reach=stack.enter_context(kept(reach_of(pairs))),
            pairs=partial(_of, pairs),
            posts=grains.by_post(past, recognition),
            places=places,
            early=early_of(places),
            praisers=grains.praisers(acts, recognition),
            tallies=grains.tallies(acts, recognition),
            births=grains.births(past, recognition),
            earned=lambda born: grains.aged(received(past, recognition), born),
            people=People(),
            day=day,
            recognition=recognition,
            pace=pace,
        )


def _from_book(counted: Counted | None, as_of: datetime, recognition: Recognition, pace: Pace | None) -> Known | None:
    """What a book says; nothing where it is of another moment, or memory does not suffice to look at it."""
    if counted is None or naive_utc(counted.as_of) != naive_utc(as_of):
        return None
    day, kinds = day_number(as_of), counted.grains
    try:
        pace = pace or pace_from(counted.silences(), day)
        reach = counted.reach(day - pace.window_days)
        weeks = counted.weeks(pace.half_life_days)
    except duckdb.OutOfMemoryException:
        return None
    return Known(
        cells=kinds[grains.CELLS],
        weeks=weeks,
        reach=reach,
        pairs=lambda *some: pairs_of(_of(kinds[grains.TOUCHED], *some), day - pace.window_days),
        posts=kinds[grains.POSTS],
        places=kinds[grains.PLACES],
        early=counted.early,
        praisers=kinds[grains.PRAISERS],
        tallies=kinds[grains.TALLIES],
        births=kinds[grains.BIRTHS],
        earned=lambda born: counted.earned,
        people=counted.people,
        day=day,
        recognition=recognition,
        pace=pace,
    )


def _of(rows: ibis.Table, some: ibis.Table | None = None) -> ibis.Table:
    return rows if some is None else rows.semi_join(some, "actor_id")


def early_of(places: ibis.Table) -> ibis.Table:
    """The first people of each topic. Who came to it at the same moment came equally early."""
    placed = places.select("actor_id", "topic_id", place=ibis.rank().over(group_by="topic_id", order_by="first"))
    return placed.filter(placed.place < FIRST_PEOPLE).select("actor_id", "topic_id")
