"""A Discourse export: topics as `/t/<id>.json` gives them, pages of `/posts.json`, and a member's `user_archive` CSV.

There likes come as one total per post, without givers or times, so they are put at the time of the post, as is the
acceptance of a solution; pages of `/user_actions.json` beside them name the givers. Who was quoted and mentioned is
read from the post itself. Private messages are left out.
"""

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from kolony_engine.events.batches import EventBatch
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.exports import discourse_archive, discourse_likes
from kolony_engine.events.reading.exports.discourse_text import mentioned, quoted
from kolony_engine.events.reading.exports.gathering import Event, Gathering, Named, Written
from kolony_engine.events.reading.exports.markup import plain
from kolony_engine.events.reading.flat.tables import Options
from kolony_engine.events.reading.meaning.times import TimeError, parsed
from kolony_engine.events.reading.raw.limits import FIELD

LIKE = 2
POSTS = (1, 2)
"""Post types that a person wrote: regular, and a moderator's; the others are notes the forum makes by itself."""

FILE = 256 << 20
"""Bytes of one JSON file, which is read whole."""


class People:
    """Who is called what, who wrote which post of which topic, and whose likes are listed one by one."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.authors: dict[tuple[int, int], str] = {}
        self.likes: dict[int, set[int]] = {}

    def learn(self, post: dict) -> None:
        user = _id(post.get("user_id"))
        if user and isinstance(post.get("username"), str):
            self.ids[post["username"].casefold()] = user
        place = (post.get("topic_id"), post.get("post_number"))
        if user and all(isinstance(number, int) for number in place):
            self.authors[place] = user

    def learn_like(self, action: dict) -> None:
        for name, number in (("username", "user_id"), ("acting_username", "acting_user_id")):
            user = _id(action.get(number))
            if user and isinstance(action.get(name), str):
                self.ids[action[name].casefold()] = user
        like = discourse_likes.like_of(action)
        if like:
            self.likes.setdefault(like[0], set()).add(like[1])

    def called(self, name: object) -> str | None:
        return self.ids.get(name.casefold()) if isinstance(name, str) else None

    def author(self, topic: object, number: object) -> str | None:
        return self.authors.get((topic, number))


class Reader:
    """A folder of such files, or one of them."""

    kind = "discourse"
    encoding = None
    delimiter = None

    def __init__(self, path: Path, options: Options) -> None:
        self.options = options
        self.paths = (path,) if path.is_file() else tuple(_files(path))

    def batches(self) -> Iterator[tuple[EventBatch, int]]:
        """First everybody's name is learnt, then the posts are read; a post that is in two files counts once."""
        people = self._people()
        gathering = Gathering(self.options.until)
        seen: set[int] = set()
        likes: set[discourse_likes.Like] = set()
        done = 0
        for path in self.paths:
            if path.suffix.casefold() == ".csv":
                discourse_archive.gather(path, self.options, gathering)
            for page in _pages(path, gathering):
                for number, (topic, post) in enumerate(_posts_of(page), 1):
                    _gather(path, number, topic, post, people, seen, gathering)
                for number, action in discourse_likes.listed(page):
                    discourse_likes.gather(path, number, action, likes, gathering)
            done += path.stat().st_size
            if gathering.full():
                yield gathering.take(), done
        gathering.members += [Named(user, name, None) for name, user in people.ids.items()]
        yield gathering.take(), done

    def _people(self) -> People:
        people = People()
        for path in self.paths:
            for page in _pages(path, Gathering()):
                for _, post in _posts_of(page):
                    people.learn(post)
                for _, action in discourse_likes.listed(page):
                    people.learn_like(action)
        return people


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.suffix.casefold() == ".json" or discourse_archive.is_archive(file):
            yield file


def _pages(path: Path, gathering: Gathering) -> Iterator[dict]:
    """What one JSON file holds: a topic, a page of posts or of actions, or several of them."""
    if path.suffix.casefold() == ".csv":
        return
    if path.stat().st_size > FILE:
        raise EngineError("E-READ-134", file=path.name, limit=FILE)
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        gathering.refuse(path, getattr(error, "lineno", 1), "", "E-READ-241", str(error))
        return
    yield from (page for page in (content if isinstance(content, list) else [content]) if isinstance(page, dict))


def _posts_of(topic: dict) -> Iterator[tuple[dict, dict]]:
    """The posts of a page, each with its topic (empty where the page has no topics)."""
    if "latest_posts" in topic:
        yield from (({}, post) for post in _dicts(topic["latest_posts"]))
    elif isinstance(topic.get("post_stream"), dict):
        for post in _dicts(topic["post_stream"].get("posts")):
            post.setdefault("topic_id", topic.get("id"))
            yield topic, post
    elif "post_number" in topic:
        yield {}, topic


