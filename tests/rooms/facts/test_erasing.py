"""Somebody asks to be forgotten: names and texts go, the counts stay."""

import pytest

from kolony.ground.facts import queries
from kolony.ground.facts.at_once import load_now
from kolony.ground.facts.erasing import ERASERS
from kolony.ground.facts.models import Member, Words
from kolony.ground.facts.store import open_store
from kolony.ground.guard.erasers import Leaving, registered
from tests.rooms.facts.conftest import NOW

pytestmark = pytest.mark.django_db


def test_names_and_texts_of_one_member_go_and_nobody_elses(home, lin, source, stackexchange_dump):
    load_now(actor=lin, files=[stackexchange_dump], source=source, now=NOW)
    events = open_store().events(source.platform).count().to_pyarrow().as_py()
    leaving = Leaving(person_ids=(), handles=(("qinghe", "12"),), now=NOW)
    erased = {label: eraser(leaving) for label, eraser in ERASERS.items()}
    assert erased["facts.Words"] == 2 and erased["facts.Member"] == 1 and erased["facts.MemberRhythm"] == 1
    assert queries.names_of(source, ["11", "12"]) == {"11": "Anke"}
    assert not Words.objects.filter(author_id="12").exists()
    assert not Words.objects.filter(object_id="3").exclude(title="", text="", url="").exists()
    assert queries.recent_words(source, "11")
    assert not Member.objects.filter(name="小麦").exists() and not Member.objects.exclude(spelled="").exists()
    assert open_store().events(source.platform).count().to_pyarrow().as_py() == events


def test_the_same_id_in_another_community_is_somebody_else(home, lin, source, stackexchange_dump):
    load_now(actor=lin, files=[stackexchange_dump], source=source, now=NOW)
    leaving = Leaving(person_ids=(), handles=(("elsewhere", "12"),), now=NOW)
    assert [eraser(leaving) for eraser in ERASERS.values()] == [0] * len(ERASERS)


def test_every_eraser_is_registered():
    assert {label.lower() for label in ERASERS} <= set(registered())
