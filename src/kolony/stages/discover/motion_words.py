"""What somebody's posts set in motion, in words, beside what is usual for those who have a card."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.ground.frame import figures


def sentences(told: Mapping[str, Any], usual: float | None) -> list[str]:
    """The middle post, the largest, and the middle of everybody who has a card."""
    values = {name: figures.number(told[name]) for name in ("posts", "largest", "days")}
    values["middle"] = _printed(told["middle"])
    said = [
        ngettext(
            "Within %(days)s days of the one post looked at, %(largest)s other people acted on it or after it.",
            "Within %(days)s days of a post, %(middle)s other people act on it or after it in the same conversation"
            " (the middle of %(posts)s posts); at most %(largest)s did.",
            told["posts"],
        )
        % values
    ]
    if usual is not None:
        said.append(_("In the middle of all who have a card it is %(usual)s.") % {"usual": _printed(usual)})
    return [*said, _("That somebody acts after a post does not prove that they act because of it.")]


def _printed(value: float) -> str:
    return figures.number(value, 0 if float(value).is_integer() else 1)
