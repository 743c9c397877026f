"""What cannot be added up, kept in a book beside what can: made once, and then anew for the rows concerned only.

Pairs of people, first comers to topics, weeks and silences are each one expression over the tables of a book. Seen on
another day, most of them are what they were; who is concerned is told here, and what becomes of them by the expression.
"""

from collections.abc import Mapping

import ibis

from kolony_engine.measures.clock.pace import silences_of
from kolony_engine.measures.counted.cells import at_work, whole_day
from kolony_engine.measures.counted.grains import CELLS, PLACES, TOUCHED, Sums
from kolony_engine.measures.counted.reach import PAIR, REACH, REACH_SUMS, pairs_of, reach_changed, reach_of
from kolony_engine.measures.counted.weeks import DAYS, weeks_later, weeks_of, weeks_together
from kolony_engine.measures.doors.pieces import pieces_of
from kolony_engine.measures.kept.known import early_of
from kolony_engine.measures.kept.shelf import Shelf

TWO = ibis.schema(dict.fromkeys(PAIR, "int32"))
DATED = ibis.schema(dict.fromkeys((*PAIR, "day"), "int32"))
TOPIC = ibis.schema({"topic_id": "int64"})
SILENCES = ibis.schema({"gap": "int32", "times": "int64", "first": "int32"})
LAST = ibis.schema({"actor_id": "int32", "day": "int32"})

BEGUN = """
CREATE TABLE book.turned (target_user_id INTEGER, actor_id INTEGER, day INTEGER);
CREATE TABLE book.seen (opens DOUBLE, closed DOUBLE, half_life DOUBLE, heard DOUBLE);
INSERT INTO book.seen SELECT NULL, NULL, NULL, NULL
"""
TURNED = """
INSERT INTO book.turned SELECT target_user_id, actor_id, day FROM more
ANTI JOIN (FROM book.touched WHERE day >= {first}) AS known USING (target_user_id, actor_id, day)
"""
NEAR = """
CREATE TEMPORARY TABLE near AS
SELECT target_user_id, actor_id FROM book.touched WHERE day >= {first} AND day < {last}
UNION SELECT target_user_id, actor_id FROM book.turned
UNION SELECT actor_id, target_user_id FROM book.turned
"""
GONE = "DELETE FROM book.early AS old USING topics AS new WHERE old.topic_id = new.topic_id"
LATE = "UPDATE book.seen SET {0} = NULL WHERE {0} > (SELECT epoch(min(ts)) / 86400 FROM beside.fresh)"
"""Weeks that are over are opened again when something is told of them."""


