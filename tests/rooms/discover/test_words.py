"""Whatever the engine may say has words in both languages, and the words ask for nothing the engine does not give."""

import re

import pytest
from django.utils.translation import override

from kolony.stages.discover import evidence_words, list_words, measure_words, rules, trusting
from kolony_engine.measures import MEASURES
from kolony_engine.ranking import (
    BASELINES,
    CAUTIONS,
    COMPONENTS,
    KINDS,
    LISTS,
    OURS,
    PURPOSES,
    PURPOSES_WEIGHTS,
    SENTENCES,
)

CODES = {**SENTENCES, **CAUTIONS}


def test_the_room_and_the_engine_mean_the_same_lists_goals_and_kinds():
    assert (rules.LISTS, rules.GOALS, rules.KINDS) == (LISTS, PURPOSES, KINDS)


def test_every_code_of_the_engine_has_words_and_no_word_is_left_over():
    assert set(evidence_words.SENTENCES) == set(SENTENCES)
    assert set(evidence_words.CAUTIONS) == set(CAUTIONS)


def test_every_measure_component_and_method_has_a_name():
    parts = {part.name for parts in COMPONENTS.values() for part in parts} | {"already_on_top"}
    parts |= {name for weights in PURPOSES_WEIGHTS.values() for name in weights}
    assert parts <= set(measure_words.COMPONENTS)
    assert set(measure_words.MEASURES) == {measure.name for measure in MEASURES}
    assert set(list_words.METHODS) == {*BASELINES, OURS}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_is_whole_in_both_languages(code, language):
    values = {name: "题 t" if name == "topic" else 30 for name in CODES[code]}
    for number in (1, 30):
        with override(language):
            said = evidence_words.said(code, values | {CODES[code][0]: number}, {"题 t": "共读"})
        assert said
        assert "%(" not in said
        assert said.endswith("。" if language == "zh-hans" else ".")
        assert language == "en" or re.search("[\u4e00-\u9fff]", said)


def test_a_share_of_few_cases_is_told_in_counts_and_of_many_in_per_cent():
    with override("en"):
        few = evidence_words.said("returning", {"returning_share": 0.5, "people_reached": 12}, {})
        many = evidence_words.said("returning", {"returning_share": 0.5, "people_reached": 1200}, {})
    assert few == "Of the people who turn to this member, 6 of 12 came back on another day."
    assert many == "Of the people who turn to this member, 50% came back on another day."


def test_one_post_is_not_one_posts():
    with override("en"):
        assert evidence_words.said("few_posts", {"contributions": 1}, {}).startswith("Only 1 post so far")
        assert evidence_words.said("few_posts", {"contributions": 2}, {}).startswith("Only 2 posts so far")


def test_a_code_of_a_later_engine_says_nothing_instead_of_failing():
    assert evidence_words.said("from_the_future", {"x": 1}, {}) == ""


def mean(method: str, ndcg: float, gain: tuple[float, float, float] | None = None) -> dict:
    low, middle, high = gain or (None, None, None)
    return {
        "which": "rising", "method": method, "ndcg100": ndcg, "ndcg100_low": ndcg - 0.1, "ndcg100_high": ndcg + 0.1,
        "recall100": 0.7, "precision50": 0.2, "gain": middle, "gain_low": low, "gain_high": high,
    }  # fmt: skip


def answer(gain: tuple[float, float, float], ours: float, theirs: float, rose: int = 20) -> trusting.Answer:
    cutoff = "2020-01-01T00:00:00+00:00"
    scores = [
        {"which": "rising", "method": method, "cutoff": cutoff, "ndcg100": ours, "recall100": found / 101, "truth": 101}
        for method, found in (("kolony", 63), ("activity", 40))
    ]
    means = [mean("kolony", ours), mean("activity", theirs, gain)]
    told = {"rose": rose, "shown": 14, "shown_by_activity": 9, "first": 100, "cutoffs": 1, "cutoff": "2020-01-01"}
    result = {"cutoffs": [cutoff], "scores": scores, "means": means, "sentence": told}
    with override("en"):
        return trusting.answer(result, "rising")


def test_the_operator_reads_one_sentence_without_statistics_about_those_the_engine_counted():
    assert answer((0.01, 0.05, 0.1), 0.7, 0.6).sentence == (
        "Of the 20 who rose most after 1 Jan 2020, this list would have shown you 14 among its first 100;"
        " sorting by activity 9."
    )


def test_where_nobody_rose_nothing_is_claimed():
    assert answer((0.01, 0.05, 0.1), 0.7, 0.6, rose=0).sentence == ""


@pytest.mark.parametrize(
    ("gain", "ours", "theirs", "tone", "begins"),
    [
        ((0.01, 0.05, 0.1), 0.7, 0.6, "ok", "This list was better than every simpler method"),
        ((-0.2, -0.1, -0.05), 0.5, 0.6, "warn", "Here a simpler method was better: Activity reached 0.600"),
        ((-0.05, 0.01, 0.06), 0.61, 0.6, "info", "Between this list (0.610) and the best simpler method"),
    ],
)
def test_it_says_so_when_a_simpler_method_wins_or_nobody_can_tell(gain, ours, theirs, tone, begins):
    told = answer(gain, ours, theirs)
    assert (told.tone, told.verdict.startswith(begins)) == (tone, True)
