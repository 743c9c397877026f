"""How many posts of a member were marked by members and moderators, beside what is usual here. No part of a score."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kolony_engine.measures.around.marks import marked_posts, posts_and_marked
from kolony_engine.ranking.chance import share_between

SHOWN = 5


@dataclass(frozen=True)
class Marked:
    """Of `posts` posts and comments `marked` were marked (as a share between `low` and `high`), of everybody's the
    share `usual`; `found` are the most marked, each with how often it was marked as what."""

    posts: int
    marked: int
    low: float
    high: float
    usual: float
    found: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def marked(events: object, as_of: datetime, ids: Sequence[str]) -> dict[str, Marked]:
    """What was marked of each of these members; nothing where the records hold no mark of anybody's."""
    if not ids:
        return {}
    wanted = sorted(set(ids))
    counts = posts_and_marked(events, as_of=as_of, ids=wanted).to_pylist()
    everybody = next((row for row in counts if row["actor_id"] is None), None)
    if everybody is None or not everybody["marked"]:
        return {}
    found: defaultdict[str, dict[str, list[tuple[str, int]]]] = defaultdict(dict)
    for row in marked_posts(events, as_of=as_of, ids=wanted).to_pylist():
        found[row["actor_id"]].setdefault(row["object_id"], []).append((row["verb"], int(row["times"])))
    usual = everybody["marked"] / everybody["posts"]
    return {
        row["actor_id"]: _marked(int(row["posts"]), int(row["marked"]), usual, found[row["actor_id"]])
        for row in counts
        if row["actor_id"] is not None
    }


def _marked(posts: int, hit: int, usual: float, found: dict[str, list[tuple[str, int]]]) -> Marked:
    low, high = share_between(hit, posts)
    most = tuple((object_id, tuple(marks)) for object_id, marks in list(found.items())[:SHOWN])
    return Marked(posts, hit, round(low, 4), round(high, 4), round(usual, 4), most)