def _dicts(value: object) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _id(value: object) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _gather(
    path: Path, number: int, topic: dict, post: dict, people: People, seen: set[int], gathering: Gathering
) -> None:
    """One post as events; `number` is its place in the file, for a refusal to name."""
    if post.get("post_type", 1) not in POSTS or topic.get("archetype") == "private_message":
        gathering.skip("not_a_post")
        return
    for name in ("id", "topic_id", "post_number"):
        if not isinstance(post.get(name), int):
            gathering.refuse(path, number, name, "E-READ-233", post.get(name))
            return
    try:
        ts, _ = parsed(str(post.get("created_at") or ""), UTC, gathering.until)
    except TimeError as error:
        gathering.refuse(path, number, "created_at", str(error), post.get("created_at"))
        return
    if post["id"] not in seen:
        seen.add(post["id"])
        _write(path, number, topic, post, ts, people, gathering)


def _write(path: Path, number: int, topic: dict, post: dict, ts: int, people: People, gathering: Gathering) -> None:
    cooked, raw = (post.get(name) if isinstance(post.get(name), str) else "" for name in ("cooked", "raw"))
    if max(len(cooked), len(raw)) > FIELD:
        gathering.refuse(path, number, "cooked", "E-READ-206", cooked or raw)
        return
    opens = post["post_number"] == 1
    author, object_id, topic_id = _id(post.get("user_id")), str(post["id"]), str(post["topic_id"])
    starter = people.author(post["topic_id"], 1)
    verb = "topic" if opens else "reply"
    answered = people.author(post["topic_id"], post.get("reply_to_post_number"))
    target = None if opens else answered or people.called(_reply_to(post)) or starter
    tags = _tags(topic) if opens else None
    gathering.events.append(Event(f"post:{object_id}", ts, verb, author, object_id, target, topic_id, tags=tags))
    named = len(people.likes.get(post["id"], ()))
    received = Event("", ts, "", None, object_id, author, topic_id)
    gathering.events += _recognition(topic, post, received, starter, named)
    gathering.events += _taken_down(post, received)
    about = Event("", ts, "", author, object_id, None, topic_id)
    gathering.events += _named(about, "quote", map(people.called, quoted(cooked, raw)))
    gathering.events += _named(about, "mention", map(people.called, mentioned(cooked, raw)))
    title = topic.get("title") or post.get("topic_title")
    slug = post.get("topic_slug") or topic.get("slug") or "-"
    url = f"/t/{slug}/{topic_id}/{post['post_number']}"
    text = plain(cooked) if cooked else raw
    gathering.words.append(Written(object_id, author, ts, verb, topic_id, title if opens else None, text, url))


def _reply_to(post: dict) -> object:
    user = post.get("reply_to_user")
    return user.get("username") if isinstance(user, dict) else None


def _tags(topic: dict) -> list[str] | None:
    """Tags are names, or in newer versions objects that have one."""
    tags = topic.get("tags")
    names = [tag.get("name") if isinstance(tag, dict) else tag for tag in tags] if isinstance(tags, list) else []
    return [name for name in names if isinstance(name, str)] or None


def _recognition(topic: dict, post: dict, event: Event, starter: str | None, named: int) -> list[Event]:
    """Likes whose givers are not `named` elsewhere as one total, and the solution."""
    found = []
    likes = sum(
        action.get("count", 0)
        for action in _dicts(post.get("actions_summary"))
        if action.get("id") == LIKE and isinstance(action.get("count", 0), int)
    )
    if likes > named:
        found.append(event._replace(event_id=f"likes:{post['id']}", verb="likes_total", value=float(likes - named)))
    solution = topic.get("accepted_answer")
    number = solution.get("post_number") if isinstance(solution, dict) else None
    if post.get("accepted_answer") is True or number == post["post_number"]:
        found.append(event._replace(event_id=f"accepted:{post['id']}", verb="accepted", actor_id=starter))
    return found


def _taken_down(post: dict, event: Event) -> list[Event]:
    """Hidden by the community's flags or deleted by somebody else; nobody is told when, so at the time of the post."""
    if post.get("hidden") is True or (post.get("deleted_at") and post.get("user_deleted") is not True):
        return [event._replace(event_id=f"removed:{event.object_id}", verb="removed")]
    return []


def _named(event: Event, verb: str, people: Iterator[str | None]) -> list[Event]:
    """An event for each other member named in a post, once."""
    others = dict.fromkeys(user for user in people if user and user != event.actor_id)
    return [
        event._replace(event_id=f"{verb}:{event.object_id}:{user}", verb=verb, target_user_id=user) for user in others
    ]
