"""What to be careful about before believing a score. A caution is no verdict: it says where to look."""

from collections.abc import Mapping, Sequence

from kolony_engine.measures import Pace
from kolony_engine.ranking.shapes import Sentence

BURST, LUCK, RING = 0.5, 0.5, 0.5
FEW, ENOUGH_ACTS, RING_TOUCHES, RING_PEOPLE, MUTUAL = 3, 5, 10, 8, 3
WIDE, FADING = 25.0, 0.5


def cautions(row: Mapping[str, object], people: Sequence[Mapping[str, object]], pace: Pace) -> list[Sentence]:
    """The cautions of one member: `row` is their row of the ranking, `people` those who interact with them."""
    half_life = pace.half_life_days
    checks = (
        ("bursty", row["burst_share"] >= BURST and row["activity"] >= ENOUGH_ACTS, ("burst_share", "activity")),
        (
            "one_lucky_post",
            row["best_post_share"] >= LUCK and row["recognition"] > 0 and row["recognised_posts"] > 1,
            ("best_post_share", "recognised_posts"),
        ),
        ("too_new", row["tenure_days"] < half_life / 2, ("tenure_days",)),
        ("few_posts", row["contributions"] < FEW, ("contributions",)),
        ("silent", row["recency_days"] > half_life, ("recency_days",)),
        ("fading", row["growth"] < FADING and row["recency_days"] <= half_life, ("growth",)),
        ("wide_interval", row["score_high"] - row["score_low"] > WIDE, ("score_low", "score_high")),
    )
    found = [Sentence(code, _values(row, names, code, pace)) for code, holds, names in checks if holds]
    ring = _ring(people)
    return found + ([Sentence("reciprocal_ring", ring)] if ring else [])


def _values(row: Mapping[str, object], names: Sequence[str], code: str, pace: Pace) -> dict[str, object]:
    values = {name: row[name] for name in names}
    if code in ("too_new", "silent"):
        values["half_life_days"] = pace.half_life_days
    return values | ({"window_days": pace.window_days} if code == "fading" else {})


def _ring(people: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Most of the attention comes from a handful of people who get about as much back, three times each at least.

    An author who answers everybody is no ring: there the crowd is larger than a handful, or gives more than it gets.
    """
    received = sum(person["times"] for person in people)
    mutual = sorted((person["times"] for person in people if _mutual(person)), reverse=True)[:RING_PEOPLE]
    share = sum(mutual) / received if received else 0.0
    if received < RING_TOUCHES or share < RING:
        return {}
    return {"ring_share": round(share, 4), "ring_people": len(mutual)}


def _mutual(person: Mapping[str, object]) -> bool:
    gives, gets = person["times"], person["back"]
    return min(gives, gets) >= MUTUAL and max(gives, gets) <= 3 * min(gives, gets)
