"""How far a score would move if the weeks had fallen otherwise: 90 % of a bootstrap over weeks, in closed form.

The parts of a score are taken to move together, which makes the interval rather too wide than too narrow.
"""

import numpy as np

from kolony_engine.ranking.chance import Z
from kolony_engine.ranking.components import IN_POINTS, unit_of
from kolony_engine.ranking.seen import Seen
from kolony_engine.ranking.shapes import Component


def score_spread(seen: Seen, components: tuple[Component, ...]) -> np.ndarray:
    """Half the width of each score's interval, in points."""
    named = {*(component.name for component in components), *seen.weekly} & seen.now.values.keys()
    values = {name: seen.now.values[name][seen.at] for name in named}
    unit = max(unit_of(seen.now.values), 1e-9)
    relative = {name: seen.weekly[name] / np.maximum(np.abs(values[name]), 1e-9) for name in seen.weekly}
    relative["standing"] = relative["recognition"]
    relative["lately"] = relative["days_recent"]
    relative["forecast"] = np.hypot(relative["recognition"], relative["output_slow"])
    total = np.zeros(len(seen.at))
    for component in components:
        if component.name in relative:
            total += _moved(component, values[component.name], relative[component.name], unit)
        elif component.name in ("recognition_per_post", "recognition_typical"):
            total += 100 * component.weight * np.minimum(relative["recognition"], 1.0) / 4
    return Z * total


def _moved(component: Component, values: np.ndarray, relative: np.ndarray, unit: float) -> np.ndarray:
    scale = unit if component.name in IN_POINTS else 1.0
    amounts = np.maximum(values, 0.0) / scale
    top = np.log1p(amounts).max() if amounts.size else 0.0
    if top <= 0:
        return np.zeros_like(amounts)
    return 100 * component.weight * np.minimum(relative, 1.0) * amounts / (1 + amounts) / top
