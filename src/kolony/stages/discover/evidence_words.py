"""The words of an evidence card. The engine gives codes and values; here they become whole sentences.

A test asks the engine for its codes: each has words, and no sentence asks for a value that its code does not carry.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import figures

FEW_CASES = 20

SENTENCES: dict[str, Any] = {
    "output": ngettext_lazy(
        "%(contributions)s post on %(active_days)s active days, in %(tenure_days)s days here.",
        "%(contributions)s posts on %(active_days)s active days, in %(tenure_days)s days here.",
        "contributions",
    ),
    "recognised": ngettext_lazy(
        "%(recognised_posts)s of %(contributions)s posts was recognised, with %(recognition)s points in all.",
        "%(recognised_posts)s of %(contributions)s posts were recognised, with %(recognition)s points in all.",
        "recognised_posts",
    ),
    "quality": _("A post earns %(recognition_per_post)s points; the community's mean is %(community_mean)s."),
    "rising": _(
        "Recognition in the newer half of the last %(window_days)s days is %(growth)s times that of the older half."
    ),
    "loyal": ngettext_lazy(
        "%(loyal_fans)s of %(people_reached)s readers came back on three days or more within %(window_days)s days.",
        "%(loyal_fans)s of %(people_reached)s readers came back on three days or more within %(window_days)s days.",
        "loyal_fans",
    ),
    "returning": _("Of the people who turn to this member, %(returning_share)s came back on another day."),
    "answers_back": _("Of the people who turn to this member, %(reply_rate)s got an answer."),
    "reach": ngettext_lazy(
        "%(people_reached)s person turned to this member, %(people_reached_window)s in the last %(window_days)s days.",
        "%(people_reached)s people turned to this member, %(people_reached_window)s in the last %(window_days)s days.",
        "people_reached",
    ),
    "topics": ngettext_lazy(
        "At home in “%(topic)s”: %(posts)s post, %(share)s of all recognition.",
        "At home in “%(topic)s”: %(posts)s posts, %(share)s of all recognition.",
        "posts",
    ),
    "steady": _(
        "Active on %(active_days)s days, usually %(cadence_days)s days apart; last seen %(recency_days)s days before."
    ),
    "early": _("Among the first five people in %(early_adoption)s of %(topics)s topics."),
    "buyers": ngettext_lazy(
        "%(buyers_around)s of the %(people_reached)s people around bought afterwards.",
        "%(buyers_around)s of the %(people_reached)s people around bought afterwards.",
        "buyers_around",
    ),
    "accepted": ngettext_lazy(
        "%(accepted)s of %(contributions)s posts was marked as the solution.",
        "%(accepted)s of %(contributions)s posts were marked as the solution.",
        "accepted",
    ),
    "room": _(
        "More active than only %(activity_percentile)s of members, with %(activity)s posts and comments, yet a post"
        " earns %(recognition_per_post)s points."
    ),
}

CAUTIONS: dict[str, Any] = {
    "bursty": _("%(burst_share)s of %(activity)s posts and comments fell into one single week."),
    "one_lucky_post": _(
        "One post brought %(best_post_share)s of all recognition; %(recognised_posts)s were recognised at all."
    ),
    "reciprocal_ring": ngettext_lazy(
        "%(ring_share)s of the attention comes from %(ring_people)s person who gets as much back.",
        "%(ring_share)s of the attention comes from %(ring_people)s people who get as much back.",
        "ring_people",
    ),
    "too_new": ngettext_lazy(
        "Here for %(tenure_days)s day only; this community forgets half in %(half_life_days)s days.",
        "Here for %(tenure_days)s days only; this community forgets half in %(half_life_days)s days.",
        "tenure_days",
    ),
    "few_posts": ngettext_lazy(
        "Only %(contributions)s post so far: too few to be sure.",
        "Only %(contributions)s posts so far: too few to be sure.",
        "contributions",
    ),
    "silent": ngettext_lazy(
        "Silent for %(recency_days)s day; after %(half_life_days)s days somebody is usually gone here.",
        "Silent for %(recency_days)s days; after %(half_life_days)s days somebody is usually gone here.",
        "recency_days",
    ),
    "fading": _(
        "Recognition in the newer half of the last %(window_days)s days is only %(growth)s times"
        " that of the older half."
    ),
    "wide_interval": _("The score may lie anywhere between %(score_low)s and %(score_high)s."),
}

SHARES_OF: dict[str, str] = {
    "returning_share": "people_reached",
    "reply_rate": "people_reached",
    "early_adoption": "topics",
    "burst_share": "activity",
    "share": "",
    "best_post_share": "",
    "ring_share": "",
}
ONE_DIGIT = frozenset({"recognition_per_post", "community_mean", "growth", "cadence_days"})


class Count(int):
    """A whole number that chooses its plural by value and prints with separators."""

    def __str__(self) -> str:
        return figures.number(int(self))


def said(code: str, values: Mapping[str, Any], topics: Mapping[str, str]) -> str:
    """The sentence in the reader's language; a code this version does not know says nothing."""
    sentence = SENTENCES.get(code) or CAUTIONS.get(code)
    if sentence is None:
        return ""
    return sentence % {key: _shown(key, value, values, topics) for key, value in values.items()}


def _shown(key: str, value: Any, values: Mapping[str, Any], topics: Mapping[str, str]) -> Any:
    if key == "topic":
        return topics.get(str(value), str(value))
    if value is None:
        return figures.number(None)
    if key in SHARES_OF:
        return _share(float(value), values.get(SHARES_OF[key]))
    if key == "activity_percentile":
        return figures.percent(float(value) / 100)
    if key in ONE_DIGIT:
        return figures.number(float(value), 1)
    return Count(round(float(value)))


def _share(share: float, cases: Any) -> str:
    """A percentage, but of fewer than twenty cases the counts themselves."""
    if cases is None or cases >= FEW_CASES:
        return figures.percent(share)
    counts = {"part": figures.number(round(share * cases)), "whole": figures.number(cases)}
    return gettext("%(part)s of %(whole)s") % counts
