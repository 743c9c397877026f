"""Where the wave would go, as a picture of a few hundred members: who is drawn, who belongs to whom, where they stand.

Nothing is drawn by chance: the same graph and the same starters give the same picture. Imported by the tasks alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kolony.stages.discover.seedsets import rules
from kolony_engine.diffusion import Graph

WIDE, HIGH = 640.0, 420.0
STARTERS = 60
ROUNDS = 220
GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
TIES_PER_NODE = 1.6


@dataclass(frozen=True)
class Picture:
    """Node numbers of the graph, their places, the starter each belongs to (position, -1: none), ties between them."""

    nodes: np.ndarray
    across: np.ndarray
    down: np.ndarray
    area: np.ndarray
    ties: list[tuple[int, int]]


def drawn(
    graph: Graph, starters: Sequence[str], by_step: Sequence[np.ndarray], size: int = rules.NODES_DRAWN
) -> Picture:
    """Starters, the neighbours they most likely reach, and the strongest ties among all of these."""
    first = graph.index_of(list(starters[:STARTERS]))
    around = _around(graph, first, np.mean(by_step, axis=0))
    nodes = np.concatenate([first, around[: max(0, size - len(first))]])
    source, target, strength = _arcs_among(graph, nodes)
    area = _areas(len(first), len(nodes), source, target, strength)
    kept = _kept(len(nodes), len(first), source, target, strength)
    places = _settled(len(nodes), len(first), area, source[kept], target[kept])
    across, down = _framed(places)
    ties = sorted({(int(a), int(b)) for a, b in zip(source[kept], target[kept], strict=True)})
    return Picture(nodes, across, down, area, ties)


def _around(graph: Graph, first: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Everybody whom a starter can reach directly, the likeliest first; then the number in the graph decides."""
    is_first = np.zeros(graph.nodes, bool)
    is_first[first] = True
    target = np.repeat(np.arange(graph.nodes), graph.in_degree)
    near = np.unique(target[is_first[graph.sources]])
    near = near[~is_first[near]]
    return near[np.lexsort((near, -shares[near]))]


def _arcs_among(graph: Graph, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Arcs between the drawn, as positions, with their strength (the share of the target's attention)."""
    place = np.full(graph.nodes, -1)
    place[nodes] = np.arange(len(nodes))
    target = np.repeat(np.arange(graph.nodes), graph.in_degree)
    inside = np.flatnonzero((place[graph.sources] >= 0) & (place[target] >= 0))
    degree = np.maximum(graph.in_degree[target[inside]], 1)
    strength = graph.probability[inside] if graph.probability is not None else 1.0 / degree
    return place[graph.sources[inside]], place[target[inside]], np.asarray(strength, float)


def _areas(starters: int, nodes: int, source: np.ndarray, target: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Whose area each is in: the starter with the strongest tie to them, a starter's own for a starter."""
    area = np.full(nodes, -1)
    direct = np.flatnonzero(source < starters)
    order = direct[np.lexsort((source[direct], strength[direct]))]
    area[target[order]] = source[order]
    area[:starters] = np.arange(starters)
    return area


def _kept(nodes: int, starters: int, source: np.ndarray, target: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """The ties worth a line: each member's strongest from a starter, then the strongest of all."""
    order = np.lexsort((target, source, -strength))
    from_starter = order[source[order] < starters]
    _, first = np.unique(target[from_starter], return_index=True)
    own = from_starter[np.sort(first)]
    rest = order[~np.isin(order, own)]
    return np.concatenate([own, rest[: max(0, int(TIES_PER_NODE * nodes) - len(own))]])


def _settled(nodes: int, starters: int, area: np.ndarray, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Forces until they rest (Fruchterman and Reingold 1991), from a start that is the same every time."""
    turn = np.arange(nodes) * GOLDEN_ANGLE
    spread = 14.0 * np.sqrt(np.arange(nodes) + 1.0)
    places = spread[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    home, loose = np.where(area >= 0, area, 0), np.arange(nodes) >= starters
    places[loose] = places[home[loose]] + 0.2 * places[loose]
    push = np.where(loose, 1.0, 5.0)
    for step in range(ROUNDS):
        apart = places[:, None, :] - places[None, :, :]
        distance2 = np.maximum((apart**2).sum(axis=2), 0.25)
        force = (apart * (40.0 * push[None, :] / distance2)[:, :, None]).sum(axis=1)
        along = places[source] - places[target]
        pull = 0.004 * along * np.sqrt((along**2).sum(axis=1, keepdims=True))
        np.add.at(force, source, -pull / push[source][:, None])
        np.add.at(force, target, pull)
        force[loose] += 0.12 * (places[home[loose]] - places[loose])
        force -= 0.02 * places * [1.0, WIDE / HIGH]
        length = np.maximum(np.sqrt((force**2).sum(axis=1, keepdims=True)), 1e-9)
        places = places + force / length * np.minimum(length, 12.0 * (1.0 - step / ROUNDS) + 0.2)
    return places


def _framed(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Inside the frame, a little room left at the edge; far strays are brought back to it."""
    low, high = np.quantile(places, [0.01, 0.99], axis=0)
    unit = np.clip((places - low) / np.maximum(high - low, 1e-9), -0.02, 1.02)
    margin = 0.05
    framed = margin + unit * (1.0 - 2.0 * margin)
    return np.round(framed[:, 0] * WIDE, 1), np.round(framed[:, 1] * HIGH, 1)
