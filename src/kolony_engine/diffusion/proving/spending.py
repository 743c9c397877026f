"""The back-test under a budget: people cost something, and the same money may buy a few loud or many quiet ones.

Two costs, both read from the past, after the ideas of two papers in which sources cost different amounts: by posts (a
source costs how much it writes; Leskovec et al., "Cost-effective outbreak detection in networks", KDD 2007) and by
followers (in proportion to who follows it; Nguyen, Thai, Dinh, "Cost-aware targeted viral marketing in billion-scale
networks", INFOCOM 2016). The budget is what the k most followed would cost.

Rankings are gone through in order, whoever is still affordable is taken. Where worth is divided by cost it is believed
first: times m / (m + DOUBT), m = cascades in which somebody was followed. Else the cheapest who were lucky once win.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kolony_engine.diffusion.errors import Cancelled, DiffusionError
from kolony_engine.diffusion.past.cascades import Log
from kolony_engine.diffusion.past.covering import cover_past
from kolony_engine.diffusion.past.tallies import reach, tallies
from kolony_engine.diffusion.proving.methods import BLEND, DOUBT, METHODS, RECENT, SIMPLE
from kolony_engine.diffusion.proving.reaching import Reached, ratio_of, reached_by
from kolony_engine.diffusion.proving.splits import rolling_cuts
from kolony_engine.diffusion.sampling.sets import Progress

Cost = Callable[[Log], np.ndarray]
DEEP = 4  # how many times the largest k an order is followed in search of somebody affordable
AUTO, INNER = "auto", 3
PER_COST, COVER_PER_COST = "times followed / cost", "recent cover / cost"
ASKED = (BLEND, PER_COST, COVER_PER_COST)


@dataclass(frozen=True)
class BudgetSummary:
    """A method under a cost over all splits: distinct reach added up, against the best simple ranking, 90 %."""

    cost: str
    k: int
    method: str
    reach: int
    ratio: float
    low: float
    high: float


def by_posts(log: Log) -> np.ndarray:
    """float64[users]: how often they acted, once at least."""
    return np.maximum(tallies(log).actions, 1.0)


def by_followers(log: Log) -> np.ndarray:
    """float64[users]: by how many they were followed, one at least."""
    return np.maximum(tallies(log).followers, 1.0)


COSTS: Mapping[str, Cost] = {"posts": by_posts, "followers": by_followers}


def backtest_budgets(
    log: Log, *, ks: Sequence[int] = (10, 50, 200), splits: int = 5, seed: int = 1, progress: Progress | None = None
) -> tuple[BudgetSummary, ...]:
    """Rolling, as `backtest_seeds`: chosen on what was before a stretch, judged on who acted downstream in it.

    `auto` is the blend, or the choice per cost that beat it clearly in the past's own stretches (see `believing`).
    Raises DiffusionError E-DIFF-120 when the log is too short for the splits.
    """
    cuts = rolling_cuts(log, splits)
    judged: dict[tuple[str, int, str], list[Reached]] = {}
    for split, (begin, end) in enumerate(zip(cuts[:-1], cuts[1:], strict=True)):
        past, after = log.before(begin), log.between(begin, end)
        for done, chosen in enumerate(_choices_by_cost(past, ks, seed), split * len(COSTS) + 1):
            for key, seeds in chosen.items():
                judged.setdefault(key, []).append(reached_by(after, seeds, "", seed + split))
            if progress is not None and progress(done / (splits * len(COSTS)), "back-testing budgets") is False:
                raise Cancelled
    pooled = {
        key: Reached(sum(p.reach for p in parts), sum(p.draws for p in parts), "") for key, parts in judged.items()
    }
    return tuple(_summary(pooled, *key) for key in pooled)


def _pooled(parts: list[Reached]) -> Reached:
    return Reached(sum(part.reach for part in parts), sum(part.draws for part in parts), "")


def _summary(pooled: dict, cost: str, k: int, method: str) -> BudgetSummary:
    best = max((pooled[cost, k, name] for name in SIMPLE), key=lambda found: found.reach)
    own = pooled[cost, k, method]
    return BudgetSummary(cost, k, method, own.reach, *ratio_of(own, best))


def _choices_by_cost(past: Log, ks: Sequence[int], seed: int) -> Iterator[dict[tuple[str, int, str], np.ndarray]]:
    """Cost by cost: (cost, k, method) -> seeds."""
    orders = {name: METHODS[name](past, DEEP * max(ks), seed) for name in (*SIMPLE, BLEND)}
    for cost in COSTS:
        chosen = _choices(past, ks, cost, orders)
        trusted = _trusted(past, ks, cost, seed)
        found = {(cost, k, name): seeds for (k, name), seeds in chosen.items()}
        yield found | {(cost, k, AUTO): chosen[k, trusted[k]] for k in ks}


def _choices(past: Log, ks: Sequence[int], cost: str, orders: Mapping[str, np.ndarray]) -> dict:
    """(k, method) -> seeds within the money that the k most followed would cost."""
    price = COSTS[cost](past)
    money = {k: float(price[orders["times followed"][:k]].sum()) for k in ks}
    deep = DEEP * max(ks)
    per_cost = {
        PER_COST: _per_cost(past, price, deep),
        COVER_PER_COST: cover_past(past, deep, doubt=DOUBT, half_life=RECENT, cost=price, budget=max(money.values())),
    }
    return {(k, name): affordable(order, price, money[k]) for k in ks for name, order in {**orders, **per_cost}.items()}


def affordable(order: np.ndarray, price: np.ndarray, money: float) -> np.ndarray:
    """Whoever can still be paid, in order."""
    costs, taken = price[order], np.zeros(len(order), bool)
    for place, cost in enumerate(costs.tolist()):
        if cost <= money:
            taken[place] = True
            money -= cost
    return order[taken]


def _per_cost(past: Log, price: np.ndarray, deep: int) -> np.ndarray:
    """Times followed, believed, per cost."""
    above = np.flatnonzero(past.parent >= 0)
    users, cascades = len(past.ids), max(1, past.cascades)
    led = np.unique(past.user[past.parent[above]].astype(np.int64) * cascades + past.cascade[above])
    m = np.bincount(led // cascades, minlength=users)
    worth = tallies(past).followed * m / (m + DOUBT) / price
    order = np.lexsort((np.arange(users), -worth))[:deep]
    return order[worth[order] > 0]


def _trusted(past: Log, ks: Sequence[int], cost: str, seed: int) -> dict[int, str]:
    """By k, what beat the blend in the past's own stretches by more than the error of that; else the blend."""
    try:
        cuts = rolling_cuts(past, INNER)
    except DiffusionError:
        return dict.fromkeys(ks, BLEND)
    reached = {(k, name): [] for k in ks for name in ASKED}
    for begin, end in zip(cuts[:-1], cuts[1:], strict=True):
        before, after = past.before(begin), past.between(begin, end)
        names = ("times followed", BLEND)
        chosen = _choices(before, ks, cost, {name: METHODS[name](before, DEEP * max(ks), seed) for name in names})
        for key in reached:
            reached[key].append(np.log1p(reach(after, chosen[key])))
    return {k: max(ASKED, key=lambda name, k=k: _lead(reached[k, name], reached[k, BLEND])) for k in ks}


def _lead(own: list[float], other: list[float]) -> float:
    """By how much one leads the other, in logarithms, after one standard error is taken off."""
    lead = np.array(own) - np.array(other)
    return float(lead.mean() - lead.std(ddof=1) / np.sqrt(len(lead)))
