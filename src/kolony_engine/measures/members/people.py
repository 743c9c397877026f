"""Reach and loyalty of a member, from the pairs of people, and two numbers from the graph as a whole."""

import ibis
import numpy as np

from kolony_engine.measures.doors.arrow import fetch, numbers, positions, words
from kolony_engine.measures.kept.known import Known
from kolony_engine.measures.members.graph import core_numbers, pagerank

MANY_EDGES = 500_000


def audience(known: Known) -> ibis.Table:
    """Who interacts with a member: how many people, how many inside the window, how many come back, how many were
    answered in turn."""
    came = known.reach.filter(known.reach.people > 0)
    people = came.people.cast("float64")
    return came.select(
        "actor_id",
        people_reached=people,
        people_reached_window=came.recent,
        loyal_fans=came.loyal,
        returning_share=came.again / people,
        reply_rate=came.answered / people,
    )


def addressed(known: Known) -> ibis.Table:
    """How many people a member addressed."""
    return known.reach.select("actor_id", people_addressed=known.reach.addressed)


def graph(known: Known, among: "object") -> dict[str, np.ndarray]:
    """PageRank and k-core of the members `among`; zero throughout where the graph is too large to be an explanation."""
    size = len(among)
    if size == 0 or _links(known) > MANY_EDGES:
        return {"pagerank": np.zeros(size), "core": np.zeros(size)}
    pairs = known.pairs()
    links = known.people.named(pairs.select("actor_id", "target_user_id", "times"), "actor_id", "target_user_id")
    edges = fetch(links.order_by("actor_id", "target_user_id"))
    giver, receiver = positions(words(edges, "actor_id"), among), positions(words(edges, "target_user_id"), among)
    inside = (giver >= 0) & (receiver >= 0)
    giver, receiver, weight = giver[inside], receiver[inside], numbers(edges, "times")[inside]
    return {
        "pagerank": pagerank(giver, receiver, weight, size) * size,
        "core": core_numbers(giver, receiver, size),
    }


def _links(known: Known) -> float:
    return float(np.nansum(numbers(fetch(known.reach.agg(links=known.reach.addressed.sum())), "links")))
