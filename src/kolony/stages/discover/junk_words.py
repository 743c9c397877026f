"""What was found of advertising and repetition in somebody's posts, in words; what cannot be told is said."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from kolony.ground.frame import figures
from kolony.stages.discover.evidence_words import Count

SERIOUS_POSTS, SERIOUS_SHARE, SERIOUS_TIMES = 3, 0.1, 2

SIGNS: dict[str, Any] = {
    "lure": gettext_lazy("sells, or calls elsewhere"),
    "linked": gettext_lazy("an offer beside a link"),
    "tracked": gettext_lazy("a link that pays"),
    "repeated": gettext_lazy("the same text three times"),
}


MARKS: dict[str, Any] = {
    "report": ngettext_lazy("reported by %(times)s", "reported by %(times)s", "times"),
    "spam": ngettext_lazy("spam, says %(times)s", "spam, say %(times)s", "times"),
    "offensive": ngettext_lazy("offensive, says %(times)s", "offensive, say %(times)s", "times"),
    "removed": gettext_lazy("hidden or taken down"),
}
"""What members and moderators marked a post as, and how many of them."""


def signs_by_post(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Why each post is listed: what members and moderators say of it, then the signs in its words."""
    signs: dict[str, list[str]] = {}
    for object_id, marks in told.get("marks", {}).get("found", ()):
        signs[object_id] = [str(MARKS.get(verb, verb) % {"times": Count(times)}) for verb, times in marks]
    for one in told["found"]:
        signs.setdefault(one["object_id"], []).extend(str(SIGNS.get(sign, "")) for sign in one["signs"])
    return signs


def serious(told: Mapping[str, Any]) -> bool:
    """Worth a warning: several posts, not one in a hundred; or marked twice as often as usual, chance allowed for."""
    marks = told.get("marks")
    if marks and marks["marked"] >= SERIOUS_POSTS and marks["low"] > SERIOUS_TIMES * marks["usual"]:
        return True
    return told["junk"] >= SERIOUS_POSTS and told["junk"] >= SERIOUS_SHARE * told["posts"]


def marked(told: Mapping[str, Any]) -> str:
    """How many posts members or moderators marked, beside what is usual; "" where the records hold no marks."""
    marks = told.get("marks")
    if not marks:
        return ""
    values = {name: figures.number(marks[name]) for name in ("posts", "marked")}
    values |= {name: figures.percent(marks[name], 1) for name in ("low", "high", "usual")}
    return (
        _(
            "%(marked)s of %(posts)s posts and comments were reported, marked or taken down (%(low)s to %(high)s,"
            " chance allowed for); of everybody’s %(usual)s."
        )
        % values
    )


def sentence(told: Mapping[str, Any]) -> str:
    """How many of how many; without words there is nothing to tell."""
    if not told["posts"]:
        return _("No words of this member are held here, so nothing can be said.")
    if not told["junk"]:
        none = ngettext(
            "The newest post that is held here shows no sign of it.",
            "None of the %(posts)s newest posts that are held here shows a sign of it.",
            told["posts"],
        )
        return none % {"posts": figures.number(told["posts"])}
    some = ngettext(
        "%(junk)s of the %(posts)s newest posts shows a sign of it. Read before you judge.",
        "%(junk)s of the %(posts)s newest posts show a sign of it. Read before you judge.",
        told["junk"],
    )
    return some % {"junk": figures.number(told["junk"]), "posts": figures.number(told["posts"])}
