"""Every code has words in both languages, and a way out."""

import re

import pytest
from django.utils import translation

from kolony.ground.facts import errors, rules, showing
from kolony.ground.facts.reader_refusals import READER_REFUSALS
from kolony.ground.facts.refusals import REFUSALS
from kolony.ground.facts.telling import tell
from kolony.ground.kit.errors import KolonyError
from kolony_engine.events import VERBS, Recognition
from kolony_engine.events.codes import CODES, FLAGS

OURS = {
    thing.code
    for thing in vars(errors).values()
    if isinstance(thing, type) and issubclass(thing, KolonyError) and thing.__module__ == errors.__name__
}


def test_every_code_of_the_engine_has_words():
    assert set(READER_REFUSALS) == set(CODES)


def test_every_code_of_this_room_has_words():
    assert set(REFUSALS) == OURS


def test_every_flag_of_a_load_has_words():
    assert set(showing.FLAGS) == set(FLAGS)


def test_the_pages_know_the_whole_vocabulary():
    assert {verb.name: verb.kind for verb in VERBS.values()} == showing.KNOWN_VERBS
    assert {verb.kind for verb in VERBS.values()} <= set(showing.VERB_KINDS)
    assert {name: Recognition.parse(name).weights for name in rules.PRESETS} == rules.PRESETS


@pytest.mark.parametrize("code", sorted({**READER_REFUSALS, **REFUSALS}))
def test_a_refusal_says_what_and_the_way_out_in_both_languages(code):
    words = {**READER_REFUSALS, **REFUSALS}[code]
    values = dict.fromkeys(re.findall(r"%\((\w+)\)s", f"{words.what}{words.remedy}"), "x")
    with translation.override("en"):
        english = tell(code, values)
    with translation.override("zh-hans"):
        chinese = tell(code, values)
    for spoken in (english, chinese):
        assert spoken.what and spoken.remedy
        assert "%(" not in spoken.what + spoken.remedy
    assert english.what != chinese.what and english.remedy != chinese.remedy
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese.what)
