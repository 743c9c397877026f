"""Who writes about something, as the page shows them: a line each, with the posts to read first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.frame import drawing, figures
from kolony.stages.discover import alike_words, list_words, mentions, queries, rules

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

    actor_id: str
    name: str
    hue: str
    initials: str
    kind: str
    posts: str
    rest: str
    points: str
    each: str
    usual: str
    newest: Any
    place: str
    which_words: str
    open_url: str
    decided: str
    nominated: bool
    quoted: Sequence[Quoted]


def lines(run: Run, goal: str, words: Sequence[str], found: Sequence[mentions.Writer]) -> list[Line]:
    """The members of the page, with five look-ups however many they are."""
    ids = [one.actor_id for one in found]
    known = {
        "names": facts.names_of(run.source, ids),
        "places": queries.best_places(run, goal, ids),
        "decisions": queries.standing_decisions(run.source, ids),
        "measures": facts.measures_in(run, ids),
        "posts": facts.words_for(run.source, [post for one in found for post in one.first]),
    }
    wanted = mentions.pattern(words)
    return [_line(run, one, wanted, known) for one in found]


def _line(run: Run, one: mentions.Writer, wanted: str, known: Mapping[str, Mapping[str, Any]]) -> Line:
    name = known["names"].get(one.actor_id, one.actor_id)
    place, decision = known["places"].get(one.actor_id), known["decisions"].get(one.actor_id)
    usual = known["measures"].get(one.actor_id, {}).get(MEASURE, {}).get("value")
    return Line(
        actor_id=one.actor_id,
        name=name,
        hue=str(drawing.hue_of(name)),
        initials=drawing.initials(name),
        kind=str(list_words.KINDS[place.kind]) if place else "",
        posts=figures.number(one.posts),
        rest=_short(one.rest),
        points=_short(one.points),
        each=_short(one.points / one.posts),
        usual="" if usual is None else _short(usual),
        newest=one.newest,
        place=figures.number(place.rank) if place else "",
        which_words=str(list_words.LISTS[place.which]) if place else "",
        open_url=alike_words.open_url(place, run.source) if place else "",
        decided=str(list_words.VERDICTS[decision.verdict]) if decision else "",
        nominated=decision is not None and decision.verdict == rules.NOMINATED,
        quoted=[_quoted(known["posts"][post], wanted) for post in one.first if post in known["posts"]],
    )


def _quoted(words: Any, wanted: str) -> Quoted:
    """The text around the word, or the title where it stands only there."""
    around = mentions.passage(words.text, wanted)
    if not around[1] and words.title:
        return Quoted("", words.url, words.ts, *mentions.passage(words.title, wanted))
    return Quoted(words.title, words.url, words.ts, *around)


def _short(value: float) -> str:
    return figures.number(value, 0 if value >= 100 or float(value).is_integer() else 1)
