"""The event contract: the columns every reader delivers, and the vocabulary of verbs.

Nine columns were enough for the real exports of six communities. Three allowances are part of the contract, because
real exports force them:

* recognition without a giver: `actor_id` is empty (anonymous votes, likes as totals);
* recognition with a day instead of a time: `day_only` is true and `ts` is that day's midnight in UTC;
* things whose owner is gone: `target_user_id` is empty (deleted posts and accounts).

Only pseudonymous ids live here. Names are in `MEMBER_SCHEMA`, titles and texts in `WORDS_SCHEMA`; both are handed over
beside the events, so that they can be kept where a person can be forgotten.
"""

from dataclasses import dataclass

import pyarrow as pa

UTC_TIME = pa.timestamp("us", tz="UTC")

EVENT_SCHEMA = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("ts", UTC_TIME, nullable=False),
        pa.field("day_only", pa.bool_(), nullable=False),
        pa.field("actor_id", pa.string()),
        pa.field("verb", pa.string(), nullable=False),
        pa.field("object_id", pa.string()),
        pa.field("target_user_id", pa.string()),
        pa.field("topic_id", pa.string()),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("channel", pa.string()),
        pa.field("currency", pa.string()),
        pa.field("tags", pa.list_(pa.string())),
    ]
)
"""One row an event. `value` is 1 for a single act, the count for `likes_total`, the amount for bounties and money."""

WORDS_SCHEMA = pa.schema(
    [
        pa.field("object_id", pa.string(), nullable=False),
        pa.field("author_id", pa.string()),
        pa.field("ts", UTC_TIME, nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("topic_id", pa.string()),
        pa.field("title", pa.string()),
        pa.field("text", pa.string()),
        pa.field("url", pa.string()),
    ]
)
"""What was written, by object: personal data, kept apart from the events so that it can be erased."""

MEMBER_SCHEMA = pa.schema(
    [
        pa.field("actor_id", pa.string(), nullable=False),
        pa.field("name", pa.string()),
        pa.field("joined_at", UTC_TIME),
    ]
)
"""Who a pseudonymous id is: personal data."""


@dataclass(frozen=True)
class Verb:
    """One word of the vocabulary.

    `kind` is what measures count by: contribution (something was written), interaction (with another person),
    recognition (given to someone), consumption, relation, commerce, moderation. In a recognition, `actor_id` gives and
    `target_user_id` receives.
    """

    name: str
    kind: str
    words: str


_VOCABULARY = (
    Verb("question", "contribution", "asked a question, which opens a topic"),
    Verb("answer", "contribution", "answered a question"),
    Verb("topic", "contribution", "opened a topic"),
    Verb("reply", "contribution", "replied within a topic"),
    Verb("comment", "interaction", "commented on somebody's post"),
    Verb("mention", "interaction", "mentioned somebody by name"),
    Verb("quote", "interaction", "quoted somebody's post"),
    Verb("accepted", "recognition", "accepted somebody's post as the solution"),
    Verb("upvote", "recognition", "voted a post up"),
    Verb("downvote", "recognition", "voted a post down"),
    Verb("favorite", "recognition", "kept a post as a favourite"),
    Verb("likes_total", "recognition", "likes of a post as one total, in `value`"),
    Verb("like", "recognition", "liked a post"),
    Verb("bounty_start", "recognition", "offered a bounty, its amount in `value`"),
    Verb("bounty_close", "recognition", "awarded a bounty, its amount in `value`"),
    Verb("badge", "recognition", "was given a badge, 1 bronze to 3 gold in `value`"),
    Verb("share", "interaction", "passed a post on"),
    Verb("follow", "relation", "began to follow somebody"),
    Verb("unfollow", "relation", "stopped following somebody"),
    Verb("view", "consumption", "looked at a post or page"),
    Verb("buy", "commerce", "bought, the amount in `value`"),
    Verb("refund", "commerce", "was refunded, the amount in `value`"),
    Verb("invite", "relation", "invited somebody"),
    Verb("join", "relation", "joined the community"),
    Verb("report", "moderation", "reported a post or a person"),
    Verb("spam", "moderation", "marked a post as spam"),
    Verb("offensive", "moderation", "marked a post as offensive"),
    Verb("removed", "moderation", "a post was hidden or taken down"),
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _VOCABULARY}
"""The documented vocabulary by name. An unknown verb is kept, and flagged as unknown by the load."""

KINDS: tuple[str, ...] = (
    "contribution",
    "interaction",
    "recognition",
    "consumption",
    "relation",
    "commerce",
    "moderation",
)


def verbs_of(*kinds: str) -> tuple[str, ...]:
    """The names of all verbs of these kinds, in the vocabulary's order.

    >>> verbs_of("moderation")
    ('report', 'spam', 'offensive', 'removed')
    """
    return tuple(verb.name for verb in _VOCABULARY if verb.kind in kinds)
