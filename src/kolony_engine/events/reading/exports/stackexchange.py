"""A public Stack Exchange data dump: the folder with Posts.xml, Users.xml, Votes.xml, Badges.xml and Comments.xml.

Votes have a day and no voter. An accepted answer is known by its vote of type 1, and its giver is the asker. Ids of
posts stay as they are; those of comments and badges get a letter, for they are counted from 1 as well.
"""

from array import array
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

from kolony_engine.events.batches import EventBatch
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.exports.dump_rows import Row, dump_rows, too_long
from kolony_engine.events.reading.exports.gathering import Event, Gathering, Named, Written
from kolony_engine.events.reading.exports.markup import plain
from kolony_engine.events.reading.flat.tables import Options
from kolony_engine.events.reading.meaning.times import TimeError, parsed

FILES = ("Posts.xml", "Comments.xml", "Votes.xml", "Badges.xml", "Users.xml")
VOTES = {
    "1": "accepted",
    "2": "upvote",
    "3": "downvote",
    "4": "offensive",
    "5": "favorite",
    "8": "bounty_start",
    "9": "bounty_close",
    "12": "spam",
}
"""Votes that are events; closing, deleting and reviewing are not what members do for one another."""

BADGES = {"1": 3.0, "2": 2.0, "3": 1.0}
"""Class 1 is gold in the dump, which is worth most here."""

NOBODY = -(2**31)


class Posts:
    """Owner and topic of every post, in four bytes each: the largest dump has sixty million."""

    def __init__(self) -> None:
        self.owner = array("i")
        self.parent = array("i")

    def add(self, post: int, owner: int, parent: int) -> None:
        missing = post + 1 - len(self.owner)
        if missing > 0:
            self.owner.extend([NOBODY] * missing)
            self.parent.extend([NOBODY] * missing)
        self.owner[post], self.parent[post] = owner, parent

    def owner_of(self, post: int) -> str | None:
        return _or_none(self.owner, post)

    def topic_of(self, post: int) -> str | None:
        """The question a post belongs to: its parent, or itself."""
        if not 0 <= post < len(self.parent):
            return None
        return _or_none(self.parent, post) or (str(post) if self.parent[post] != NOBODY else None)


def _or_none(numbers: array, place: int) -> str | None:
    known = 0 <= place < len(numbers) and numbers[place] not in (NOBODY, 0)
    return str(numbers[place]) if known else None


class Reader:
    """A dump folder (or one file of it, with what lies beside it)."""

    encoding = None
    delimiter = None

    def __init__(self, path: Path, options: Options) -> None:
        self.until = options.until
        folder = path if path.is_dir() else path.parent
        there = {file.name.casefold(): file for file in folder.iterdir()}
        self.files = {name: there[name.casefold()] for name in FILES if name.casefold() in there}
        if "Posts.xml" not in self.files:
            raise EngineError("E-READ-133", folder=str(folder))
        self.paths = tuple(self.files.values())

    def batches(self) -> Iterator[tuple[EventBatch, int]]:
        """Posts first, since everything else refers to them."""
        posts = self._owners()
        readings: dict[str, Callable[[Row, Posts, Gathering], None]] = {
            "Posts.xml": _post,
            "Comments.xml": _comment,
            "Votes.xml": _vote,
            "Badges.xml": _badge,
            "Users.xml": _user,
        }
        gathering = Gathering(self.until)
        done = 0
        for name, path in self.files.items():
            for position in self._read(path, readings[name], posts, gathering):
                yield gathering.take(), done + position
            done += path.stat().st_size
        yield gathering.take(), done

    def _owners(self) -> Posts:
        posts = Posts()
        for _, row, _ in dump_rows(self.files["Posts.xml"]):
            try:
                posts.add(_number(row, "Id"), int(row.get("OwnerUserId", 0)), int(row.get("ParentId", 0)))
            except (ValueError, OverflowError):
                continue
        return posts

    def _read(
        self, path: Path, reading: Callable[[Row, Posts, Gathering], None], posts: Posts, gathering: Gathering
    ) -> Iterator[int]:
        """Read one file, stopping whenever a batch is full; a row that is none is refused."""
        for line, row, position in dump_rows(path):
            try:
                if long := too_long(row):
                    raise _Unreadable(long, "E-READ-206")
                reading(row, posts, gathering)
            except _Unreadable as error:
                gathering.refuse(path, line, error.column, error.code, row.get(error.column, ""))
            if gathering.full():
                yield position


