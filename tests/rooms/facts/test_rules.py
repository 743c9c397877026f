"""The two tables of a load and of a run: which moves there are, and what each state allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolony.ground.facts import rules
from kolony_engine.events import Recognition


def test_every_state_has_its_moves_and_its_permissions():
    assert set(rules.LOAD_MOVES) == set(rules.LOAD_MAY) == set(rules.STEP_OF_STATE) == set(rules.LOAD_STATES)
    assert set(rules.RUN_MOVES) == set(rules.RUN_STATES)


def test_every_state_can_be_reached_and_two_are_the_end():
    reached = {rules.REGISTERED} | {after for moves in rules.LOAD_MOVES.values() for after in moves}
    assert reached == set(rules.LOAD_STATES)
    assert {state for state, moves in rules.LOAD_MOVES.items() if not moves} == {rules.UNDONE, rules.DISCARDED}


@pytest.mark.parametrize(
    ("wish", "states"),
    [
        ("undo", {rules.LOADED}),
        ("load", {rules.MAPPED, rules.DRY_RUN, rules.FAILED}),
        ("map", {rules.REGISTERED, rules.MAPPED, rules.DRY_RUN, rules.FAILED}),
    ],
)
def test_what_may_be_asked_in_which_state(wish, states):
    assert {state for state in rules.LOAD_STATES if rules.may(state, wish)} == states


def test_a_loaded_load_leaves_only_by_an_undo():
    assert rules.LOAD_MOVES[rules.LOADED] == {rules.UNDOING}
    assert [state for state in rules.LOAD_STATES if rules.LOADED in rules.LOAD_MOVES[state]] == ["loading", "undoing"]
    assert not rules.may_move(rules.UNDONE, rules.LOADED)


def test_weights_are_read_or_refused_whole():
    assert rules.read_weights("like=1, accepted=5") == {"like": 1.0, "accepted": 5.0}
    assert rules.read_weights("downvote=-2.5") == {"downvote": -2.5}
    for text in ("", "like", "like=", "=1", "like=x", "like=1,like=2", "like=1e5", "like=²", "like=nan"):
        assert rules.read_weights(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read_as_weights_or_not_without_falling_over(text):
    weights = rules.read_weights(text)
    assert weights is None or all(isinstance(weight, float) for weight in weights.values())


@given(st.text(max_size=300))
def test_a_shown_name_has_no_folder_and_is_never_empty(name):
    shown = rules.safe_name(name)
    assert shown and "/" not in shown and "\\" not in shown and len(shown) <= 200


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("StackExchange", "stackexchange"),
        ("discourse", "discourse"),
        ("mentions", "mentions"),
        (" like=1, accepted=5 ", "like=1, accepted=5"),
        ("likes", None),
        ("like=much", None),
        ("", None),
        (",".join(f"v{number}=1" for number in range(80)), None),
    ],
)
def test_recognition_is_kept_as_it_will_be_understood_or_not_at_all(text, kept):
    assert rules.recognition_of(text) == kept
    if kept:
        assert Recognition.parse(kept).weights == rules.weights_of(kept)
