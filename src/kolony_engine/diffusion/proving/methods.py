"""Ways to choose seeds from a past log: simple rankings first, then covers of what happened, then the models."""

from collections.abc import Callable, Mapping

import numpy as np

from kolony_engine.diffusion.choosing.query import SeedQuery
from kolony_engine.diffusion.choosing.seeds import select_seeds
from kolony_engine.diffusion.graphs.centrality import k_core, pagerank
from kolony_engine.diffusion.graphs.graph import build_graph
from kolony_engine.diffusion.past.cascades import Log
from kolony_engine.diffusion.past.covering import cover_past, fading
from kolony_engine.diffusion.past.crediting import share_credit
from kolony_engine.diffusion.past.learning import learned
from kolony_engine.diffusion.past.tallies import tallies

Method = Callable[[Log, int, int], np.ndarray]

# How often somebody must have been followed before half of it is believed to come again.
DOUBT = 2.0

BLEND = "blend"
RECENT = 0.25  # half-life, as a share of the log's span


def _best(score: np.ndarray, k: int, tie: np.ndarray | None = None) -> np.ndarray:
    """The k users with the largest score; ties by `tie`, then by id."""
    tie = np.zeros(len(score)) if tie is None else tie
    order = np.lexsort((np.arange(len(score)), -tie, -score))[:k]
    return order[score[order] > 0]


def _compact(log: Log) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(users that stand in an arc, followed, follower), the arcs in positions of the first."""
    above, below = log.arcs
    users, place = np.unique(np.concatenate([above, below]), return_inverse=True)
    return users, place[: len(above)], place[len(above) :]


def _spread_out(log: Log, users: np.ndarray, score: np.ndarray) -> np.ndarray:
    whole = np.zeros(len(log.ids))
    whole[users] = score
    return whole


def by_times_followed(log: Log, k: int, seed: int) -> np.ndarray:
    """How often others acted right after them (retweet count)."""
    found = tallies(log)
    return _best(found.followed, k, found.followers)


def by_distinct_followers(log: Log, k: int, seed: int) -> np.ndarray:
    """By how many different people they were followed directly."""
    found = tallies(log)
    return _best(found.followers, k, found.followed)


def by_pagerank(log: Log, k: int, seed: int) -> np.ndarray:
    """PageRank of the graph follower -> followed."""
    users, above, below = _compact(log)
    return _best(_spread_out(log, users, pagerank(below, above, len(users))), k)


def by_k_core(log: Log, k: int, seed: int) -> np.ndarray:
    """k-core of who followed whom, ties by times followed."""
    users, above, below = _compact(log)
    return _best(_spread_out(log, users, k_core(above, below, len(users))), k, tallies(log).followed)


def by_activity(log: Log, k: int, seed: int) -> np.ndarray:
    """How often they acted."""
    return _best(tallies(log).actions, k)


def by_chance(log: Log, k: int, seed: int) -> np.ndarray:
    """Anybody who was ever followed."""
    pool = np.flatnonzero(tallies(log).followed > 0)
    return np.random.default_rng(seed).permutation(pool)[:k]


def by_blend(log: Log, k: int, seed: int) -> np.ndarray:
    """Mean of log(1 + x) / max over times followed and distinct followers, both of all time and of late."""
    above, below = log.arcs
    if not len(above):
        return np.empty(0, np.int64)
    users, found = len(log.ids), tallies(log)
    fresh = fading(log, RECENT)[log.parent >= 0]
    pairs, place = np.unique(above.astype(np.int64) * users + below, return_inverse=True)
    latest = np.zeros(len(pairs))
    np.maximum.at(latest, place, fresh)
    parts = (
        found.followed,
        found.followers,
        np.bincount(above, fresh, users),
        np.bincount(pairs // users, latest, users),
    )
    return _best(sum(np.log1p(part) / max(np.log1p(part).max(), 1e-300) for part in parts), k)


def by_credit(log: Log, k: int, seed: int) -> np.ndarray:
    """Credit distribution (Goyal, Bonchi, Lakshmanan, VLDB 2011), shared by all who could have been followed, where a
    graph says who sees whom. With one recorded parent an action all credit goes up one line: cover of the past.
    """
    return cover_past(log, k, doubt=0.0) if log.sees is None else share_credit(log, k)


def by_event_cover(log: Log, k: int, seed: int) -> np.ndarray:
    """Cover of past actions, where each of a user's cascades comes again with probability m / (m + DOUBT)."""
    return cover_past(log, k, doubt=DOUBT)


def by_recent_cover(log: Log, k: int, seed: int) -> np.ndarray:
    """Event cover with a half-life of a quarter of the log's span."""
    return cover_past(log, k, doubt=DOUBT, half_life=RECENT)


def _by_sets(model: str) -> Method:
    def choose(log: Log, k: int, seed: int) -> np.ndarray:
        above, below = log.arcs
        probability = None
        if model == "arc":
            above, below, probability = learned(log)
        if not len(above):
            return np.empty(0, np.int64)
        graph = build_graph(above, below, probability)
        return np.asarray(select_seeds(graph, SeedQuery(k=k, model=model, seed=seed)).seeds, np.int64)

    return choose


SIMPLE: Mapping[str, Method] = {
    "times followed": by_times_followed,
    "distinct followers": by_distinct_followers,
    "pagerank": by_pagerank,
    "k-core": by_k_core,
}
OTHERS: Mapping[str, Method] = {
    "activity": by_activity,
    "chance": by_chance,
    BLEND: by_blend,
    "credit": by_credit,
    "event cover": by_event_cover,
    "recent cover": by_recent_cover,
    "sets wc": _by_sets("wc"),
    "sets uniform": _by_sets("uniform:0.01"),
    "sets learned": _by_sets("arc"),
}
METHODS: Mapping[str, Method] = {**SIMPLE, **OTHERS}
