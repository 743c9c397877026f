"""On the card: new members who begin with somebody, and whether the fans would stay; with what chance leaves open."""

from django.utils.translation import override

from kolony.stages.discover import draws_words, holding_words
from kolony.stages.discover.models import EvidenceCard

DRAWS = {
    "weeks": 26, "newcomers": 4349, "began": 102, "low": 85.98, "high": 120.24, "expected": 82.18, "ripe": 82,
    "back": 79, "back_low": 0.9119, "back_high": 0.9853, "usual": 0.9712, "arrival": None,
}  # fmt: skip
SILENT = {
    "times": 2, "weeks": 4, "newest": "2020-08-13T00:00:00+00:00", "fans": 20, "stayed": 11, "low": 0.37,
    "high": 0.71, "expected": 0.94,
}  # fmt: skip
HOLDING = {"days": 180, "fans": 31, "hang": 3, "low": 0.04, "high": 0.22, "at_home": 25, "silences": SILENT}
COMING = {"weeks": 8, "before": 310, "after": 342, "began": 12}


def test_the_card_tells_both_with_what_chance_leaves_open(lin_in_english, run):
    EvidenceCard.objects.filter(run=run, actor_id="m01").update(draws=DRAWS, holding=HOLDING)
    page = lin_in_english.get("/desk/discover/?open=m01").content.decode()
    assert "102 new members turned to this one before anybody else; 82 were to be expected." in page
    assert "more than by chance" in page
    assert "26 weeks, 4,349 new members; chance leaves 86 to 120." in page
    assert "Of 31 loyal fans 3 hang on this member (4% to 22%, chance allowed for); 25 are at home" in page
    assert "2 times silent for four weeks after writing often (last from 13 Aug 2020): 11 of 20 loyal fans" in page
    assert "some went in a silence" in page


def test_a_card_without_them_says_nothing(lin_in_english, run):
    page = lin_in_english.get("/desk/discover/?open=m01").content.decode()
    assert "New members who begin" not in page
    assert "Would their fans stay" not in page


def test_little_is_never_told_as_much():
    with override("en"):
        few = draws_words.told_of(DRAWS | {"began": 1, "low": 0.04, "high": 4.73, "expected": 0.84, "ripe": 0})
        less = draws_words.told_of(DRAWS | {"began": 3, "low": 0.9, "high": 7.8, "expected": 12.0})
    assert few.gist == "1 new member turned to this one before anybody else; 0.8 were to be expected."
    assert (few.verdict, less.verdict) == ("may be chance", "fewer than by chance")
    assert len(few.small_print) == 2
    assert less.small_print[1] == "Of twenty people about two fall out of such a range by chance alone."


def test_somebodys_coming_is_told_with_the_most_it_can_have_brought():
    with override("en"):
        said = draws_words.told_of(DRAWS | {"arrival": COMING}).small_print[3]
    assert said == (
        "In the 8 weeks before they came themselves 310 people joined, in the 8 weeks after 342."
        " 12 of these turned to them first: no more can be put down to their coming."
    )


def test_without_a_silence_of_their_own_everybodys_is_told():
    with override("en"):
        told = holding_words.told_of(HOLDING | {"silences": None}, SILENT)
    assert told.verdict == ""
    assert told.small_print[1].startswith("Never yet silent for four weeks")
    assert told.small_print[2].startswith("In all 2 such silences of members with a card 11 of 20 loyal fans stayed")


def test_without_fans_lately_and_without_others_to_compare_with_it_says_so():
    silent = SILENT | {"times": 1, "expected": None}
    with override("en"):
        told = holding_words.told_of(HOLDING | {"fans": 0, "silences": silent}, None)
    assert (told.gist, told.verdict) == ("No loyal fans in the last 180 days.", "")
    own, caution = told.small_print
    assert own.startswith("Once silent for four weeks after writing often (from 13 Aug 2020)")
    assert own.endswith("of others here just as often –.")
    assert caution == "What fans do on other platforms cannot be seen from here."


def test_a_silence_is_judged_by_what_chance_leaves_open():
    with override("en"):
        verdicts = [
            holding_words.told_of(HOLDING | {"silences": SILENT | {"expected": expected}}, None).verdict
            for expected in (0.94, 0.5, 0.2)
        ]
    assert verdicts == ["some went in a silence", "no loss beyond chance", "more stayed in a silence"]
