"""Which way of choosing to believe here: asked of the log's own past, and of nothing that came later.

The cautious answer is the blend: of all ways it is the one that is seldom far from the best. Another way takes its
place only where it reached more in the past's own stretches by more than the standard error of that difference: one
stretch in which it shone is not enough. Chosen on communities other than those the figures in the docs are told of.
"""

from collections.abc import Sequence

import numpy as np

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.past.cascades import Log
from kolony_engine.diffusion.past.tallies import reach
from kolony_engine.diffusion.proving.methods import BLEND, METHODS
from kolony_engine.diffusion.proving.splits import rolling_cuts

AUTO = "auto"
RIVALS = ("times followed", "distinct followers", "recent cover")
STRETCHES = 5


def believed(past: Log, ks: Sequence[int], seed: int = 1) -> dict[int, str]:
    """By number of seeds, the name of the method to believe; the blend where the past is too short to ask."""
    try:
        moments = rolling_cuts(past, STRETCHES)
    except DiffusionError:
        return dict.fromkeys(ks, BLEND)
    found = [_reached(past, begin, end, ks, seed) for begin, end in zip(moments[:-1], moments[1:], strict=True)]
    return {k: _best({name: [one[name, k] for one in found] for name in (BLEND, *RIVALS)}) for k in ks}


def _reached(past: Log, begin: int, end: int, ks: Sequence[int], seed: int) -> dict[tuple[str, int], int]:
    before, after = past.before(begin), past.between(begin, end)
    chosen = {name: METHODS[name](before, max(ks), seed) for name in (BLEND, *RIVALS)}
    return {(name, k): reach(after, seeds[:k]) for name, seeds in chosen.items() for k in ks}


def _best(reached: dict[str, list[int]]) -> str:
    """Whoever leads the blend by most, in logarithms, after one standard error is taken off; else the blend."""
    leads = {BLEND: 0.0}
    for name in RIVALS:
        lead = np.log1p(reached[name]) - np.log1p(reached[BLEND])
        leads[name] = float(lead.mean() - lead.std(ddof=1) / np.sqrt(len(lead)))
    return max(leads, key=lambda name: leads[name])
