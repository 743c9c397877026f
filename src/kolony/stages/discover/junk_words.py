"""What was found of advertising and repetition in somebody's posts, in words; what cannot be told is said."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kolony.ground.frame import figures

SERIOUS_POSTS, SERIOUS_SHARE = 3, 0.1

SIGNS: dict[str, Any] = {
    "lure": gettext_lazy("sells, or calls elsewhere"),
    "linked": gettext_lazy("an offer beside a link"),
    "tracked": gettext_lazy("a link that pays"),
    "repeated": gettext_lazy("the same text three times"),
}


def serious(told: Mapping[str, Any]) -> bool:
    """Worth a warning: several posts, and not one in a hundred."""
    return told["junk"] >= SERIOUS_POSTS and told["junk"] >= SERIOUS_SHARE * told["posts"]


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
