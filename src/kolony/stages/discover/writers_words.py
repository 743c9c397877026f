"""Who writes about something, as the page shows them: a line each, with the posts to read first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.frame import figures
from kolony.stages.discover import found_words, mentions

MEASURE = "recognition_per_post"


@dataclass(frozen=True)
class Quoted:
    """A post with what stands around the word."""

    title: str
    url: str
    at: Any
    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Line:
    """One member who writes about it."""

    member: found_words.Member
    posts: str
    rest: str
    points: str
    each: str
    usual: str
    quoted: Sequence[Quoted]


def lines(run: Run, goal: str, words: Sequence[str], found: Sequence[mentions.Writer]) -> list[Line]:
    """The members of the page, with five look-ups however many they are."""
    ids = [one.actor_id for one in found]
    members = found_words.members(run, goal, ids, facts.names_of(run.source, ids))
    measures = facts.measures_in(run, ids)
    posts = facts.words_for(run.source, [post for one in found for post in one.first])
    wanted = mentions.pattern(words)
    return [
        Line(
            member=members[one.actor_id],
            posts=figures.number(one.posts),
            rest=_short(one.rest),
            points=_short(one.points),
            each=_short(one.points / one.posts),
            usual=_usual(measures.get(one.actor_id, {})),
            quoted=[_quoted(posts[post], wanted) for post in one.first if post in posts],
        )
        for one in found
    ]


def _usual(measures: Mapping[str, Mapping[str, Any]]) -> str:
    """What any post of the member was recognised for; "" where the run did not measure them."""
    value = measures.get(MEASURE, {}).get("value")
    return "" if value is None else _short(value)


def _quoted(words: Any, wanted: str) -> Quoted:
    """The text around the word, or the title where it stands only there."""
    around = mentions.passage(words.text, wanted)
    if not around[1] and words.title:
        return Quoted("", words.url, words.ts, *mentions.passage(words.title, wanted))
    return Quoted(words.title, words.url, words.ts, *around)


def _short(value: float) -> str:
    return figures.number(value, 0 if value >= 100 or float(value).is_integer() else 1)
