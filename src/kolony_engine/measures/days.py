"""Output, recognition and pace of a member, counted from their days."""

import ibis
import numpy as np

from kolony_engine.measures.known import Known

SPREADS = tuple(
    f"spread_{name}" for name in ("recognition", "recognition_recent", "days_recent", "attention", "output_slow")
)
"""How far these sums would move if the weeks had fallen otherwise, as standard deviations."""


def output_and_pace(known: Known) -> ibis.Table:
    """How much a member wrote, on how many days, how evenly, and how long ago."""
    cells = known.cells.mutate(acts=(known.cells.contributions + known.cells.comments).cast("float64"))
    active = cells.filter(cells.acts > 0)
    first, last, days = active.day.min(), active.day.max(), active.count()
    return active.group_by("actor_id").agg(
        contributions=active.contributions.sum().cast("float64"),
        comments=active.comments.sum().cast("float64"),
        activity=active.acts.sum(),
        activity_window=active.acts.sum(where=active.day >= known.window_start),
        active_days=days,
        tenure_days=known.day - first,
        recency_days=known.day - last,
        cadence_days=ibis.ifelse(days > 1, (last - first) / (days - 1), known.day - first),
    )


def weeks(known: Known) -> ibis.Table:
    """The share of all acts that fell into the busiest week, and how much of a member's sums hangs on single weeks.

    Drawing each week 0, 1, 2... times at random (a Poisson bootstrap) gives a sum whose variance is exactly the sum of
    the squared weekly amounts: no drawing is needed, and the answer is the same every time. Told are its roots.
    """
    cells = known.cells
    age = ibis.greatest(known.day - cells.day.cast("float64"), 0.0).cast("float64")
    half_life = known.pace.half_life_days
    fading = cells.select("day", age=age).distinct()
    worth = fading.select(
        "day",
        week=(fading.day / 7).floor().cast("int32"),
        fade=(fading.age * (-np.log(2.0) / half_life)).exp(),
        slow=(fading.age * (-np.log(2.0) / (2 * half_life))).exp(),
    )
    seen = cells.join(worth, "day")
    acts = (seen.contributions + seen.comments).cast("float64")
    each = seen.group_by("actor_id", "week").agg(
        acts=acts.sum(),
        spread_recognition=seen.points.sum(),
        spread_recognition_recent=(seen.points * seen.fade).sum(),
        spread_days_recent=((acts > 0).cast("float64") * seen.fade).sum(),
        spread_attention=(seen.attention.cast("float64") * seen.fade).sum(),
        spread_output_slow=(seen.contributions.cast("float64") * seen.slow).sum(),
    )
    return each.group_by("actor_id").agg(
        burst_share=each.acts.max() / each.acts.sum(),
        **{name: (each[name] * each[name]).sum().sqrt() for name in SPREADS},
    )


def recognition(known: Known) -> ibis.Table:
    """Recognition of a member: all time, inside the window, and fading by half every half-life; and its growth."""
    cells, half = known.cells, known.pace.window_days / 2
    age = ibis.greatest(known.day - cells.day.cast("float64"), 0.0).cast("float64")
    faded = cells.points * (age * (-np.log(2.0) / known.pace.half_life_days)).exp()
    totals = cells.group_by("actor_id").agg(
        recognition=cells.points.sum(),
        recognition_window=cells.points.sum(where=cells.day >= known.window_start),
        recognition_recent=faded.sum(),
        newer=cells.praise.sum(where=cells.day >= known.day - half),
        older=cells.praise.sum(where=(cells.day < known.day - half) & (cells.day >= known.window_start)),
        act=cells.praise.sum(),
        acts=cells.praises.sum(),
        contributions=cells.contributions.sum().cast("float64"),
    )
    one, typical = _damping(totals)
    return totals.select(
        "actor_id",
        "recognition",
        "recognition_window",
        "recognition_recent",
        growth=(totals.newer.fill_null(0.0) + one) / (totals.older.fill_null(0.0) + one),
        recognition_per_post=(ibis.greatest(totals.recognition, 0.0) + 3 * typical) / (totals.contributions + 3),
    )


def _damping(totals: ibis.Table) -> tuple[ibis.expr.types.NumericValue, ibis.expr.types.NumericValue]:
    """Five average acts of recognition to damp a ratio, and the community's mean recognition per post to shrink to."""
    everybody = ibis.window()
    acts = totals.acts.sum().over(everybody).cast("float64")
    one = 5 * totals.act.sum().over(everybody) / ibis.greatest(acts, 1.0)
    posts = ibis.greatest(totals.contributions.sum().over(everybody), 1.0)
    return ibis.greatest(one, 1e-9), ibis.greatest(totals.recognition.sum().over(everybody), 0.0) / posts
