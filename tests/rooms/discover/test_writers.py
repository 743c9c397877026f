"""Who writes about a brand or a subject: by the words of posts, in the order of what these were recognised for."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kolony.ground.facts.models import Words
from kolony.ground.guard.erasers import Leaving
from kolony.stages.discover import actions, mentions, queries
from kolony.stages.discover.actions import recording
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.erasing import erase_earned
from kolony.stages.discover.mentions import Mention
from kolony.stages.discover.models import PostEarned
from tests.rooms.discover.conftest import NOW, make_run

WRITTEN = (
    ("k1", "m02", "The new Kindle, after a month", "It lasts. The kindle store does not."),
    ("k2", "m02", "", "还是买Kindle吧，护眼"),
    ("k3", "m03", "", "Rekindled my love of paper."),
    ("k4", "m05", "", "Kindles everywhere on the train"),
    ("k5", "m03", "电子书哪个好", "看屏幕久了眼睛累"),
)
EARNED = {"k1": 2.0, "k2": 3.0, "k4": 40.0}


@pytest.fixture
def written(load, run):
    for at, (object_id, author, title, text) in enumerate(WRITTEN):
        Words.objects.create(
            load=load, source=load.source, object_id=object_id, author_id=author, ts=NOW - timedelta(days=at),
            title=title, text=text,
        )  # fmt: skip
    rows = [{"object_id": post, "actor_id": "m02", "points": points} for post, points in EARNED.items()]
    recording.record_earned(run=run, posts=rows)
    return run


def test_words_stand_between_commas_each_once_and_single_letters_ask_for_nothing():
    assert mentions.words_of("Kindle， 掌阅、 e ,Kindle;  Pocket   Book ") == ("Kindle", "掌阅", "Pocket Book")
    assert mentions.words_of(" ,x,") == ()
    assert len(mentions.words_of(",".join(f"w{n}" for n in range(20)))) == mentions.WORDS


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("Kindle", "two kindles", True),
        ("Kindle", "rekindled", False),
        ("Kindle", "买Kindle吧", True),
        ("AI", "he said so", False),
        ("AI", "用AI写", True),
        ("护眼", "屏幕护眼吗", True),
        ("C++", "learn c++ now", True),
        (".*", "anything", False),
    ],
)
def test_a_word_is_found_as_a_reader_would(word, text, found):
    assert bool(re.search(mentions.pattern([word]), text, re.IGNORECASE)) is found


def test_one_lucky_post_makes_no_name():
    posts = [Mention("a1", "lucky", NOW), Mention("b1", "steady", NOW), Mention("b2", "steady", NOW - timedelta(1))]
    first, second = mentions.writers(posts, {"a1": 99.0, "b1": 4.0, "b2": 5.0})
    assert (first.actor_id, first.posts, first.points, first.rest, first.first) == ("steady", 2, 9.0, 4.0, ("b2", "b1"))
    assert (second.actor_id, second.points, second.rest) == ("lucky", 99.0, 0.0)


def test_a_post_that_two_imports_brought_counts_once():
    (one,) = mentions.writers([Mention("a1", "bo", NOW), Mention("a1", "bo", None)], {"a1": 3.0})
    assert (one.posts, one.points) == (1, 3.0)


def test_what_stands_around_the_word_is_quoted():
    assert mentions.passage("I  like Kindles a lot", "kindle") == ("I like ", "Kindle", "s a lot")
    before, word, after = mentions.passage("x" * 200 + "Kindle" + "y" * 200, "Kindle")
    assert (len(before), word, len(after)) == (61, "Kindle", 61)
    assert mentions.passage("nothing", "Kindle") == ("nothing", "", "")


def test_writers_stand_by_what_their_posts_about_it_were_recognised_for(written, cast):
    found = queries.visible_writers(cast.lin, written, ["Kindle"], undecided=True)
    assert [(one.actor_id, one.posts, one.points, one.rest) for one in found.writers] == [
        ("m02", 2, 5.0, 2.0),
        ("m05", 1, 40.0, 0.0),
    ]
    assert (found.posts, found.members, found.searched, found.weighed) == (3, 2, 12, True)


def test_who_has_been_decided_about_is_left_out_until_everybody_is_asked_for(written, cast):
    place = Place(written, "activate", "now")
    actions.dismiss(actor=cast.lin, place=place, actor_id="m02", reason="tone", now=NOW)
    assert [one.actor_id for one in queries.visible_writers(cast.lin, written, ["Kindle"], undecided=True).writers] == [
        "m05"
    ]
    assert len(queries.visible_writers(cast.lin, written, ["Kindle"], undecided=False).writers) == 2


def test_the_page_quotes_the_posts_and_leads_to_the_card(written, lin_in_english):
    page = lin_in_english.get("/desk/discover/writers?q=kindle,护眼").content.decode()
    assert "3 posts by 2 members, of 12 posts with words held here" in page
    assert '还是买<b class="font-medium text-ink">Kindle</b>吧，护眼' in page
    assert "open=m02" in page
    assert page.index("Moss Walk") < page.index("open=m05")


def test_what_nobody_names_and_what_nobody_asked_is_said_plainly(written, lin_in_english):
    assert "Nobody writes about it" in lin_in_english.get("/desk/discover/writers?q=Kobo").content.decode()
    assert "About what?" in lin_in_english.get("/desk/discover/writers").content.decode()
    assert "Nobody writes about it" in lin_in_english.get("/desk/discover/writers?q=(unclosed%5B").content.decode()


def test_a_run_that_kept_no_recognition_by_post_says_so(written, lin_in_english):
    PostEarned.objects.all().delete()
    page = lin_in_english.get("/desk/discover/writers?q=kindle").content.decode()
    assert "did not keep what each post was recognised for" in page


def test_a_stranger_is_sent_to_the_door(written):
    assert Client().get("/desk/discover/writers?q=kindle").status_code == 302


def test_only_the_newest_run_keeps_it_and_who_leaves_takes_it_along(written, cast, source):
    newer = make_run(source, cast, at=NOW + timedelta(days=1))
    recording.record_earned(run=newer, posts=[{"object_id": "k1", "actor_id": "m02", "points": 2.0}])
    recording.slim_old_runs(source=source)
    assert list(PostEarned.objects.values_list("run", "object_id")) == [(newer.pk, "k1")]
    assert erase_earned(Leaving((), (("qinghe", "m02"),), NOW)) == 1
    assert not PostEarned.objects.exists()
