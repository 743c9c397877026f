"""On the card: new members who begin with somebody, and whether the fans would stay; with what chance leaves open."""

import pytest
from django.test import Client
from django.utils.translation import override

from kolony.stages.discover import draws_words, holding_words
from kolony.stages.discover.models import EvidenceCard
from tests.rooms.cast import Cast

DRAWS = {
    "weeks": 26, "newcomers": 4349, "began": 102, "low": 85.98, "high": 120.24, "expected": 82.18, "ripe": 82,
    "back": 79, "back_low": 0.9119, "back_high": 0.9853, "usual": 0.9712, "arrival": None,
}  # fmt: skip
SILENT = {
    "times": 2, "weeks": 4, "newest": "2026-08-13T00:00:00+00:00", "fans": 20, "stayed": 11, "low": 0.37,
    "high": 0.71, "expected": 0.94,
}  # fmt: skip
HOLDING = {"days": 180, "fans": 31, "hang": 3, "low": 0.04, "high": 0.22, "at_home": 25, "silences": SILENT}
COMING = {"weeks": 8, "before": 310, "after": 342, "began": 12}


@pytest.fixture
def lin(cast: Cast) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(cast.lin)
    return browser


def test_the_card_tells_both_with_what_chance_leaves_open(lin, run):
    EvidenceCard.objects.filter(run=run, actor_id="m01").update(draws=DRAWS, holding=HOLDING)
    page = lin.get("/desk/discover/?open=m01").content.decode()
    assert "102 of the 4,349 new members of the last 26 weeks turned to this one before anybody else" in page
    assert "to be expected were 82" in page
    assert "That is more, chance allowed for (86 to 120)." in page
    assert "Of the 31 loyal fans of the last 180 days, 3 hang on this member" in page
    assert "2 times, last from 13 Aug," in page
    assert "Some went with the silence." in page


def test_a_card_without_them_says_nothing(lin, run):
    page = lin.get("/desk/discover/?open=m01").content.decode()
    assert "New members who begin" not in page
    assert "Would their fans stay" not in page


def test_little_is_never_told_as_much():
    with override("en"):
        few = draws_words.sentences(DRAWS | {"began": 1, "low": 0.04, "high": 4.73, "expected": 0.85, "ripe": 0})
        less = draws_words.sentences(DRAWS | {"began": 3, "low": 0.9, "high": 7.8, "expected": 12.0})
    assert few[1] == "Whether that is more or fewer cannot be told from chance (0.0 to 4.7)."
    assert len(few) == 3
    assert less[1] == "That is fewer, chance allowed for (0.9 to 7.8)."


def test_somebodys_coming_is_told_with_the_most_it_can_have_brought():
    with override("en"):
        said = draws_words.sentences(DRAWS | {"arrival": COMING})[3]
    assert said.startswith("In the 8 weeks before they came themselves 310 people joined, in the 8 weeks after 342; 12")


def test_without_a_silence_of_their_own_everybodys_is_told():
    with override("en"):
        said = holding_words.sentences(HOLDING | {"silences": None}, SILENT | {"low": 0.9, "high": 0.95})
    assert said[1].startswith("This member has not yet been silent")
    assert said[2].startswith("In all 2 such silences of members with a card, 11 of 20 loyal fans stayed")
    assert said[2].endswith("No difference that could be told from chance.")


def test_without_fans_lately_and_without_others_to_compare_with_it_says_so():
    told = HOLDING | {"fans": 0, "silences": SILENT | {"times": 1, "expected": None}}
    with override("en"):
        first, own, caution = holding_words.sentences(told, None)
    assert first == "No loyal fans in the last 180 days."
    assert own.startswith("Once, from ")
    assert own.endswith("of others just as often here –.")
    assert caution == "What they do on other platforms cannot be seen from here."


def test_in_chinese_a_sentence_and_its_verdict_stand_without_a_gap():
    with override("zh-hans"):
        own = holding_words.sentences(HOLDING, None)[1]
    assert own.endswith("同样常来的其他人是94%。有人随沉默离开了。")
