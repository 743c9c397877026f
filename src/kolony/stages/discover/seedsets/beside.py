"""What stands beside a seed set: who was left out, who was not allowed, the same money spent otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.stages.discover.seedsets import rules, words
from kolony.stages.discover.seedsets.showing import Shown, per_head

FEW = 3


@dataclass(frozen=True)
class LeftOut:
    """Why not somebody who stands higher on the list."""

    name: str
    url: str
    place: int | None
    cost: str
    alone: float
    adds: float
    covered: float
    swap: float | None
    go: str


@dataclass(frozen=True)
class Way:
    """The same money, chosen in some way."""

    key: str
    label: str
    reach: float
    low: float
    high: float
    share: float
    people: int | None
    detail: str = ""


@dataclass(frozen=True)
class Mix:
    """The same budget on a few large, on many small, or on both."""

    key: str
    label: str
    figures: Mapping[str, Any] | None
    spent: str = ""
    per_head: str = ""


@dataclass(frozen=True)
class Barred:
    """Why some may not be chosen: a count that opens."""

    label: str
    count: int
    names: Sequence[tuple[str, str]]
    more: int


def left_out(shown: Shown) -> list[LeftOut]:
    return [
        LeftOut(
            name=shown.names[one["member"]], url=shown.url(one["member"]), place=shown.members[one["member"]].place,
            cost=shown.cost(one["member"], one["cost"]), alone=one["alone"], adds=one["adds"],
            covered=one["covered"], swap=one["swap"], go=_listed([shown.names[gone] for gone in one["go"]]),
        )
        for one in shown.step.left_out
    ]  # fmt: skip


def ways(shown: Shown) -> list[Way]:
    """Ours first, then the simple ways, on one scale."""
    ours = {"reach": shown.figures["reach"], "lower": shown.figures["lower"], "upper": shown.figures["upper"]}
    told = {"ours": ours | {"members": shown.step.seats, "spent": shown.figures["spent"]}} | shown.step.otherwise
    most = max(way["reach"] for way in told.values()) or 1.0
    return [
        Way(
            key, str(words.WAYS[key]), told[key]["reach"], told[key]["lower"], told[key]["upper"],
            100 * told[key]["reach"] / most, len(told[key]["members"]) or None,
            str(words.METHODS.get(shown.result["advised"], "")) if key == "auto" else "",
        )
        for key in rules.WAYS
        if told[key]["reach"] or key != "auto"
    ]  # fmt: skip


def best_simple(shown: Shown) -> tuple[str, float]:
    """The best of the simple ways and how much of our reach it has."""
    key = max(shown.step.otherwise, key=lambda way: shown.step.otherwise[way]["reach"])
    reach = shown.figures["reach"]
    return str(words.WAYS[key]), shown.step.otherwise[key]["reach"] / reach if reach else 0.0


def mixes(shown: Shown) -> list[Mix]:
    return [_mix(shown, key) for key in rules.MIXES]


def _mix(shown: Shown, key: str) -> Mix:
    told = shown.step.mixes.get(key)
    if told is None:
        return Mix(key, str(words.MIXES[key]), None)
    hidden = not shown.may_look and any(shown.members[number].has_fee for number in told["members"])
    spent = _("restricted") if hidden else shown.unit.words(told["spent"])
    return Mix(key, str(words.MIXES[key]), told, spent, "" if hidden else per_head(shown.unit, told))


def barred(shown: Shown) -> list[Barred]:
    """Who was not allowed, by reason; the names where a list is kept."""
    told = []
    for reason in rules.REASONS:
        known = shown.result["barred"].get(reason)
        count = known["count"] if known else shown.result["others"].get(reason, 0)
        if count:
            who = [(shown.names[number], shown.url(number)) for number in known["who"]] if known else []
            told.append(Barred(str(words.REASONS[reason]), count, who, count - len(who) if known else 0))
    return told


def _listed(names: Sequence[str]) -> str:
    """The first few; how many more."""
    first = _(", ").join(names[:FEW])
    if len(names) <= FEW:
        return first
    more = len(names) - FEW
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": first,
        "more": more,
    }
