"""What a post sets in motion, on the card: the middle, the largest with the posts, and what is usual here."""

from django.utils.translation import override

from kolony.ground.people.models import Person
from kolony.stages.discover import actions
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.models import EvidenceCard
from kolony.stages.discover.motion_words import sentences
from tests.rooms.discover.conftest import NOW

TOLD = {"posts": 40, "middle": 4.5, "largest": 41, "days": 14, "best": [["p2", 41], ["gone", 9]]}


def test_the_card_tells_the_middle_the_largest_and_what_is_usual(lin_in_english, run):
    EvidenceCard.objects.filter(run=run, actor_id="m01").update(motion=TOLD)
    run.result |= {"motion": 2.0}
    run.save()
    page = lin_in_english.get("/desk/discover/?open=m01").content.decode()
    assert "Within 14 days of a post, 4.5 other people act on it or after it" in page
    assert "(the middle of 40 posts); at most 41 did." in page
    assert "In the middle of all who have a card it is 2." in page
    assert "41 people" in page


def test_of_one_post_there_is_no_middle_and_of_an_older_run_nothing_usual():
    with override("en"):
        first, caution = sentences({"posts": 1, "middle": 3.0, "largest": 3, "days": 14, "best": []}, None)
    assert first == "Within 14 days of the one post looked at, 3 other people acted on it or after it."
    assert "does not prove" in caution


def test_a_card_without_it_says_nothing(lin_in_english, run):
    assert "What a post sets in motion" not in lin_in_english.get("/desk/discover/?open=m01").content.decode()


def test_the_dossier_tells_it_too_with_the_junk_share_and_the_standing_in_words(lin_in_english, run, cast):
    junk = {"posts": 20, "junk": 0, "found": []}
    EvidenceCard.objects.filter(run=run, actor_id="m01").update(motion=TOLD, junk=junk)
    actions.nominate(actor=cast.lin, place=Place(run, "activate", "now"), actor_id="m01", now=NOW)
    card = lin_in_english.get("/desk/discover/?open=m01&status=any").content.decode()
    dossier = lin_in_english.get(f"/desk/people/{Person.objects.get().pk}").content.decode()
    assert "in the first 3%" in card
    for page in (card, dossier):
        assert "What a post sets in motion" in page and "at most 41 did." in page
        assert "Advertising and repetition" in page
