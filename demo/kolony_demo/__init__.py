"""One simulated season of a bilingual knowledge community, with known ground truth. Needs numpy and pyarrow only.

>>> season = simulate(seed=7)                 # the full season: 20,000 members, 18 months
>>> season.write("season")                    # events, words, members, slots + a SIMULATED marker
>>> season.write_truth("season-truth")        # apart, for judging methods only
"""

from .season import MARKER, SOURCE_NAME, Season
from .simulate import LAST_DAY, simulate, small_season

__all__ = ["LAST_DAY", "MARKER", "SOURCE_NAME", "Season", "simulate", "small_season"]
