"""Who is like whom, in words: what two members have in common, and how far such a list is to be trusted here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.frame import figures
from kolony.stages.discover import found_words, queries, rules
from kolony.stages.discover.evidence_words import Count

NAMED = "named"
COMMON: dict[str, Any] = {
    "tag": ngettext_lazy("%(things)s tag in common: %(named)s", "%(things)s tags in common: %(named)s", "things"),
    "topic": ngettext_lazy(
        "%(things)s conversation in common: %(named)s",
        "%(things)s conversations in common: %(named)s",
        "things",
    ),
    "reader": ngettext_lazy("%(things)s person turned to both", "%(things)s people turned to both", "things"),
    "turned": ngettext_lazy("both turned to %(things)s person", "both turned to %(things)s people", "things"),
}
"""By kind, in the order they are told."""
SHOWN = {"topic": 1}
"""How many are named, where not all that the run kept: titles are long."""


@dataclass(frozen=True)
class Line:
    """One member who is like those asked about; `like` is "" where there is nothing to add."""

    member: found_words.Member
    score: str
    share: str
    because: Sequence[str]
    like: str


def common_words(common: Mapping[str, Mapping[str, Any]], topics: Mapping[str, str]) -> list[str]:
    """What two members have in common, a phrase for each kind; a kind this version does not know says nothing."""
    return [
        words % {"things": Count(common[kind]["things"]), NAMED: _named(kind, common[kind], topics)}
        for kind, words in COMMON.items()
        if kind in common
    ]


def _named(kind: str, told: Mapping[str, Any], topics: Mapping[str, str]) -> str:
    names = [topics.get(thing, thing) for thing in told[NAMED]][: SHOWN.get(kind)]
    quoted = _(", ").join(_("“%(name)s”") % {"name": name} for name in names)
    return _("%(named)s and others") % {NAMED: quoted} if told["things"] > len(names) else quoted


def topic_names_of(source: Source, commons: Iterable[Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """The titles of all conversations that are named, in one look-up."""
    named = {thing for common in commons for kind in ("topic", "tag") for thing in common.get(kind, {}).get(NAMED, ())}
    return queries.topic_names(source, named)


def lines(run: Run, goal: str, told: queries.AlikeTo) -> list[Line]:
    """The members of the page, with four look-ups however many they are."""
    ids = [one.actor_id for one in told.found]
    names = facts.names_of(run.source, [*ids, *told.asked])
    topics = topic_names_of(run.source, (one.common for one in told.found))
    members = found_words.members(run, goal, ids, names)
    asked = len(told.asked) - len(told.untold)
    return [
        Line(
            member=members[one.actor_id],
            score=figures.number(one.score),
            share=f"{min(100.0, one.score):g}",
            because=common_words(one.common, topics),
            like=_like(one, names, asked),
        )
        for one in told.found
    ]


def _like(one: rules.Alike, names: Mapping[str, str], asked: int) -> str:
    """Of a set: like how many, and most like whom. Of one member there is nothing to add."""
    if asked < 2:
        return ""
    told = {"part": figures.number(len(one.like)), "whole": figures.number(asked)}
    told["name"] = names.get(one.like[0], one.like[0])
    return _("like %(part)s of %(whole)s, most like %(name)s") % told


def trusted(run: Run) -> str:
    """What the newest back-test of this community says about likeness; "" where none has asked."""
    backtest = queries.newest_backtest(run.source)
    told = backtest.result.get("alike") if backtest else None
    if not told:
        return ""
    values = {name: figures.number(told[name]) for name in ("members", "found", "found_by_activity")}
    return (
        _(
            "Asked of this community’s past: of %(members)s members, likeness knew %(found)s again among its first ten"
            " by what they did later; going by who is busiest in the same tag, %(found_by_activity)s."
        )
        % values
    )
