"""Who writes about something, as plain functions: which words are asked for, and in which order the writers stand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

WORDS, LENGTH, SHOWN, QUOTED = 8, 60, 40, 2
BETWEEN = re.compile(r"[,，、;；\n]+")
ALONE = 3
AROUND = 60


@dataclass(frozen=True)
class Mention:
    """One post in which one of the words stands."""

    object_id: str
    actor_id: str
    at: datetime | None


@dataclass(frozen=True)
class Writer:
    """One member who writes about it: how many posts, what these were recognised for, with and without the best one,
    and the posts to read first."""

    actor_id: str
    posts: int
    points: float
    rest: float
    first: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words and names somebody asked for, between commas; a single letter asks for nothing."""
    parts = (" ".join(part.split()) for part in BETWEEN.split(text.replace("\x00", "")))
    return tuple(dict.fromkeys(part[:LENGTH] for part in parts if len(part) > 1))[:WORDS]


def pattern(words: Sequence[str]) -> str:
    """What PostgreSQL and Python both find them by, in any case.

    A Latin word begins where it is looked for, and may go on (Kindle finds Kindles, not rekindle); one of up to three
    letters stands alone (AI is not in said). Chinese is found anywhere.
    """
    return "|".join(_one(word) for word in words)


def _one(word: str) -> str:
    before = r"(?<![A-Za-z0-9])" if _latin(word[0]) else ""
    after = r"(?![A-Za-z0-9])" if len(word) <= ALONE and _latin(word[-1]) else ""
    return before + re.escape(word) + after


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def writers(mentions: Iterable[Mention], earned: Mapping[str, float]) -> list[Writer]:
    """The writers by the recognition of their posts about it, the best of these left out: one lucky post makes no name.

    Those with equally much stand by what the best one adds, then by how many posts.
    """
    by_member: dict[str, dict[str, Mention]] = {}
    for mention in mentions:
        by_member.setdefault(mention.actor_id, {}).setdefault(mention.object_id, mention)
    found = [_writer(actor_id, list(posts.values()), earned) for actor_id, posts in by_member.items()]
    return sorted(found, key=lambda one: (-one.rest, -one.points, -one.posts, one.actor_id))


def _writer(actor_id: str, posts: Sequence[Mention], earned: Mapping[str, float]) -> Writer:
    best = sorted(posts, key=lambda post: (-earned.get(post.object_id, 0.0), -_stamp(post), post.object_id))
    points = [earned.get(post.object_id, 0.0) for post in best]
    return Writer(
        actor_id=actor_id,
        posts=len(posts),
        points=round(sum(points), 2),
        rest=round(sum(points[1:]), 2),
        first=tuple(post.object_id for post in best[:QUOTED]),
    )


def _stamp(post: Mention) -> float:
    return post.at.timestamp() if post.at else 0.0


def passage(text: str, wanted: str) -> tuple[str, str, str]:
    """What stands around the first find: before it, itself, after it; an empty middle where it is not found."""
    plain = " ".join(text.split())
    found = re.search(wanted, plain, re.IGNORECASE)
    if not found:
        return plain[: 2 * AROUND], "", ""
    begin, end = max(0, found.start() - AROUND), found.end() + AROUND
    left = ("…" if begin else "") + plain[begin : found.start()]
    return left, found[0], plain[found.end() : end] + ("…" if end < len(plain) else "")
