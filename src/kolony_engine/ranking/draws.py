"""Whom a member draws in: newcomers who begin with their posts, beside what was to be expected. No part of a score."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from kolony_engine.measures.around.attendance import WEEK_DAYS, week_number
from kolony_engine.measures.around.newcomers import WEEKS, newcomer_tables
from kolony_engine.ranking.chance import count_between, share_between

AROUND, HARDLY = 8, 0.5
Row = Mapping[str, int]


@dataclass(frozen=True)
class Arrival:
    """The weeks around somebody's own coming: who came in the eight before and in the eight from it on, and how many
    of the latter began with them."""

    weeks: int
    before: int
    after: int
    began: int


@dataclass(frozen=True)
class Drawn:
    """Of the `newcomers` of so many weeks who began with anybody, `began` did with this member, within `low` and `high`
    by chance; `expected` had theirs gone where the acts of those here before went in the same weeks.

    Of the `ripe` who have had their four weeks, `back` came back (between `back_low` and `back_high`); of all who
    began with anybody and have had theirs, the share `usual` did.
    """

    weeks: int
    newcomers: int
    began: int
    low: float
    high: float
    expected: float
    ripe: int
    back: int
    back_low: float
    back_high: float
    usual: float | None
    arrival: Arrival | None


def drawn(events: object, as_of: datetime, days: float, ids: Sequence[str]) -> dict[str, Drawn]:
    """What these members draw in, by the weeks of the `days` before `as_of`. Left out is with whom nobody new began and
    hardly anybody was to be expected to."""
    if not ids:
        return {}
    everybody, theirs = newcomer_tables(events, as_of=as_of, ids=sorted(set(ids)))
    weeks = {row["week"]: row for row in everybody.to_pylist()}
    by_member: defaultdict[str, list[Row]] = defaultdict(list)
    for row in theirs.to_pylist():
        by_member[row["member"]].append(row)
    now, length = week_number(as_of), ceil(days / WEEK_DAYS)
    span = range(max(now - length, min(weeks, default=now)), now + 1)
    found = {member: _drawn(rows, weeks, span) for member, rows in by_member.items()}
    return {member: one for member, one in found.items() if one.began or one.expected >= HARDLY}


def _drawn(rows: Sequence[Row], weeks: Mapping[int, Row], span: range) -> Drawn:
    inside = [row for row in rows if row["week"] in span]
    began, ripe = sum(row["began"] for row in inside), [row for row in inside if _ripe(row["week"], span)]
    low, high = count_between(began)
    old, back = sum(row["began"] for row in ripe), sum(row["back"] for row in ripe)
    back_low, back_high = share_between(back, old)
    return Drawn(
        weeks=len(span),
        newcomers=sum(weeks[week]["began"] for week in span if week in weeks),
        began=began,
        low=round(low, 2),
        high=round(high, 2),
        expected=round(sum(_expected(row, weeks.get(row["week"])) for row in inside), 2),
        ripe=old,
        back=back,
        back_low=round(back_low, 4),
        back_high=round(back_high, 4),
        usual=_usual(weeks, span),
        arrival=_arrival(rows, weeks, span[-1]),
    )


def _ripe(week: int, span: range) -> bool:
    return week + WEEKS < span[-1]


def _expected(row: Row, week: Row | None) -> float:
    return week["began"] * row["acts"] / week["acts"] if week and week["acts"] else 0.0


def _usual(weeks: Mapping[int, Row], span: range) -> float | None:
    ripe = [weeks[week] for week in span if week in weeks and _ripe(week, span)]
    came = sum(week["began"] for week in ripe)
    return round(sum(week["back"] for week in ripe) / came, 4) if came else None


def _arrival(rows: Sequence[Row], weeks: Mapping[int, Row], now: int) -> Arrival | None:
    """None where the records do not hold eight whole weeks on both sides."""
    came = rows[0]["came"]
    if came - AROUND < min(weeks, default=now) or came + AROUND > now:
        return None
    after = range(came, came + AROUND)
    return Arrival(
        weeks=AROUND,
        before=sum(weeks[week]["newcomers"] for week in range(came - AROUND, came) if week in weeks),
        after=sum(weeks[week]["newcomers"] for week in after if week in weeks),
        began=sum(row["began"] for row in rows if row["week"] in after),
    )
