"""What discovery decides, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolony.stages.discover import list_words, rules
from kolony.stages.discover.rules import Placed, Seen

IDS = st.lists(st.text("abcdefgh", min_size=1, max_size=3), max_size=40)


def test_a_run_looks_from_the_midnight_after_the_newest_event():
    newest, now = datetime(2026, 11, 18, 22, 5, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert rules.default_as_of(newest, now) == datetime(2026, 11, 19, tzinfo=UTC)


def test_a_run_never_looks_from_later_than_now():
    now = datetime(2026, 11, 18, 23, tzinfo=UTC)
    assert rules.default_as_of(datetime(2026, 11, 18, 22, tzinfo=UTC), now) == now
    assert rules.default_as_of(None, now) == now


def test_the_day_mixes_two_thirds_rising_with_one_third_unexplored():
    sample = rules.days_sample(
        [f"r{n}" for n in range(50)], [f"u{n}" for n in range(50)], [], settled=(), seed="2026-11-20:a", size=24
    )
    kinds = [kind for _, kind in sample]
    assert (kinds.count("rising"), kinds.count("unexplored")) == (16, 8)
    assert {actor for actor, kind in sample if kind == "rising"} == {f"r{n}" for n in range(16)}


def test_the_same_day_gives_the_same_walk_and_another_day_another():
    pools = ([f"r{n}" for n in range(50)], [f"u{n}" for n in range(50)], [])
    monday = rules.days_sample(*pools, settled=(), seed=rules.day_seed(date(2026, 11, 16), "s"))
    assert monday == rules.days_sample(*pools, settled=(), seed=rules.day_seed(date(2026, 11, 16), "s"))
    assert monday != rules.days_sample(*pools, settled=(), seed=rules.day_seed(date(2026, 11, 17), "s"))


def test_who_was_put_off_stands_first_and_who_is_settled_not_at_all():
    sample = rules.days_sample(["a", "b", "c"], ["d"], ["b", "x"], settled={"x", "a"}, seed="s", size=3)
    assert sample[0] == ("b", "left_over")
    assert {actor for actor, _ in sample} == {"b", "c", "d"}


@given(rising=IDS, unexplored=IDS, left_over=IDS, settled=IDS, size=st.integers(0, 30))
def test_nobody_is_shown_twice_or_when_settled_and_a_dry_pool_is_filled_by_the_other(
    rising, unexplored, left_over, settled, size
):
    shown = [
        actor for actor, _ in rules.days_sample(rising, unexplored, left_over, settled=settled, seed="s", size=size)
    ]
    free = {*rising, *unexplored, *left_over} - set(settled)
    assert len(shown) == len(set(shown)) == min(size, len(free))
    assert set(shown) <= free


def seen(score: float, posts: str = "", high: float = 60.0) -> Seen:
    return Seen(score, high, frozenset(posts))


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (seen(50, "abc"), None),
        (seen(59, "abcde"), None),
        (seen(61, "abc"), "score"),
        (seen(50, "abcdef"), "posts"),
        (seen(49, "abcdef"), None),
    ],
)
def test_a_dismissed_member_returns_only_with_new_evidence(now, why):
    assert rules.why_back(seen(50, "abc"), now) == why


def test_two_runs_differ_by_who_entered_left_rose_and_fell_and_why():
    before = {"a": Placed(1, {"x": 30.0, "y": 10.0}), "b": Placed(2, {"x": 20.0}), "c": Placed(3, {"x": 10.0})}
    after = {"a": Placed(4, {"x": 12.0, "y": 11.0}), "b": Placed(1, {"x": 31.0}), "d": Placed(2, {"x": 25.0})}
    told = {move.actor_id: move for move in rules.moves(before, after, top=3)}
    assert {actor: move.change for actor, move in told.items()} == {"d": "entered", "a": "left", "c": "left", "b": "up"}
    assert told["a"].why == (("x", -18.0), ("y", 1.0))
    assert (told["d"].rank_before, told["d"].rank_after, told["d"].why) == (None, 2, ())


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(1, 8)),
    st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(1, 8)),
)
def test_looking_backwards_turns_every_move_around(before, after):
    ranks = [{actor: Placed(rank, {}) for actor, rank in side.items()} for side in (before, after)]
    turned = {"entered": "left", "left": "entered", "up": "down", "down": "up"}
    forward = {move.actor_id: move.change for move in rules.moves(*ranks, top=5)}
    backward = {move.actor_id: turned[move.change] for move in rules.moves(*reversed(ranks), top=5)}
    assert forward == backward


@pytest.mark.parametrize(
    "text", ["老朋友，我又来了", "Thank you, now I understand", "我最相信你了", "I TRUST you the most"]
)
def test_words_of_trust_are_heard_in_both_languages(text):
    assert rules.sounds_trusting(text)


@pytest.mark.parametrize("text", ["And the second edition?", "这个角度没想过", "rusty trusses", ""])
def test_other_words_are_not_taken_for_trust(text):
    assert not rules.sounds_trusting(text)


def test_peers_are_those_who_have_been_here_as_long():
    bands = {
        band: [days for days in (0, 89, 90, 364, 365, 5000) if rules.band_of(days) == band] for band in rules.BANDS
    }
    assert bands == {"new": [0, 89], "settled": [90, 364], "old": [365, 5000]}
    edges = list(rules.BANDS.values())
    assert [end for _begin, end in edges[:-1]] == [begin for begin, _end in edges[1:]]
    assert set(rules.BANDS) == set(list_words.TENURES)


def test_the_concentration_curve_says_what_the_first_per_cent_bring():
    curve = dict(rules.concentration([1000.0] + [10.0] * 99))
    assert curve[0.01] == pytest.approx(1000 / 1990, abs=1e-4)
    assert curve[1.0] == 1.0
    assert rules.concentration([0.0, 0.0]) == []


def test_ordinary_members_are_everybody_but_the_first_per_cent():
    assert rules.ordinary_share([50.0] + [1.0] * 150, [9.0] + [0.0] * 150) == 0.745
    assert rules.ordinary_share([], []) is None


@given(st.lists(st.floats(0, 10), min_size=1, max_size=12))
def test_weights_printed_as_whole_per_cents_add_up_to_a_hundred(weights):
    total = sum(weights)
    assert sum(rules.whole_percents(weights)) == (100 if total > 0 else 0)


@pytest.mark.parametrize(
    ("before", "rank", "new"), [(None, 900, True), (1001, 100, True), (1001, 101, False), (1000, 3, False)]
)
def test_who_came_from_far_behind_is_new_in_front(before, rank, new):
    assert rules.came_from_nowhere(before, rank) is new