class Lasting:
    """The lasting views of a book."""

    def __init__(self, shelf: Shelf, tables: Mapping[str, ibis.Table], at_once: int) -> None:
        self._shelf, self._tables, self._at_once = shelf, tables, at_once
        self.early = shelf.held("early", early_of(tables[PLACES]).schema())

    def expect(self, touched: ibis.Table) -> None:
        """Fresh rows will be added: who turns to whom on a day for the first time is looked at when asked for."""
        self._shelf.lay("more", [touched.select(*DATED.names)])
        ((first,),) = self._shelf.rows("SELECT min(day) FROM more")
        if first is not None:
            self._shelf.run(TURNED.format(first=first))
        self._shelf.run("DROP TABLE more")

    def note(self, places: ibis.Table) -> None:
        """Fresh rows were added: who came to a topic is looked at now."""
        self._shelf.lay("topics", [places.select("topic_id").distinct()])
        self._shelf.run(GONE)
        concerned = self._tables[PLACES].semi_join(self._shelf.held("topics", TOPIC, None), "topic_id")
        self._shelf.add("early", Sums(), early_of(concerned))
        self._shelf.run("DROP TABLE topics")
        for closed in ("closed", "heard"):
            self._shelf.run(LATE.format(closed))

    def begin(self) -> None:
        """Find the first comers of all topics, some topics at a time."""
        places = self._tables[PLACES]
        ((rows,),) = self._shelf.rows("SELECT count(*) FROM book.places")
        parts = -(-rows // self._at_once) or 1
        some = [places.filter(places.topic_id % parts == part) for part in range(parts)] if parts > 1 else [places]
        self._shelf.add_all("early", Sums(), [early_of(topics) for topics in some], begun=True)

    def reach(self, opens: float) -> ibis.Table:
        """What the pairs of people add up to, seen with a window that opens on a day.

        After the first time only those who met since, or on a day that the window passed, are looked at: as they were
        and as they are.
        """
        opened = self._shelf.rows("SELECT opens FROM book.seen")[0][0]
        with self._shelf.transaction():
            if opened is None:
                self._reach_all(opens)
            else:
                self._reach_since(opened, opens)
            self._shelf.run("DELETE FROM book.turned")
            self._shelf.rows("UPDATE book.seen SET opens = ?", [opens])
        return self._shelf.held("reach", REACH)

    def _reach_since(self, opened: float, opens: float) -> None:
        first, last = sorted(whole_day(edge) for edge in (opened, opens))
        self._shelf.run(NEAR.format(first=first, last=last))
        near, turned = self._shelf.held("near", TWO, None), self._shelf.held("turned", DATED)
        self._shelf.lay("around", [self._tables[TOUCHED].semi_join(near, PAIR)])
        around = self._shelf.held("around", self._tables[TOUCHED].schema(), None)
        before = pairs_of(around.anti_join(turned, DATED.names), opened)
        self._shelf.add("reach", REACH_SUMS, reach_changed(reach_of(pairs_of(around, opens)), reach_of(before)))
        self._shelf.run("DROP TABLE around; DROP TABLE near")

    def _reach_all(self, opens: float) -> None:
        """Begin the sums. Two people are looked at together, so a piece is of the one whose number is the lower."""
        touched = self._tables[TOUCHED]
        lower = touched.mutate(lower=ibis.least(touched.target_user_id, touched.actor_id))
        pieces = pieces_of(lower, ("lower",), self._at_once)
        some = [reach_of(pairs_of(piece.of(lower, "lower"), opens)) for piece in pieces]
        self._shelf.create("reach", some[0])
        self._shelf.add_all("reach", REACH_SUMS, some, begun=False)

    def weeks(self, day: float, half_life: float) -> ibis.Table:
        """What the weeks of each member add up to. Those that were over a week ago are gone through once."""
        cells, opens = self._tables[CELLS], _week_before(day)
        lately = weeks_of(cells.filter(cells.day >= opens), day, half_life)
        over = self._shelf.held("weeks", lately.schema())
        ((closed, faded),) = self._shelf.rows("SELECT closed, half_life FROM book.seen")
        anew = closed is None or faded != half_life
        if anew:
            past = cells.filter(cells.day < opens)
            pieces = pieces_of(past, ("actor_id",), self._at_once)
            found = [weeks_of(piece.of(past, "actor_id"), opens, half_life) for piece in pieces]
        else:
            more = weeks_of(cells.filter(cells.day >= whole_day(closed), cells.day < opens), opens, half_life)
            found = [weeks_together(weeks_later(over, opens - closed, half_life), more)]
        if anew or closed < opens:
            with self._shelf.transaction():
                self._shelf.replace("weeks", found)
                self._shelf.rows("UPDATE book.seen SET closed = ?, half_life = ?", [opens, half_life])
        return weeks_together(weeks_later(over, day - opens, half_life), lately)

    def silences(self, day: float) -> ibis.Table:
        """How long members were silent between two days of theirs. Weeks that are over are listened to once."""
        active, opens = at_work(self._tables[CELLS]).select("actor_id", "day"), _week_before(day)
        kept, last = self._shelf.held("silences", SILENCES), self._shelf.held("last", LAST)
        ((heard,),) = self._shelf.rows("SELECT heard FROM book.seen")
        with self._shelf.transaction():
            if heard is None:
                self._hear_all(active.filter(active.day < opens))
            elif heard < opens:
                since = last.union(active.filter(active.day >= whole_day(heard), active.day < opens))
                self._shelf.add("silences", Sums(), silences_of(since))
                self._shelf.replace("last", [_last_of(since)])
            self._shelf.rows("UPDATE book.seen SET heard = ?", [opens])
        return kept.union(silences_of(last.union(active.filter(active.day >= opens))))

    def _hear_all(self, active: ibis.Table) -> None:
        people = [piece.of(active, "actor_id") for piece in pieces_of(active, ("actor_id",), self._at_once)]
        self._shelf.replace("silences", [silences_of(days) for days in people])
        self._shelf.replace("last", [_last_of(days) for days in people])


def _week_before(day: float) -> int:
    return whole_day(DAYS * (day // DAYS - 1))


def _last_of(active: ibis.Table) -> ibis.Table:
    return active.group_by("actor_id").agg(day=active.day.max())
