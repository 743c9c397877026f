"""Likes one by one, as pages of `/user_actions.json` list them: with giver and time, which a post's total has not.

The same like stands in two lists, the giver's and the author's: it counts once. Of a post's total only those likes
remain that no list names.
"""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from kolony_engine.events.reading.exports.gathering import Event, Gathering
from kolony_engine.events.reading.meaning.times import TimeError, parsed

LIKES = (1, 2)
"""Action types: a like given and a like received. The other actions are posts, and are read where the posts are."""

NEEDED = ("post_id", "topic_id", "acting_user_id", "user_id")
Like = tuple[int, int]
"""Post and giver."""


def listed(page: dict) -> Iterator[tuple[int, dict]]:
    """The likes of one page of actions with their place on it; a page of anything else has none."""
    actions = page.get("user_actions")
    for place, action in enumerate(actions if isinstance(actions, list) else (), 1):
        if isinstance(action, dict) and action.get("action_type") in LIKES and not action.get("deleted"):
            yield place, action


def like_of(action: dict) -> Like | None:
    """Which like an action is, if it says so in numbers."""
    post, giver = action.get("post_id"), action.get("acting_user_id")
    return (post, giver) if type(post) is type(giver) is int else None


def gather(path: Path, number: int, action: dict, seen: set[Like], gathering: Gathering) -> None:
    """One like as an event; `number` is its place on the page, for a refusal to name."""
    for name in NEEDED:
        if type(action.get(name)) is not int:
            gathering.refuse(path, number, name, "E-READ-233", action.get(name))
            return
    try:
        ts, _ = parsed(str(action.get("created_at") or ""), UTC, gathering.until)
    except TimeError as error:
        gathering.refuse(path, number, "created_at", str(error), action.get("created_at"))
        return
    post, topic, giver, author = (str(action[name]) for name in NEEDED)
    like = (action["post_id"], action["acting_user_id"])
    if like not in seen:
        seen.add(like)
        gathering.events.append(Event(f"like:{post}:{giver}", ts, "like", giver, post, author, topic))