class _Unreadable(ValueError):
    def __init__(self, column: str, code: str) -> None:
        super().__init__(code)
        self.column = column
        self.code = code


def _number(row: Row, name: str) -> int:
    number = int(row[name]) if row.get(name, "").isdecimal() else -1
    if not 0 <= number < 2**31:
        raise _Unreadable(name, "E-READ-233")
    return number


def _time(row: Row, gathering: Gathering, name: str = "CreationDate") -> tuple[int, bool]:
    try:
        return parsed(row.get(name, ""), UTC, gathering.until)
    except TimeError as error:
        raise _Unreadable(name, str(error)) from None


def _post(row: Row, posts: Posts, gathering: Gathering) -> None:
    post = _number(row, "Id")
    verb = {"1": "question", "2": "answer"}.get(row.get("PostTypeId", ""))
    if verb is None:
        gathering.skip("not_a_post")
        return
    ts, _ = _time(row, gathering)
    topic = posts.topic_of(post)
    owner = posts.owner_of(post)
    target = posts.owner_of(int(topic)) if verb == "answer" and topic else None
    tags = [tag for tag in row.get("Tags", "").replace("><", "|").strip("<>|").split("|") if tag] or None
    gathering.events.append(Event(f"post:{post}", ts, verb, owner, str(post), target, topic, tags=tags))
    text = plain(row.get("Body", ""))
    gathering.words.append(Written(str(post), owner, ts, verb, topic, row.get("Title"), text))


def _comment(row: Row, posts: Posts, gathering: Gathering) -> None:
    comment, post = _number(row, "Id"), _number(row, "PostId")
    ts, _ = _time(row, gathering)
    author, topic = row.get("UserId"), posts.topic_of(post)
    gathering.events.append(
        Event(f"comment:{comment}", ts, "comment", author, f"c{comment}", posts.owner_of(post), topic)
    )
    gathering.words.append(Written(f"c{comment}", author, ts, "comment", topic, None, row.get("Text", "")))


def _vote(row: Row, posts: Posts, gathering: Gathering) -> None:
    verb = VOTES.get(row.get("VoteTypeId", ""))
    if verb is None:
        gathering.skip("other_vote")
        return
    vote, post = _number(row, "Id"), _number(row, "PostId")
    ts, day_only = _time(row, gathering)
    topic = posts.topic_of(post)
    giver = row.get("UserId")
    if verb == "accepted":
        giver = posts.owner_of(int(topic)) if topic else None
    value = float(_number(row, "BountyAmount")) if row.get("BountyAmount") else 1.0
    event = Event(f"vote:{vote}", ts, verb, giver, str(post), posts.owner_of(post), topic, value, day_only)
    gathering.events.append(event._replace(day_only=ts % 86_400_000_000 == 0))


def _badge(row: Row, posts: Posts, gathering: Gathering) -> None:
    badge = _number(row, "Id")
    ts, _ = _time(row, gathering, "Date")
    value = BADGES.get(row.get("Class", "3"), 1.0)
    gathering.events.append(Event(f"badge:{badge}", ts, "badge", None, f"b{badge}", row.get("UserId"), value=value))


def _user(row: Row, posts: Posts, gathering: Gathering) -> None:
    ts, _ = _time(row, gathering)
    gathering.members.append(Named(str(row.get("Id", "")), row.get("DisplayName"), ts))
