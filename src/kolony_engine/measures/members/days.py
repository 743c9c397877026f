"""Output, recognition and pace of a member, from what their days add up to (`found`: see `totals`)."""

import ibis

from kolony_engine.measures.counted.weeks import SQUARES
from kolony_engine.measures.kept.known import Known

SPREADS = tuple(f"spread_{name}" for name in SQUARES)
"""How far these sums would move if the weeks had fallen otherwise, as standard deviations."""


def output_and_pace(known: Known, found: ibis.Table) -> ibis.Table:
    """How much a member wrote, on how many days, how evenly, and how long ago."""
    active = found.filter(found.active_days > 0)
    first, last, days = active.first_act, active.last_act, active.active_days
    return active.select(
        *("actor_id", "contributions", "activity", "activity_window", "active_days"),
        comments=active.activity - active.contributions,
        tenure_days=known.day - first,
        recency_days=known.day - last,
        cadence_days=ibis.ifelse(days > 1, (last - first) / (days - 1), known.day - first),
    )


def weeks(known: Known) -> ibis.Table:
    """The share of all acts that fell into the busiest week, and how much of a member's sums hangs on single weeks."""
    found = known.weeks
    spreads = {spread: found[name].sqrt() for spread, name in zip(SPREADS, SQUARES, strict=True)}
    return found.select("actor_id", burst_share=found.busiest / ibis.greatest(found.acts, 1.0), **spreads)


def recognition(known: Known, found: ibis.Table) -> ibis.Table:
    """Recognition of a member: all time, inside the window, and fading by half every half-life; and its growth."""
    one, typical = _damping(found)
    return found.select(
        *("actor_id", "recognition", "recognition_window", "recognition_recent"),
        growth=(found.newer.fill_null(0.0) + one) / (found.older.fill_null(0.0) + one),
        recognition_per_post=(ibis.greatest(found.recognition, 0.0) + 3 * typical) / (found.contributions + 3),
    )


def _damping(found: ibis.Table) -> tuple[ibis.expr.types.NumericValue, ibis.expr.types.NumericValue]:
    """Five average acts of recognition to damp a ratio, and the community's mean recognition per post to shrink to."""
    everybody = ibis.window()
    acts = found.praises.sum().over(everybody).cast("float64")
    one = 5 * found.praise.sum().over(everybody) / ibis.greatest(acts, 1.0)
    posts = ibis.greatest(found.contributions.sum().over(everybody), 1.0)
    return ibis.greatest(one, 1e-9), ibis.greatest(found.recognition.sum().over(everybody), 0.0) / posts
