"""Where a log is cut for a rolling back-test."""

import numpy as np

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.past.cascades import Log


def rolling_cuts(log: Log, splits: int) -> list[int]:
    """splits + 1 moments (microseconds UTC): the first half of the actions is only past, the rest falls into `splits`
    stretches of as many actions each; the last moment is just after the end.

    Raises DiffusionError E-DIFF-120 when there are too few actions, 121 when nobody followed anybody, 122 when they
    stand at too few moments to be told apart.
    """
    times = np.sort(log.ts)
    if len(times) < 4 * splits:
        raise DiffusionError("E-DIFF-120", rows=len(times), splits=splits)
    if not (log.parent >= 0).any():
        raise DiffusionError("E-DIFF-121", rows=len(times))
    places = [int(len(times) * (0.5 + 0.5 * i / splits)) for i in range(splits)]
    cuts = [int(times[p]) for p in places] + [int(times[-1]) + 1]
    if len(set(cuts)) != splits + 1:
        raise DiffusionError("E-DIFF-122", rows=len(times), moments=len(np.unique(times)), splits=splits)
    return cuts
