"""Names of measures and of the parts of a score, as people say them. Completeness is tested against the engine."""

from typing import Any

from django.utils.translation import gettext_lazy as _

MEASURES: dict[str, Any] = {
    "contributions": _("Posts written"),
    "comments": _("Comments written"),
    "activity": _("Posts and comments"),
    "activity_window": _("Recent posts and comments"),
    "active_days": _("Days active"),
    "accepted": _("Accepted solutions"),
    "recognition": _("Recognition, all time"),
    "recognition_window": _("Recognition, lately"),
    "recognition_recent": _("Recognition, newest first"),
    "recognition_per_post": _("Recognition per post"),
    "recognition_typical": _("Recognition of a usual post"),
    "best_post_share": _("Share of the best post"),
    "recognised_posts": _("Recognised posts"),
    "givers": _("People who gave recognition"),
    "loyal_fans": _("Loyal fans"),
    "returning_share": _("Readers who come back"),
    "reply_rate": _("Readers who get an answer"),
    "people_reached": _("People reached"),
    "people_reached_window": _("People reached, lately"),
    "people_addressed": _("People addressed"),
    "topics": _("Topics taken part in"),
    "pagerank": _("Standing in the network"),
    "core": _("Depth in the network"),
    "tenure_days": _("Days since joining in"),
    "recency_days": _("Days since last seen"),
    "cadence_days": _("Days between active days"),
    "growth": _("Growth"),
    "burst_share": _("Share of the busiest week"),
    "focus": _("Focus"),
    "deep_topics": _("Topics with depth"),
    "early_adoption": _("Early in new topics"),
    "purchases": _("Own purchases"),
    "buyers_around": _("Buyers around them"),
}

SHARES = frozenset({"best_post_share", "returning_share", "reply_rate", "burst_share", "focus", "early_adoption"})
SHOWN_ON_CARD = (
    "recognition_per_post",
    "recognition_window",
    "loyal_fans",
    "people_reached_window",
    "reply_rate",
    "growth",
    "active_days",
)


def measure_name(name: str) -> str:
    return str(MEASURES.get(name, name))


COMPONENTS: dict[str, Any] = {
    "forecast": _("Recognition to expect"),
    "recognition_recent": _("Fresh recognition"),
    "recognition": _("Lifelong recognition"),
    "standing": _("Posts that still bring"),
    "days_recent": _("Coming back"),
    "attention": _("Turned to by others"),
    "lately": _("Active just now"),
    "direction": _("Direction"),
    "recognition_per_post": _("Quality per post"),
    "recognition_typical": _("Usual quality"),
    "room": _("Room to grow"),
    "freshness": _("Still here"),
    "already_on_top": _("Already on top, so shown last"),
    "people_reached_window": _("Reach"),
    "topics": _("Breadth"),
    "early_adoption": _("Early in topics"),
    "reply_rate": _("Answers readers"),
    "people_addressed": _("Speaks to people"),
    "returning_share": _("Readers return"),
    "loyal_fans": _("Loyal fans"),
    "buyers_around": _("Buyers around"),
}

SHORT: dict[str, Any] = {
    "forecast": _("Outlook"),
    "recognition_recent": _("Fresh"),
    "recognition": _("Lifelong"),
    "standing": _("Old posts"),
    "days_recent": _("Regular"),
    "attention": _("Turned to"),
    "lately": _("Just now"),
    "direction": _("Direction"),
    "recognition_per_post": _("Quality"),
    "recognition_typical": _("Usual"),
    "room": _("Room"),
    "freshness": _("Still here"),
    "people_reached_window": _("Reach"),
    "topics": _("Breadth"),
    "early_adoption": _("Early"),
    "reply_rate": _("Answers"),
    "people_addressed": _("Speaks up"),
    "returning_share": _("Return"),
    "loyal_fans": _("Loyal"),
    "buyers_around": _("Buyers"),
}


def short_name(name: str) -> str:
    """For narrow places; the whole name stands in the card and in the title."""
    return str(SHORT.get(name) or component_name(name))


def component_name(name: str) -> str:
    return str(COMPONENTS.get(name) or MEASURES.get(name, name))
