"""How much of a member's numbers hangs on single weeks: the spread of a bootstrap over weeks, in closed form.

Drawing each week 0, 1, 2... times at random (a Poisson bootstrap) gives a sum whose variance is exactly the sum of the
squared weekly amounts: no drawing is needed, and the answer is the same every time.
"""

import ibis
import numpy as np

from kolony_engine.measures.arrow import fetch, numbers, positions, words
from kolony_engine.measures.coding import People


def weekly_spread(
    cells: ibis.Table, day: float, half_life: float, ids: "object", people: People
) -> dict[str, np.ndarray]:
    """Standard deviations of recognition, recent recognition, active days, attention, and slow output."""
    age = ibis.greatest(day - cells.day.cast("float64"), 0.0).cast("float64")
    fade, slow = (age * (-np.log(2.0) / half_life)).exp(), (age * (-np.log(2.0) / (2 * half_life))).exp()
    acts = (cells.contributions + cells.comments).cast("float64")
    weeks = cells.group_by("actor_id", week=(cells.day / 7).floor()).agg(
        recognition=cells.points.sum(),
        recognition_recent=(cells.points * fade).sum(),
        days_recent=((acts > 0).cast("float64") * fade).sum(),
        attention=(cells.attention.cast("float64") * fade).sum(),
        output_slow=(cells.contributions.cast("float64") * slow).sum(),
    )
    names = ("recognition", "recognition_recent", "days_recent", "attention", "output_slow")
    squares = weeks.group_by("actor_id").agg(**{name: (weeks[name] * weeks[name]).sum() for name in names})
    table = fetch(people.named(squares, "actor_id"))
    at = positions(words(table, "actor_id"), ids)
    spread = {}
    for name in names:
        spread[name] = np.zeros(len(ids))
        spread[name][at[at >= 0]] = np.sqrt(np.nan_to_num(numbers(table, name)[at >= 0]))
    return spread
