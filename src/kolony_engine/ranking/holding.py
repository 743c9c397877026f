"""Would the fans go if a member went? How much they hang on the member, and what they did when the member fell silent.

For the eye, no part of a score; what fans do on other platforms nobody here can see.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kolony_engine.measures import moment_of
from kolony_engine.measures.around.attendance import WEEK_DAYS
from kolony_engine.measures.around.silences import SILENT, leaning_fans, silences
from kolony_engine.ranking.chance import share_between

HANGS, AT_HOME = 0.5, 0.2
"""Above the first share of all they do here towards one person they hang on that person; below the second they are at
home elsewhere."""


@dataclass(frozen=True)
class Silences:
    """Of `fans` loyal before `times` silences `stayed` were here during them (as a share between `low` and `high`); of
    others just as often here the share `expected` was. None where there were no others."""

    times: int
    weeks: int
    newest: datetime
    fans: int
    stayed: int
    low: float
    high: float
    expected: float | None


@dataclass(frozen=True)
class Holding:
    """Of the loyal `fans` of so many `days`, how many `hang` on this member (as a share between `low` and `high`) and
    how many are `at_home` elsewhere; and what came of earlier silences, if there were any with fans."""

    days: int
    fans: int
    hang: int
    low: float
    high: float
    at_home: int
    silences: Silences | None


@dataclass(frozen=True)
class Held:
    """What is known of each member, and of all their silences together."""

    members: Mapping[str, Holding]
    together: Silences | None


def holding(events: object, as_of: datetime, days: float, ids: Sequence[str]) -> Held:
    """How the fans of these members hang on them; who has no loyal fan and had none before a silence is left out."""
    if not ids:
        return Held({}, None)
    wanted = sorted(set(ids))
    leaning: defaultdict[str, list[float]] = defaultdict(list)
    for row in leaning_fans(events, as_of=as_of, days=days, ids=wanted).to_pylist():
        leaning[row["member"]].append(row["acts"] / row["all_acts"])
    quiet: defaultdict[str, list[Mapping[str, float]]] = defaultdict(list)
    for row in silences(events, as_of=as_of, ids=wanted).to_pylist():
        if row["fans"]:
            quiet[row["member"]].append(row)
    members = {member: _holding(leaning[member], days, quiet[member]) for member in sorted({*leaning, *quiet})}
    return Held(members, _silences([row for rows in quiet.values() for row in rows]))


def _holding(shares: Sequence[float], days: float, rows: Sequence[Mapping[str, float]]) -> Holding:
    hang = sum(share > HANGS for share in shares)
    low, high = share_between(hang, len(shares))
    at_home = sum(share < AT_HOME for share in shares)
    return Holding(round(days), len(shares), hang, round(low, 4), round(high, 4), at_home, _silences(rows))


def _silences(rows: Sequence[Mapping[str, float]]) -> Silences | None:
    if not rows:
        return None
    fans, stayed = (int(sum(row[name] for row in rows)) for name in ("fans", "stayed"))
    compared = sum(row["compared"] for row in rows)
    low, high = share_between(stayed, fans)
    return Silences(
        times=len(rows),
        weeks=SILENT,
        newest=moment_of(float(max(row["week"] for row in rows) * WEEK_DAYS)),
        fans=fans,
        stayed=stayed,
        low=round(low, 4),
        high=round(high, 4),
        expected=round(sum(row["expected"] for row in rows) / compared, 4) if compared else None,
    )
