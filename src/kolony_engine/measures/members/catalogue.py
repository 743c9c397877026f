"""The named measures, each saying in plain words what it counts. Pages translate the words, never the meaning."""

from dataclasses import dataclass
from typing import Literal

Group = Literal["output", "recognition", "loyalty", "reach", "pace", "focus", "adoption", "commerce"]
Better = Literal["high", "low", "neither"]


@dataclass(frozen=True)
class Measure:
    """A column of `member_measures`: its group, its unit, what it counts, and which way is better."""

    name: str
    group: Group
    unit: str
    words: str
    better: Better = "high"


MEASURES: tuple[Measure, ...] = (
    Measure("contributions", "output", "posts", "Questions, answers, topics and replies written before the date."),
    Measure("comments", "output", "comments", "Comments written before the date."),
    Measure("activity", "output", "acts", "Contributions and comments together."),
    Measure("activity_window", "output", "acts", "Contributions and comments inside the window."),
    Measure("active_days", "output", "days", "Distinct days with at least one contribution or comment."),
    Measure("accepted", "output", "posts", "Own posts that the asker marked as the solution."),
    Measure(
        "recognition", "recognition", "points", "Weighted recognition from others, all time; self-given is left out."
    ),
    Measure("recognition_window", "recognition", "points", "The same, inside the window."),
    Measure("recognition_recent", "recognition", "points", "The same, each point halved every half-life."),
    Measure(
        "recognition_per_post",
        "recognition",
        "points",
        "Recognition per contribution, pulled towards the community's mean where there are few posts.",
    ),
    Measure(
        "recognition_typical",
        "recognition",
        "points",
        "Recognition per contribution with the single best post left out, so that one lucky post does not make a name.",
    ),
    Measure("best_post_share", "recognition", "share", "Share of all recognition that one single post brought.", "low"),
    Measure("recognised_posts", "recognition", "posts", "Own posts that received any recognition."),
    Measure("givers", "recognition", "people", "Distinct known people who gave recognition."),
    Measure("loyal_fans", "loyalty", "people", "People who interacted on at least 3 distinct days inside the window."),
    Measure(
        "returning_share", "loyalty", "share", "Share of the people who interacted that did so on two or more days."
    ),
    Measure("reply_rate", "loyalty", "share", "Share of the people who interacted whom this member answered in turn."),
    Measure("people_reached", "reach", "people", "Distinct people who interacted with this member."),
    Measure("people_reached_window", "reach", "people", "The same, inside the window."),
    Measure("people_addressed", "reach", "people", "Distinct people whom this member addressed."),
    Measure("topics", "reach", "topics", "Distinct topics written in."),
    Measure(
        "pagerank",
        "reach",
        "index",
        "PageRank of who addresses whom, times the people; 0 above half a million links.",
    ),
    Measure(
        "core",
        "reach",
        "level",
        "K-core: the largest k so that one sits among people with k links each; 0 as above.",
    ),
    Measure("tenure_days", "pace", "days", "Days since the first act.", "neither"),
    Measure("recency_days", "pace", "days", "Days since the last act.", "low"),
    Measure(
        "cadence_days",
        "pace",
        "days",
        "Mean days between active days, over the time from the first to the last.",
        "low",
    ),
    Measure("growth", "pace", "ratio", "Recognition in the newer half of the window against the older half, damped."),
    Measure("burst_share", "pace", "share", "Share of all acts that fell into the single busiest week.", "low"),
    Measure("focus", "focus", "share", "Share of contributions in the topics where the member wrote most (top three)."),
    Measure("deep_topics", "focus", "topics", "Topics with at least three contributions by this member."),
    Measure("early_adoption", "adoption", "share", "Share of topics joined among the first five people there."),
    Measure("purchases", "commerce", "orders", "Own purchases minus refunds."),
    Measure("buyers_around", "commerce", "people", "People who interacted with this member and bought afterwards."),
)
