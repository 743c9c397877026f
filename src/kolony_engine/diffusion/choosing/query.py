"""What is asked of a seed set, and what comes back."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class SeedQuery:
    """Whom to choose.

    k            how many seeds (with a budget: at most), or None when the budget alone decides
    budget       what may be spent, in the unit of `costs`; None when k decides
    costs        external id -> cost (> 0); anybody not named costs `cost_else`
    targets      external id -> weight 0..1 of an ordinary user; empty: everybody weighs 1
    candidates   who may be chosen; empty: everybody
    must_have    chosen first, whatever they bring
    excluded     never chosen (exclusivity, do-not-contact, standing)
    groups       external id -> group; anybody not named is in none
    at_least     group -> how many of it must be chosen
    at_most      group -> how many of it may be chosen
    model        "wc", "uniform:P", "arc" (also called "learned") or "lt" (see chances)
    eps, delta   the certificate: within 1 - 1/e - eps of the best, with probability 1 - delta (quotas: 1/2 - eps;
                 a budget: 1 - 1/sqrt(e) - eps; both, where so many of a group must be in: only what is told)
    seed         of all randomness
    """

    k: int | None = None
    budget: float | None = None
    costs: Mapping[Any, float] = field(default_factory=dict)
    cost_else: float = 1.0
    targets: Mapping[Any, float] = field(default_factory=dict)
    candidates: Sequence = ()
    must_have: Sequence = ()
    excluded: Sequence = ()
    groups: Mapping[Any, Hashable] = field(default_factory=dict)
    at_least: Mapping[Hashable, int] = field(default_factory=dict)
    at_most: Mapping[Hashable, int] = field(default_factory=dict)
    model: str = "wc"
    eps: float = 0.1
    delta: float = 0.001
    seed: int = 1


@dataclass(frozen=True)
class SeedSet:
    """Chosen seeds with their certificate. Reaches are expected target weight under the model.

    seeds              external ids, in the order chosen
    gains              marginal reach of each, estimated on sets the choice has not seen
    costs              cost of each
    spread_estimate    reach of all together
    lower, upper       bounds on that reach: what was seen of it, and that no set can pass `best_possible`
    best_possible      no set of this size or budget reaches more; with both bounds, true with probability 1 - delta
    ratio              lower / best_possible: the share of the best that is certified
    runner_up          whom the last place would go to next, and how much reach that would lose (None: nobody left)
    curve              reach after each seed
    overlap            float64[k, k], reach that each pair shares; the diagonal is each one's reach alone
    """

    seeds: tuple
    gains: tuple[float, ...]
    costs: tuple[float, ...]
    spread_estimate: float
    lower: float
    upper: float
    best_possible: float
    ratio: float
    runner_up: Any
    runner_up_gap: float
    curve: tuple[float, ...]
    overlap: np.ndarray
    target_weight: float
    rr_sets: int
    rr_members: int
    seconds_sampling: float
    seconds_selection: float
    model: str
    eps: float
    delta: float
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        plain = asdict(self)
        plain["overlap"] = self.overlap.tolist()
        plain["seeds"] = [s.item() if isinstance(s, np.generic) else s for s in self.seeds]
        plain["runner_up"] = self.runner_up.item() if isinstance(self.runner_up, np.generic) else self.runner_up
        return plain
