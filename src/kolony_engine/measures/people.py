"""Reach and loyalty of a member, counted from the pairs of people, and two numbers from the graph as a whole."""

import ibis
import numpy as np

from kolony_engine.measures.arrow import fetch, numbers, positions, words
from kolony_engine.measures.graph import core_numbers, pagerank
from kolony_engine.measures.known import Known

LOYAL_DAYS = 3
RETURNING_DAYS = 2
MANY_EDGES = 500_000


def audience(known: Known) -> ibis.Table:
    """Who interacts with a member: how many people, how many inside the window, how many come back, how many were
    answered in turn."""
    pairs, mutual = known.pairs, known.mutual
    people = pairs.count().cast("float64")
    came = pairs.group_by(actor_id=pairs.target_user_id).agg(
        people_reached=people,
        people_reached_window=pairs.count(where=pairs.days_window > 0),
        loyal_fans=pairs.count(where=pairs.days_window >= LOYAL_DAYS),
        returning_share=pairs.count(where=pairs.days >= RETURNING_DAYS) / people,
    )
    answered = mutual.group_by("actor_id").agg(answered=mutual.count())
    both = came.left_join(answered, "actor_id").drop("actor_id_right")
    return both.mutate(reply_rate=both.answered.fill_null(0) / both.people_reached).drop("answered")


def addressed(known: Known) -> ibis.Table:
    """How many people a member addressed."""
    return known.pairs.group_by("actor_id").agg(people_addressed=known.pairs.count())


def graph(known: Known, among: "object") -> dict[str, np.ndarray]:
    """PageRank and k-core of the members `among`; zero throughout where the graph is too large to be an explanation."""
    size = len(among)
    if size == 0 or numbers(fetch(known.pairs.agg(edges=known.pairs.count())), "edges")[0] > MANY_EDGES:
        return {"pagerank": np.zeros(size), "core": np.zeros(size)}
    links = known.people.named(known.pairs.select("actor_id", "target_user_id", "times"), "actor_id", "target_user_id")
    edges = fetch(links.order_by("actor_id", "target_user_id"))
    giver, receiver = positions(words(edges, "actor_id"), among), positions(words(edges, "target_user_id"), among)
    inside = (giver >= 0) & (receiver >= 0)
    giver, receiver, weight = giver[inside], receiver[inside], numbers(edges, "times")[inside]
    return {
        "pagerank": pagerank(giver, receiver, weight, size) * size,
        "core": core_numbers(giver, receiver, size),
    }
