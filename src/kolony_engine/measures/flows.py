"""Who addressed whom before a date, as arrays: what the graph baselines of a back-test need."""

from dataclasses import dataclass

import ibis
import numpy as np
import pyarrow as pa

from kolony_engine.measures.arrow import fetch, numbers, positions, words


@dataclass(frozen=True)
class Flows:
    """One entry per giver, receiver and day, as positions among `size` members."""

    giver: np.ndarray
    receiver: np.ndarray
    day: np.ndarray
    times: np.ndarray
    size: int

    def before(self, day: float) -> "Flows":
        """The same, strictly before a day, one entry per pair; `day` is each pair's first."""
        known = self.day < day
        keys, place = np.unique(
            self.giver[known] * np.int64(max(self.size, 1)) + self.receiver[known], return_inverse=True
        )
        times = np.bincount(place, weights=self.times[known], minlength=len(keys))
        first = np.full(len(keys), np.inf)
        np.minimum.at(first, place, self.day[known])
        return Flows(keys // max(self.size, 1), keys % max(self.size, 1), first, times, self.size)


def flows(touched: ibis.Table, actor_ids: pa.Array) -> Flows:
    """Read the pairs of people by day."""
    table = fetch(touched.order_by("actor_id", "target_user_id", "day"))
    giver, receiver = (
        positions(words(table, "actor_id"), actor_ids),
        positions(words(table, "target_user_id"), actor_ids),
    )
    inside = (giver >= 0) & (receiver >= 0)
    return Flows(
        giver[inside], receiver[inside], numbers(table, "day")[inside], numbers(table, "times")[inside], len(actor_ids)
    )
