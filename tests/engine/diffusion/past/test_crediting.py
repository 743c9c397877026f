"""Credit shared among several possible parents, against the paper's definition written out."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolony_engine.diffusion import Log, build_graph, read_log
from kolony_engine.diffusion.past.crediting import acts_of, share_credit
from kolony_engine.diffusion.proving.methods import by_credit

HOUR = 3_600_000_000


def log_of(rows, arcs, users=6):
    """A log of (cascade, user, hour), each cascade in order, seen along `arcs`."""
    cascade, user, hour = (np.array(column) for column in zip(*rows, strict=True))
    source, target = zip(*arcs, strict=True)
    sees = build_graph(np.array(source), np.array(target))
    return Log(np.arange(users), user.astype(np.int32), cascade.astype(np.int32), np.full(len(rows), -1), hour, sees)


def credited(rows, arcs, seeds):
    """What the seeds are credited with in all users, as the paper writes it."""
    cascades_of = {user: {c for c, other, _ in rows if other == user} for _, user, _ in rows}
    total = 0.0
    for cascade in {c for c, _, _ in rows}:
        credit = {}
        for _, user, _ in (row for row in rows if row[0] == cascade):
            if user in credit:
                continue
            above = [one for one in credit if (one, user) in arcs]
            shares = sum(credit[one] for one in above) / len(above) if above else 0.0
            credit[user] = 1.0 if user in seeds else shares
            total += credit[user] / len(cascades_of[user])
    return total


def test_credit_goes_up_all_lines_in_equal_shares():
    """3 saw 1 and 2, who both saw 0: half of 3 is thanks to each, all of it to 0."""
    rows, arcs = [(0, user, hour) for hour, user in enumerate([0, 1, 2, 3])], {(0, 1), (0, 2), (1, 3), (2, 3)}
    log = log_of(rows, arcs)
    acts = acts_of(log)
    assert [acts.above[1][a:b].tolist() for a, b in itertools.pairwise(acts.above[0])] == [[], [0], [0], [1, 2]]
    assert (credited(rows, arcs, {0}), credited(rows, arcs, {1}), credited(rows, arcs, {1, 2})) == (4.0, 1.5, 3.0)
    assert share_credit(log, 1).tolist() == [0]


def test_who_acts_again_in_a_cascade_follows_nobody_anew():
    log = log_of([(0, 0, 0), (0, 1, 1), (0, 0, 2), (0, 1, 3)], {(0, 1), (1, 0)})
    acts = acts_of(log)
    assert acts.above[0].tolist() == [0, 0, 1, 1, 1]
    assert acts.weight.tolist() == [1.0, 1.0, 0.0, 0.0]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_greedy_choice_is_that_of_the_definition(data):
    pairs = [(a, b) for a in range(6) for b in range(6) if a != b]
    arcs = set(data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=14, unique=True)))
    acted = st.lists(st.integers(0, 5), min_size=1, max_size=8)
    cascades = data.draw(st.lists(acted, min_size=1, max_size=4))
    rows = [(c, user, hour) for c, users in enumerate(cascades) for hour, user in enumerate(users)]
    log = log_of(rows, arcs)
    chosen = share_credit(log, 3).tolist()
    acts = acts_of(log)
    thanked = set(acts.user[acts.above[1]].tolist())
    for place, seed in enumerate(chosen):
        worth = {one: credited(rows, arcs, {*chosen[:place], one}) for one in thanked - set(chosen[:place])}
        assert worth[seed] == pytest.approx(max(worth.values()))
    have = credited(rows, arcs, set(chosen))
    more = [credited(rows, arcs, {*chosen, one}) - have for one in thanked - set(chosen)]
    assert len(chosen) == 3 or max(more, default=0.0) == pytest.approx(0.0)


def test_a_log_read_with_a_graph_shares_credit_and_its_past_does_too(tmp_path):
    file = tmp_path / "log.csv"
    lines = [f"{cascade},{user},{100 * cascade + hour}" for cascade in range(4) for hour, user in enumerate("abcd")]
    file.write_text("cascade_id,user_id,ts\n" + "\n".join(lines) + "\n")
    sees = build_graph(np.array(["a", "a", "b", "c"]), np.array(["b", "c", "d", "d"]))
    log = read_log(file, sees)
    assert log.sees is log.before(250 * 1_000_000).sees is sees
    assert by_credit(log, 2, 1).tolist() == share_credit(log, 2).tolist() == [0]
    assert by_credit(replace(log, sees=None), 1, 1).tolist() == [0]
