"""The contract and its vocabulary."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import kolony_engine.events
from kolony_engine.events import KINDS, VERBS, EngineError, Recognition
from kolony_engine.events.codes import CODES, FLAGS
from kolony_engine.events.report import flags_of

ENGINE = Path(kolony_engine.events.__file__).parent
MODULES = [module.name for module in pkgutil.walk_packages([str(ENGINE)], "kolony_engine.events.")]


def test_every_verb_has_a_kind_and_plain_words():
    assert {verb.kind for verb in VERBS.values()} == set(KINDS)
    assert all(verb.words for verb in VERBS.values())
    assert len(VERBS) == 28


def test_presets_weigh_what_the_measurements_weighed():
    assert dict(Recognition.parse("stackexchange").weights) == {"upvote": 10, "accepted": 15, "downvote": -2}
    assert dict(Recognition.parse(" Discourse ").weights) == {"likes_total": 1, "like": 1, "accepted": 5}
    assert dict(Recognition.parse("mentions").weights) == {"mention": 1, "quote": 1}


def test_own_weights_are_read_in_order():
    assert list(Recognition.parse("buy=2, like=0.5").weights.items()) == [("buy", 2.0), ("like", 0.5)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "E-RECOG-101"), ("reddit", "E-RECOG-101"), ("like=", "E-RECOG-102"), ("like=nan", "E-RECOG-102"),
     ("like=1,like=2", "E-RECOG-103"), ("=3", "E-RECOG-101")],
)  # fmt: skip
def test_weights_that_are_none_are_refused(text, code):
    with pytest.raises(EngineError) as refusal:
        Recognition.parse(text)
    assert refusal.value.code == code


def test_weights_cannot_be_changed_afterwards():
    with pytest.raises(TypeError):
        Recognition.parse("mentions").weights["like"] = 9


def test_every_code_that_is_raised_has_words_and_every_word_a_code():
    source = "".join(path.read_text("utf-8") for path in ENGINE.rglob("*.py") if path.name != "codes.py")
    assert set(re.findall(r"E-[A-Z]+-\d{3}", source)) == set(CODES)


def test_every_flag_that_is_counted_has_words():
    source = "".join(path.read_text("utf-8") for path in ENGINE.rglob("*.py"))
    counted = set(re.findall(r'skip\("(\w+)"\)', source)) | set(re.findall(r'flags\["(\w+)"\] =', source))
    assert counted | set(re.findall(r'"(\w+)": pc.sum', Path(flags_of.__code__.co_filename).read_text())) == set(FLAGS)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_everything_public_can_be_had_by_its_name():
    for name in kolony_engine.events.__all__:
        assert getattr(kolony_engine.events, name) is not None
    with pytest.raises(AttributeError):
        getattr(kolony_engine.events, "non" + "sense")
