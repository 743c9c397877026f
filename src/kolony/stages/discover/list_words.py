"""Names of the room's own vocabulary: goals, lists, kinds, what a list answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GOALS: dict[str, tuple[Any, str]] = {
    "acquire": (pgettext_lazy("goal", "Acquire"), "user-plus"),
    "activate": (pgettext_lazy("goal", "Activate"), "activity"),
    "convert": (pgettext_lazy("goal", "Convert"), "shopping-bag"),
}

LISTS: dict[str, Any] = {
    "now": pgettext_lazy("list", "Now"),
    "rising": pgettext_lazy("list", "Rising"),
    "potential": pgettext_lazy("list", "Potential"),
}

LIST_QUESTIONS: dict[str, Any] = {
    "now": _("Who matters in this community today."),
    "rising": _("Who is not on top yet and likely to be next."),
    "potential": _("Whose work is better than their activity shows. Activity can be raised, quality hardly."),
}

KINDS: dict[str, Any] = {
    "kol": _("KOL"),
    "koc": _("KOC"),
    "both": _("KOL and KOC"),
    "unclear": _("Kind unclear"),
}

KIND_REASONS: dict[str, Any] = {
    "kol": _("Authority: many people and much recognition."),
    "koc": _("Authenticity: few people around, but close and coming back."),
    "both": _("Authority and closeness at once."),
    "unclear": _("Neither authority nor closeness stands out yet."),
}

VERDICTS: dict[str, Any] = {
    "waiting": _("Waiting"),
    "nominated": _("Nominated"),
    "dismissed": _("Dismissed"),
    "excluded": _("Excluded"),
    "later": _("Later"),
}

TENURES: dict[str, Any] = {
    "new": _("Under 90 days"),
    "settled": _("90 days to a year"),
    "old": _("More than a year"),
}

STATUSES: dict[str, Any] = {
    "new": _("New since the last run"),
    "nominated": _("Nominated"),
    "dismissed": _("Dismissed"),
    "excluded": _("Excluded"),
    "any": _("Everybody"),
}

BACK_BECAUSE: dict[str, Any] = {
    "score": _("Their score has left the interval it had when they were dismissed."),
    "posts": _("At least three new posts stand behind the evidence."),
}

CHANGES: dict[str, Any] = {
    "entered": _("Entered"),
    "left": _("Left"),
    "up": _("Up"),
    "down": _("Down"),
}

METHODS: dict[str, Any] = {
    "kolony": _("This list"),
    "activity": _("Activity"),
    "recognition_365d": _("Recognition, 365 days"),
    "recognition_all": _("Recognition, all time"),
    "pagerank": _("PageRank"),
    "blend": _("Simple blend"),
}

REASONS: dict[str, Any] = {
    "off_topic": _("Not our subject"),
    "too_new": _("Too new to tell"),
    "one_hit": _("One lucky post"),
    "tone": _("The tone does not fit ordinary members"),
    "advertising": _("Mostly advertising"),
    "known": _("Already works with us"),
}


def reason_words(reason: str) -> str:
    """A kept reason in the reader's language; free text stays as it was written."""
    return str(REASONS.get(reason, reason))


STOP_KINDS: dict[str, Any] = {
    "rising": _("From the top of Rising"),
    "unexplored": _("Not looked at yet"),
    "left_over": _("Put off before"),
}
