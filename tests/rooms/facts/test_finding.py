"""Imports, communities and members are found by what is typed."""

import pytest

from kolony.ground.facts import queries
from kolony.ground.facts.models import Load, LoadFile, Member, Words
from tests.rooms.facts.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("EVENTS", ["Events-2026-03.csv"]), ("ts", ["Events-2026-03.csv"]), ("inside", ["Old forum.zip"]),
        ("论", ["论坛.csv"]), ("2026-0", ["Events-2026-03.csv"]), ("nowhere", []),
    ],
)  # fmt: skip
def test_an_import_is_found_by_its_name_or_a_file_of_it_in_any_case(lin, source, asked, names):
    for at, name in enumerate(("Events-2026-03.csv", "Old forum.zip", "论坛.csv")):
        load = Load.objects.create(source=source, name=name, folder="x", fingerprint=str(at), created_at=NOW)
        LoadFile.objects.create(load=load, name=f"{'Inside' if at == 1 else 'x'}.csv", path="x", size=1, sha256=str(at))
    assert [load.name for load in queries.visible_loads(lin, search=asked)] == names


def test_a_community_without_imports_has_figures_too(lin, source):
    (told,) = queries.visible_sources(lin)
    assert (told.events, told.loads_in, told.newest_ts, told.newest_load) == (0, 0, None, None)
    assert queries.visible_source(lin, "qinghe").events == 0


def test_under_three_letters_names_that_begin_so_come_first(lin, source):
    load = Load.objects.create(
        source=source, name="x", folder="x", fingerprint="x", state="loaded", created_at=NOW, loaded_at=NOW
    )
    for at, name in enumerate(("夜航船", "船员", "小船", "ann", "Anna", "Jan")):
        Member.objects.create(load=load, source=source, actor_id=f"m{at}", name=name, spelled="")
    assert [member.name for member in queries.find_members("船")] == ["船员", "夜航船", "小船"]
    assert [member.name for member in queries.find_members("AN")] == ["ann", "Anna", "Jan"]
    assert [member.name for member in queries.find_members("船", limit=1)] == ["船员"]


def test_a_conversation_is_called_as_its_first_post_not_as_the_post_that_has_its_number(lin, source):
    load = Load.objects.create(
        source=source, name="x", folder="x", fingerprint="x", state="loaded", created_at=NOW, loaded_at=NOW
    )
    told = [("7", "9", "Reading aloud"), ("8", "9", ""), ("9", "4", "Paper boats"), ("5", "", "Without a thread")]
    for at, (post, topic, title) in enumerate(told):
        Words.objects.create(
            load=load, source=source, object_id=post, topic_id=topic, title=title, ts=NOW.replace(day=1 + at)
        )
    assert queries.titles_of_topics(source, ["9", "4", "5", "7"]) == {
        "9": "Reading aloud", "4": "Paper boats", "5": "Without a thread",
    }  # fmt: skip
