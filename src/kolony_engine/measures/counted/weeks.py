"""The weeks of a member: how much fell into the busiest, and how far their sums hang on single weeks.

Drawing each week 0, 1, 2... times at random (a Poisson bootstrap) gives a sum whose variance is exactly the sum of the
squared weekly amounts: no drawing is needed, and the answer is the same every time.

Weeks that are over add up to one row a member. Seen later, what fades of it is less by a factor that is the same for
everybody, so these weeks need not be gone through again (forward decay: Cormode and others, 2009).
"""

import ibis
import numpy as np

DAYS = 7
SQUARES = {"recognition": 0.0, "recognition_recent": 1.0, "days_recent": 1.0, "attention": 1.0, "output_slow": 0.5}
"""The amounts whose weekly squares are added up, and how many times each halves in a half-life."""


def weeks_of(cells: ibis.Table, day: float, half_life: float) -> ibis.Table:
    """One row a member, from their days: acts of the busiest week, acts of all, squared amounts as seen from a day."""
    age = ibis.greatest(day - cells.day.cast("float64"), 0.0).cast("float64")
    fading = cells.select("day", age=age).distinct()
    worth = fading.select(
        "day",
        week=(fading.day / DAYS).floor().cast("int32"),
        fade=(fading.age * (-np.log(2.0) / half_life)).exp(),
        slow=(fading.age * (-np.log(2.0) / (2 * half_life))).exp(),
    )
    seen = cells.join(worth, "day")
    acts = (seen.contributions + seen.comments).cast("float64")
    each = seen.group_by("actor_id", "week").agg(
        acts=acts.sum(),
        recognition=seen.points.sum(),
        recognition_recent=(seen.points * seen.fade).sum(),
        days_recent=((acts > 0).cast("float64") * seen.fade).sum(),
        attention=(seen.attention.cast("float64") * seen.fade).sum(),
        output_slow=(seen.contributions.cast("float64") * seen.slow).sum(),
    )
    squares = {name: (each[name] * each[name]).sum() for name in SQUARES}
    return each.group_by("actor_id").agg(busiest=each.acts.max(), acts=each.acts.sum(), **squares)


def weeks_later(weeks: ibis.Table, days: float, half_life: float) -> ibis.Table:
    """The same weeks as seen so many days later."""
    return weeks.mutate(
        **{name: weeks[name] * float(0.25 ** (times * days / half_life)) for name, times in SQUARES.items()}
    )


def weeks_together(some: ibis.Table, others: ibis.Table) -> ibis.Table:
    """Weeks of which none is in both, as seen from the same day."""
    both = some.union(others)
    sums = {name: both[name].sum() for name in ("acts", *SQUARES)}
    return both.group_by("actor_id").agg(busiest=both.busiest.max(), **sums)
