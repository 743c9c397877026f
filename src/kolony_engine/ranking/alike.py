"""More like this one: who leans to the same tags, conversations and people as somebody, and what they share.

    alike(events, as_of, days, ids) -> {id: (Likeness, ...)}     the nearest first
    known_again(events, as_of, horizon_days) -> KnownAgain | None

Source of the idea: nearest neighbours by the cosine of weighed counts, as document search has it (term frequency by its
logarithm, rarity of the term), with a length that shrinks where little is known. What is weighed and how is said in
`kolony_engine.measures.around.leanings`; why these weights, with figures, in docs/decisions/likeness.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kolony_engine.measures.around.leanings import alike_tables
from kolony_engine.measures.past.again import busiest_again, found_again, lasting_members

WEIGHTS = {"topic": 0.5, "tag": 0.25, "reader": 0.125, "turned": 0.125}
"""Chosen once for all communities, by `known_again` on nine of them; bench/alike.py tells the figures."""

MOST, TOLD = 40, 3
FIRST, LEAST, ASKED = 10, 5, 500


@dataclass(frozen=True)
class Common:
    """What two members share of one kind: how many things, and the most telling of them."""

    things: int
    named: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """One member who is like another: 0 to 100, and what the two have in common by kind (tag, topic, reader, turned).

    `reader` counts people who turned to both, `turned` people both turned to.
    """

    actor_id: str
    score: float
    common: dict[str, Common]


@dataclass(frozen=True)
class KnownAgain:
    """A sanity measure, no promise: how many of `members` (of `among`) who wrote before and after `middle` are, by
    their leanings of before, among the first ten when everybody's leanings of after are asked; and how many are among
    the ten who then wrote most in the tag that was theirs.
    """

    middle: datetime
    members: int
    among: int
    found: int
    found_by_activity: int


def alike(events: object, as_of: datetime, days: float, ids: Sequence[str]) -> dict[str, tuple[Likeness, ...]]:
    """The members nearest to each of `ids` by the `days` before `as_of` (strictly), the nearest first.

    Members who did next to nothing then are like nobody; who has nobody near is left out.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    near, common = alike_tables(events, as_of=as_of, days=days, weights=WEIGHTS, ids=wanted, most=MOST, told=TOLD)
    shared = _shared(common.to_pylist())
    found: defaultdict[str, list[Likeness]] = defaultdict(list)
    for row in near.to_pylist():
        pair = row["member"], row["other"]
        if len(found[row["member"]]) < MOST:
            found[row["member"]].append(Likeness(row["other"], round(100 * row["score"], 2), shared[pair]))
    return {member: tuple(others) for member, others in found.items()}


def _shared(rows: Sequence[dict[str, object]]) -> defaultdict[tuple[str, str], dict[str, Common]]:
    """What each two have in common; people are counted, not named."""
    named: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    things: dict[tuple[str, str, str], int] = {}
    for row in rows:
        key = row["member"], row["other"], row["kind"]
        named[key].append(row["thing"])
        things[key] = row["things"]
    shared: defaultdict[tuple[str, str], dict[str, Common]] = defaultdict(dict)
    for (member, other, kind), words in named.items():
        told = tuple(words) if kind in ("tag", "topic") else ()
        shared[member, other][kind] = Common(things[member, other, kind], told)
    return shared


def known_again(events: object, as_of: datetime, horizon_days: int) -> KnownAgain | None:
    """Whether likeness knows people: one horizon before `as_of` and the one after it, `ASKED` members at most.

    None where fewer than ten wrote in both.
    """
    middle, days = as_of - timedelta(days=horizon_days), float(horizon_days)
    members = lasting_members(events, middle=middle, days=days, least=LEAST)["member"].to_pylist()
    if len(members) < FIRST:
        return None
    asked = members[:: max(1, len(members) // ASKED)][:ASKED]
    ours = found_again(events, middle=middle, days=days, weights=WEIGHTS, ids=asked)
    plain = busiest_again(events, middle=middle, days=days, ids=asked)
    return KnownAgain(middle, len(asked), len(members), _first(ours), _first(plain))


def _first(table: object) -> int:
    return sum(place < FIRST for place in table["place"].to_pylist())
