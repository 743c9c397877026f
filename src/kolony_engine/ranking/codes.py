"""The codes an evidence card is made of, with the values each carries. Pages put them into words, in both languages.

Shares are between 0 and 1, days are whole days, points are recognition points of the community's own preset.
"""

SENTENCES: dict[str, tuple[str, ...]] = {
    "output": ("contributions", "active_days", "tenure_days"),
    "recognised": ("recognition", "recognised_posts", "contributions"),
    "quality": ("recognition_per_post", "community_mean", "contributions"),
    "rising": ("growth", "window_days"),
    "loyal": ("loyal_fans", "people_reached", "window_days"),
    "returning": ("returning_share", "people_reached"),
    "answers_back": ("reply_rate", "people_reached"),
    "reach": ("people_reached", "people_reached_window", "window_days"),
    "topics": ("topic", "posts", "share"),
    "steady": ("active_days", "cadence_days", "recency_days"),
    "early": ("early_adoption", "topics"),
    "buyers": ("buyers_around", "people_reached"),
    "accepted": ("accepted", "contributions"),
    "room": ("activity", "activity_percentile", "recognition_per_post"),
}

CAUTIONS: dict[str, tuple[str, ...]] = {
    "bursty": ("burst_share", "activity"),
    "one_lucky_post": ("best_post_share", "recognised_posts"),
    "reciprocal_ring": ("ring_share", "ring_people"),
    "too_new": ("tenure_days", "half_life_days"),
    "few_posts": ("contributions",),
    "silent": ("recency_days", "half_life_days"),
    "fading": ("growth", "window_days"),
    "wide_interval": ("score_low", "score_high"),
}

REFUSALS: dict[str, str] = {
    "E-RANK-101": "There are no events in which anybody did or received anything.",
    "E-RANK-102": "The history spans %(have_days)s days, and %(need_days)s are needed: ask with a shorter horizon.",
    "E-RANK-103": "After none of the dates did anybody receive recognition: look at what counts as recognition.",
}
"""What a back-test refuses, in English with named places: the source of both languages' words."""
