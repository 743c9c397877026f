"""What the posts of a member usually set in motion, and the largest of them: for the eye, no part of a score."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from kolony_engine.measures.around.waves import WAVE_DAYS, waves

SHOWN = 3


@dataclass(frozen=True)
class Motion:
    """Of `posts` posts the middle and the largest number of people who acted within `days` after one; `best` are the
    posts with the largest, as (object id, people)."""

    posts: int
    middle: float
    largest: int
    days: int
    best: tuple[tuple[str, int], ...]


def motion(events: object, as_of: datetime, days: float, ids: Sequence[str]) -> dict[str, Motion]:
    """What the posts of these members in the `days` before `as_of` set in motion; who wrote none is left out."""
    if not ids:
        return {}
    rows = waves(events, as_of=as_of, days=days, ids=sorted(set(ids))).to_pylist()
    by_member: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        by_member[row["actor_id"]].append((row["object_id"], int(row["people"])))
    return {member: _motion(posts) for member, posts in by_member.items()}


def _motion(posts: Sequence[tuple[str, int]]) -> Motion:
    sizes = [people for _object_id, people in posts]
    best = tuple((object_id, people) for object_id, people in posts[:SHOWN] if people)
    return Motion(len(posts), float(median(sizes)), max(sizes), WAVE_DAYS, best)
