"""Names of the room's own vocabulary: conditions of a segment, reasons, ways of choosing, methods of the back-test."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kolony.ground.facts.models import Source
from kolony.ground.frame import figures
from kolony.stages.discover import list_words
from kolony.stages.discover import queries as discover

CONDITIONS: dict[str, Any] = {
    "newcomer": _("First seen at most so many days ago"),
    "active": _("Did something in the last so many days"),
    "quiet": _("Did nothing for more than so many days"),
    "not_bought": _("Has not bought anything"),
    "bought": _("Has bought something"),
    "topic": _("Did something in this topic, ever"),
    "topic_lately": _("Did something in this topic lately"),
}

SAID: dict[str, Any] = {
    "newcomer": _("first seen in the last %(value)s days"),
    "active": _("active in the last %(value)s days"),
    "quiet": _("silent for more than %(value)s days"),
    "not_bought": _("not bought yet"),
    "bought": _("bought before"),
    "topic": _("interested in %(value)s"),
    "topic_lately": _("lately interested in %(value)s"),
}

TOPICAL = ("topic", "topic_lately")

POOLS: dict[str, Any] = {
    "listed": _("Everybody on the list of candidates"),
    "top": _("The first 200 of Now, Rising and Potential"),
    "nominated": _("Only those who are nominated"),
}

SPREADS: dict[str, Any] = {
    "topic": _("the topic they are at home in"),
    "kind": _("KOL, KOC, both, unclear"),
    "tenure": _("here up to 90 days, up to a year, longer"),
}

FROM_ONE: dict[str, Any] = {
    "topic": _("From one topic"),
    "kind": _("Of one kind"),
    "tenure": _("Here equally long"),
}

LEAST_OF: dict[str, dict[str, Any]] = {
    "kind": {kind: list_words.KINDS[kind] for kind in ("kol", "koc")},
    "tenure": list_words.TENURES,
}
LEAST_HEADS: dict[str, Any] = {"kind": _("Kind"), "tenure": _("Here for"), "segment": _("Segments")}


def least_of(asked: Mapping[str, Any]) -> str:
    """The group of which so many must be in: a segment by its name, a kind or a band of tenure in words."""
    return str(asked["name"] or LEAST_OF[asked["what"]][asked["which"]])


MODELS: dict[str, Any] = {
    "wc": _("Every tie alike: attention is shared among those one reacts to"),
    "arc": _("Learned from your own past: how steadily each reacted to each"),
}

MODELS_SHORT: dict[str, Any] = {
    "wc": _("attention shared equally"),
    "arc": _("chances learned from your own past"),
}

METHOD_OF_MODEL = {"wc": "sets wc", "arc": "sets learned"}

REASONS: dict[str, Any] = {
    "by_hand": _("Kept out by hand"),
    "no_contact": _("Asked not to be contacted"),
    "exclusive": _("Bound exclusively elsewhere"),
    "excluded": _("Excluded, with a reason"),
    "dismissed": _("Dismissed from the list"),
    "no_tie": _("Nobody reacted to them lately"),
    "too_dear": _("Cost more than the largest budget"),
    "not_listed": _("Not among those who may be chosen"),
}

WAYS: dict[str, Any] = {
    "ours": _("This set"),
    "auto": _("As its own past advises"),
    "score": _("Top of the list Now"),
    "followers": _("Most distinct followers"),
    "lot": _("Drawn by lot, mean of five"),
}

MIXES: dict[str, Any] = {
    "kol": _("Few large: KOLs only"),
    "koc": _("Many small: KOCs only"),
    "mixed": _("Mixed: this set"),
}

METHODS: dict[str, Any] = {
    "auto": pgettext_lazy("way of choosing", "Auto: whatever its own past advises"),
    "blend": _("Blend of followers and times followed"),
    "times followed": _("Times followed"),
    "distinct followers": _("Distinct followers"),
    "pagerank": _("PageRank"),
    "k-core": _("K-core"),
    "activity": _("Activity"),
    "chance": _("By lot"),
    "credit": _("Cover by credit"),
    "event cover": _("Cover of what happened"),
    "recent cover": _("Cover of what happened lately"),
    "sets wc": _("Seed set, ties alike"),
    "sets uniform": _("Seed set, one chance for all"),
    "sets learned": _("Seed set, learned chances"),
}
SIMPLE = ("times followed", "distinct followers", "pagerank", "k-core")


def title(seed_set: Any) -> str:
    """What a set is called: its name, else its purpose and budget in the reader's language."""
    if seed_set.name:
        return seed_set.name
    asked = seed_set.run.parameters
    told = {"purpose": list_words.GOALS[seed_set.purpose][0]}
    if asked["unit"] == "money":
        budget = figures.money(asked["budget"], asked["currency"])
        return str(_("%(purpose)s for %(budget)s") % {**told, "budget": budget})
    return str(_("%(purpose)s with %(n)s people") % {**told, "n": figures.number(asked["budget"])})


def said(conditions: Iterable[Mapping[str, Any]], source: Source) -> list[str]:
    """Conditions in words, a conversation by its title where it has one."""
    told = list(conditions)
    titles = discover.topic_names(source, [one["value"] for one in told if one["kind"] in TOPICAL])
    return [_condition(one, titles) for one in told]


def _condition(condition: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    words, value = str(SAID[condition["kind"]]), condition.get("value", "")
    return words % {"value": titles.get(value, value)} if "%" in words else words
