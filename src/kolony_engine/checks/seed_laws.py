"""The laws for whatever chooses seeds on a graph: a method is a function from arcs (source, target) to seed ids."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kolony_engine.checks.laws import Unlawful
from kolony_engine.diffusion import DiffusionError

SeedMethod = Callable[[np.ndarray, np.ndarray], Sequence[Any]]


def ignores_the_order_of_arcs(method: SeedMethod, source: np.ndarray, target: np.ndarray) -> None:
    """Shuffling the edge list changes nothing."""
    order = np.random.default_rng(7).permutation(len(source))
    _same(method(source, target), method(source[order], target[order]), "order of arcs")


def chooses_the_same_twice(method: SeedMethod, source: np.ndarray, target: np.ndarray) -> None:
    """The same question twice gets the same seeds."""
    _same(method(source, target), method(source, target), "same seeds")


def chooses_members_once(method: SeedMethod, source: np.ndarray, target: np.ndarray) -> None:
    """Seeds are members of the graph, each once."""
    seeds = list(method(source, target))
    if len(set(seeds)) != len(seeds):
        raise Unlawful(f"members once: {seeds}")
    strangers = set(seeds) - set(np.concatenate([source, target]).tolist())
    if strangers:
        raise Unlawful(f"members only: {sorted(strangers)} are not in the graph")


def refuses_no_arcs(method: SeedMethod, source: np.ndarray, target: np.ndarray) -> None:
    """No arc: nobody is chosen, or it is refused with a code; never made up."""
    try:
        seeds = list(method(source[:0], target[:0]))
    except DiffusionError:
        return
    if seeds:
        raise Unlawful(f"empty input: {seeds} out of nothing")


def _same(one: Sequence[Any], other: Sequence[Any], law: str) -> None:
    if list(one) != list(other):
        at = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(list(one)))
        raise Unlawful(f"{law}: seeds part at place {at}")


SEED_CHECKS = (ignores_the_order_of_arcs, chooses_the_same_twice, chooses_members_once, refuses_no_arcs)
