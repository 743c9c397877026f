"""KOL or KOC: authority against authenticity, from percentiles, with "both" and "unclear" where it is so.

A KOL reaches many and is recognised by many. A KOC has fewer people around them, who come back, get answers, and buy.
"""

import numpy as np

from kolony_engine.ranking.components import percentile
from kolony_engine.ranking.shapes import KINDS

AUTHORITY = ("people_reached", "recognition", "topics")
AUTHENTICITY = ("returning_share", "loyal_share", "reply_rate", "buyers_share")
CLEAR, AUTHORITY_FROM, AUTHENTICITY_FROM, PEOPLE_NEEDED = 0.10, 0.90, 0.75, 5


def kind_scores(measures: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Authority and authenticity of each member, both between 0 and 1."""
    people = np.maximum(measures["people_reached"], 1.0)
    ratios = measures | {
        "loyal_share": measures["loyal_fans"] / people,
        "buyers_share": measures["buyers_around"] / people,
    }
    close = [name for name in AUTHENTICITY if ratios[name].any()]
    known = measures["people_reached"] >= PEOPLE_NEEDED
    authority = np.mean([percentile(ratios[name]) for name in AUTHORITY], axis=0)
    authenticity = np.zeros(len(people))
    if known.any() and close:
        authenticity[known] = np.mean([percentile(ratios[name][known]) for name in close], axis=0)
    return authority, authenticity


def kinds(measures: dict[str, np.ndarray]) -> np.ndarray:
    """The kind of each member, as a position in `KINDS`."""
    authority, authenticity = kind_scores(measures)
    known = measures["people_reached"] >= PEOPLE_NEEDED
    leads, serves = known & (authority >= AUTHORITY_FROM), known & (authenticity >= AUTHENTICITY_FROM)
    both, kol, koc, unclear = (KINDS.index(kind) for kind in ("both", "kol", "koc", "unclear"))
    return np.select([leads & serves, leads, serves], [both, kol, koc], unclear)
