"""A community's own events as a graph and as cascades: exact on a handful of people, lawful on a drawn forum."""

import numpy as np
import pytest

from kolony_engine.diffusion import (
    DiffusionError,
    SeedQuery,
    TieQuery,
    paced,
    read_influence_log,
    read_ties,
    select_seeds,
)
from kolony_engine.measures.around.ties import ties
from tests.engine.community import day, drawn_community, event, opener, table_of


def arcs_of(graph):
    target = np.repeat(np.arange(graph.nodes), graph.in_degree)
    pairs = zip(graph.ids[graph.sources].tolist(), graph.ids[target].tolist(), strict=True)
    return dict(zip(pairs, graph.probability.tolist(), strict=True))


@pytest.fixture
def bakery(tmp_path):
    """Ann writes on four days; Bob comes back each time, Cem once; Dee once likes Cem; somebody votes Ann down."""
    events = [event(on, "topic", "ann", None, f"a{on}", f"t{on}") for on in (1, 2, 3, 4)]
    events += [event(on + 0.3, "reply", "bob", "ann", f"b{on}", f"t{on}") for on in (1, 2, 3, 4)]
    events += [event(2.5, "reply", "cem", "ann", "c2", "t2"), event(2.6, "like", "dee", "cem", "c2", "t2")]
    events += [event(2.7, "downvote", "eva", "ann", "a2", "t2"), event(3.1, "like", "ann", "ann", "a3", "t3")]
    return opener(tmp_path)(table_of(events))


def test_a_tie_goes_from_the_one_reacted_to_and_steadiness_is_counted_after_the_first_day(bakery):
    found = ties(bakery, as_of=day(10), days=30, half_life_days=1e9).to_pylist()
    assert [(row["source"], row["target"], row["days"], row["again"], row["chances"]) for row in found] == [
        ("ann", "bob", 4, 3.0, 3.0),
        ("ann", "cem", 1, 0.0, 2.0),
        ("cem", "dee", 1, 0.0, 0.0),
    ]


def test_days_fade_by_half_every_half_life(bakery):
    found = ties(bakery, as_of=day(5), days=30, half_life_days=1.0).to_pylist()
    assert found[0]["again"] == pytest.approx(0.5**3 + 0.5**2 + 0.5**1)


def test_the_steady_follower_is_likelier_than_the_one_seen_once_and_nobody_is_certain(bakery):
    arcs = arcs_of(read_ties(bakery, TieQuery(day(10), days=30)))
    assert set(arcs) == {("ann", "bob"), ("ann", "cem"), ("cem", "dee")}
    assert arcs["ann", "bob"] > arcs["cem", "dee"] > arcs["ann", "cem"] > 0
    assert max(arcs.values()) < 0.9


def test_only_the_verbs_asked_for_make_ties(bakery):
    assert set(arcs_of(read_ties(bakery, TieQuery(day(10), days=30, verbs=("like",))))) == {("cem", "dee")}


def test_the_window_ends_strictly_before_the_date_and_begins_where_asked(bakery):
    assert set(arcs_of(read_ties(bakery, TieQuery(day(2.5), days=30)))) == {("ann", "bob")}
    assert set(arcs_of(read_ties(bakery, TieQuery(day(10), days=7)))) == {("ann", "bob")}


def test_a_window_without_reactions_is_refused(bakery):
    for read in (read_ties, read_influence_log):
        with pytest.raises(DiffusionError, match="E-DIFF-131"):
            read(bakery, TieQuery(day(0.5), days=30))
    with pytest.raises(DiffusionError, match="E-DIFF-132"):
        read_influence_log(bakery, TieQuery(day(0.5)))


def test_what_is_left_open_is_the_communitys_own_pace(bakery):
    query = paced(bakery, TieQuery(day(10)))
    assert (query.days, query.half_life_days) == (14.0, 7.0)
    assert paced(bakery, TieQuery(day(10), days=3)).days == 3


def test_a_topic_is_a_cascade_and_a_reaction_follows_the_last_action_there(bakery):
    log = read_influence_log(bakery, TieQuery(day(10)))
    assert log.cascades == 4
    second = np.flatnonzero(log.cascade == 1)
    told = {log.ids[log.user[row]]: log.ids[log.user[log.parent[row]]] for row in second if log.parent[row] >= 0}
    assert told == {"bob": "ann", "cem": "ann", "dee": "cem"}


def test_without_topics_reactions_are_chained_within_the_window(tmp_path):
    events = [event(1, "share", "bob", "ann"), event(1.5, "share", "cem", "bob"), event(9, "share", "dee", "bob")]
    log = read_influence_log(opener(tmp_path)(table_of(events)), TieQuery(day(20)), window_hours=72)
    assert log.cascades == 2
    assert log.ids[log.user[log.cascade == 0]].tolist() == ["ann", "bob", "cem"]
    assert log.ids[log.user[log.cascade == 1]].tolist() == ["bob", "dee"]


def test_the_order_of_rows_and_the_future_change_nothing(tmp_path):
    community = drawn_community(members=40, days=120)
    mixed = community.take(np.random.default_rng(1).permutation(community.num_rows))
    opened = opener(tmp_path)
    whole, shuffled = opened(community), opened(mixed)
    past = opened(community.filter(community["ts"].to_numpy() < np.datetime64(day(80).replace(tzinfo=None))))
    query = TieQuery(day(80), days=60, half_life_days=20)
    one, two, three = (read_ties(events, query) for events in (whole, shuffled, past))
    for other in (two, three):
        assert one.ids.tolist() == other.ids.tolist()
        assert one.sources.tolist() == other.sources.tolist()
        assert one.probability.tolist() == other.probability.tolist()
    logs = [read_influence_log(events, query) for events in (whole, shuffled, past)]
    assert len({(log.user.tobytes(), log.parent.tobytes(), log.ts.tobytes()) for log in logs}) == 1
    chosen = select_seeds(one, SeedQuery(k=3, model="arc"))
    assert set(chosen.seeds) <= set(one.ids)
