"""Output, recognition and pace of a member, counted from their days."""

import ibis
import numpy as np

from kolony_engine.measures.cells import whole_day
from kolony_engine.measures.known import Known
from kolony_engine.measures.weeks import SQUARES

SPREADS = tuple(f"spread_{name}" for name in SQUARES)
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
    """The share of all acts that fell into the busiest week, and how much of a member's sums hangs on single weeks."""
    found = known.weeks
    spreads = {spread: found[name].sqrt() for spread, name in zip(SPREADS, SQUARES, strict=True)}
    return found.select("actor_id", burst_share=found.busiest / ibis.greatest(found.acts, 1.0), **spreads)


def recognition(known: Known) -> ibis.Table:
    """Recognition of a member: all time, inside the window, and fading by half every half-life; and its growth."""
    cells, middle = known.cells, whole_day(known.day - known.pace.window_days / 2)
    age = ibis.greatest(known.day - cells.day.cast("float64"), 0.0).cast("float64")
    faded = cells.points * (age * (-np.log(2.0) / known.pace.half_life_days)).exp()
    totals = cells.group_by("actor_id").agg(
        recognition=cells.points.sum(),
        recognition_window=cells.points.sum(where=cells.day >= known.window_start),
        recognition_recent=faded.sum(),
        newer=cells.praise.sum(where=cells.day >= middle),
        older=cells.praise.sum(where=(cells.day < middle) & (cells.day >= known.window_start)),
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
