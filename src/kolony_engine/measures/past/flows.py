"""Who addressed whom before a date, as arrays: what the graph baselines of a back-test need."""

from dataclasses import dataclass

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kolony_engine.measures.doors.arrow import fetch, numbers, positions, words


@dataclass(frozen=True)
class Flows:
    """One entry per giver, receiver and day, as positions among `size` people."""

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
    """Read the pairs of people by day. Positions follow `actor_ids`; people not among them come behind."""
    table = fetch(touched.order_by("actor_id", "target_user_id", "day"))
    givers, receivers = words(table, "actor_id"), words(table, "target_user_id")
    met = pc.unique(pa.concat_arrays([givers, receivers]))
    everybody = pa.concat_arrays([actor_ids, met.filter(pc.is_null(pc.index_in(met, value_set=actor_ids)))])
    return Flows(
        positions(givers, everybody),
        positions(receivers, everybody),
        numbers(table, "day"),
        numbers(table, "times"),
        len(everybody),
    )
