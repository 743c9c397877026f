"""posts.csv, likes.csv and users.csv in one import: each with its columns, all of it or nothing, out again exactly."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyarrow import parquet

from kolony.fronts.cli import facts as facts_command
from kolony.ground.facts import rules
from kolony.ground.facts.at_once import load_now
from kolony.ground.facts.models import AgreedColumns, Load, LoadFile, Member, RefusedRow, Words
from kolony.ground.facts.store import open_store
from tests.rooms.facts.conftest import NOW
from tests.rooms.facts.test_pages import page, work_off

__all__ = ["page"]

POSTS = "id,author_id,created_at,title\n1,lin,2026-03-01 08:00,A quiet harbour\n2,mei,2026-03-02 09:00,Second edition\n"
LIKES = "id,user_id,post_id,post_author_id,created_at\n1,mei,1,lin,2026-03-01 10:00\n2,bo,1,lin,never\n"
VIEWS = "id,user_id,post_id,post_author_id,created_at\n1,bo,2,mei,2026-03-03 10:00\n"
USERS = "id,nickname,registered_at\nlin,林,2025-01-02\nmei,Mei,2025-03-04\n"
REACTION = {
    "column_0": "event_id", "column_1": "actor_id", "column_2": "object_id", "column_3": "target_user_id",
    "column_4": "ts", "constant_verb": "like", "constant_verb_0_1": "view",
}  # fmt: skip
POST = {"column_1_0": "event_id", "column_1_1": "actor_id", "column_1_2": "ts", "column_1_3": "title",
        "constant_verb_1_0": "topic"}  # fmt: skip
USER = {"column_2_0": "actor_id", "column_2_1": "name", "column_2_2": "joined_at"}
AGREED = {**REACTION, **POST, **USER, "time_zone": "UTC"}


def upload(client, source, **files):
    sent = [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items()]
    answer = client.post(reverse("facts:file"), {"files": sent, "source": str(source.pk)})
    work_off()
    return Load.objects.order_by("-created_at").first(), answer.url


def whole(client, load, agreed):
    """From the columns to the end of the load."""
    client.post(reverse("facts:columns", args=[load.pk]), agreed)
    work_off()
    client.post(reverse("facts:match", args=[load.pk]), {"preset": "own", "weights": "like=2"})
    work_off()
    client.post(reverse("facts:dry_run", args=[load.pk]))
    work_off()
    return Load.objects.get(pk=load.pk)


def stored(load):
    """Who did what to which post, as the store has it."""
    files = [file.path for file in open_store().data_files(load.source.platform)]
    rows = [row for path in files for row in parquet.read_table(path).to_pylist()]
    return sorted((row["actor_id"], row["verb"], row["object_id"]) for row in rows)


@pytest.fixture
def three(page, lin, source):
    """Signed in, with four files of three kinds uploaded and looked into."""
    client = page(lin)
    return client, *upload(client, source, posts=POSTS, likes=LIKES, views=VIEWS, users=USERS)


def test_each_file_shows_its_columns_and_those_with_the_same_share_them(three):
    client, load, url = three
    assert [block["files"] for block in load.outlook["blocks"]] == [
        ["likes.csv", "views.csv"], ["posts.csv"], ["users.csv"],
    ]  # fmt: skip
    text = client.get(url).content.decode()
    assert "likes.csv · views.csv" in text and "Says who is who" in text
    assert 'name="constant_verb" value="like"' in text and 'name="constant_verb_0_1" value="view"' in text
    assert 'name="constant_verb_2_0"' not in text


def test_one_import_of_files_that_differ_comes_in_whole_and_goes_out_whole(three, lin):
    client, load, _ = three
    load = whole(client, load, AGREED)
    assert (load.state, load.accepted, load.refused) == (rules.LOADED, 4, 1)
    assert stored(load) == [
        ("bo", "view", "2"), ("lin", "topic", "1"), ("mei", "like", "1"), ("mei", "topic", "2"),
    ]  # fmt: skip
    assert list(Member.objects.values_list("actor_id", "name")) == [("lin", "林"), ("mei", "Mei")]
    assert sorted(Words.objects.values_list("object_id", "title")) == [
        ("1", "A quiet harbour"),
        ("2", "Second edition"),
    ]
    (row,) = RefusedRow.objects.all()
    assert (row.file, row.line, row.column, row.value) == ("likes.csv", 3, "created_at", "never")
    text = client.get(reverse("facts:load_page", args=[load.pk])).content.decode()
    agreed = text[text.index("Columns as agreed") :]
    assert re.findall(r"<dt[^>]*>(.*?)</dt>", agreed)[:6] == [
        "id", "user_id", "post_id", "post_author_id", "created_at", "like",
    ]  # fmt: skip
    assert "All rows are the same act" in agreed and "Name of the member" in agreed
    client.post(reverse("facts:undo", args=[load.pk]), {"reason": "the wrong forum"})
    work_off()
    assert (open_store().loads(), Member.objects.count(), Words.objects.count()) == ((), 0, 0)


def test_a_file_that_is_not_complete_is_named_beside_its_columns_and_what_was_chosen_stays(three):
    client, load, url = three
    answer = client.post(url, {**AGREED, "column_1_2": "", "constant_verb": "wave"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "In “posts.csv” a row is not complete without: Time." in text
    assert text.index('id="block-2"') < text.rindex("posts.csv” a row") < text.index('id="block-3"')
    assert 'value="wave"' in text and Load.objects.get().state == rules.REGISTERED


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"column_1_3": "ts"}, "Two columns of “posts.csv” are both given as: Time."),
        ({"column_1_3": "name"}, "“posts.csv” holds events, so it cannot say who the members are too."),
        ({"column_2_0": ""}, "In “users.csv” a row is not complete without: Who did it."),
        (dict.fromkeys([*REACTION, *POST], ""), "None of the files tells what happened."),
    ],
)
def test_what_cannot_be_agreed_says_why(three, changed, words):
    client, _, url = three
    assert words in client.post(url, {**AGREED, **changed}).content.decode()


def test_a_file_left_out_is_not_read_and_may_come_alone_later(three, source):
    client, load, _ = three
    load = whole(client, load, {**AGREED, **dict.fromkeys(USER, "")})
    assert (load.accepted, Member.objects.count()) == (4, 0)
    assert list(LoadFile.objects.filter(left_out=True).values_list("name", flat=True)) == ["users.csv"]
    assert "users.csv" in client.get(reverse("facts:load_page", args=[load.pk])).content.decode()
    later, _ = upload(client, source, users=USERS)
    assert later.pk != load.pk


def test_what_was_agreed_is_proposed_when_the_same_columns_come_again(three, source):
    client, load, _ = three
    whole(client, load, {**AGREED, "constant_verb": "upvote", "column_1_3": ""})
    later, url = upload(
        client, source,
        **{"posts-2026-04": POSTS.replace("-03-", "-04-"), "likes-2026-04": LIKES.replace("-03-", "-04-")},
    )  # fmt: skip
    assert later.mappings == {
        "likes-2026-04.csv": {
            "id": "event_id", "user_id": "actor_id", "post_id": "object_id", "post_author_id": "target_user_id",
            "created_at": "ts", "=upvote": "verb",
        },
        "posts-2026-04.csv": {"id": "event_id", "author_id": "actor_id", "created_at": "ts", "=topic": "verb"},
    }  # fmt: skip
    assert AgreedColumns.objects.count() == 4


def test_a_file_left_out_once_is_offered_again_alone(three, source):
    client, load, _ = three
    whole(client, load, {**AGREED, **dict.fromkeys(USER, "")})
    again, _ = upload(client, source, users=USERS.replace("2025", "2024"), posts=POSTS.replace("-03-", "-05-"))
    assert again.mappings["users.csv"] == {}
    alone, _ = upload(client, source, users=USERS.replace("2025", "2023"))
    assert alone.mapping["id"] == "event_id"


def test_the_command_line_takes_them_too(home, lin, source, tmp_path):
    paths = []
    for name, text in (("posts", POSTS), ("likes", LIKES), ("users", USERS)):
        (tmp_path / f"{name}.csv").write_text(text)
        paths.append(tmp_path / f"{name}.csv")
    said = {"posts.csv:=topic": "verb", "likes.csv:=like": "verb"}
    common, single = facts_command.by_file(said, paths)
    assert (common, single) == ({}, {paths[0]: {"=topic": "verb"}, paths[1]: {"=like": "verb"}})
    load = load_now(actor=lin, files=paths, source=source, mapping=common, mappings=single, now=NOW)
    assert (load.state, load.accepted, load.refused) == (rules.LOADED, 3, 1)
    assert stored(load) == [("lin", "topic", "1"), ("mei", "like", "1"), ("mei", "topic", "2")]
    assert Member.objects.count() == 2


def test_the_same_files_packed_into_one_archive_are_mapped_one_by_one_too(page, lin, source):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in (("posts", POSTS), ("likes", LIKES), ("users", USERS)):
            archive.writestr(f"export/{name}.csv", text)
    client = page(lin)
    sent = SimpleUploadedFile("export.zip", packed.getvalue())
    client.post(reverse("facts:file"), {"files": [sent], "source": str(source.pk)})
    work_off()
    work_off()
    load = Load.objects.get()
    assert [block["files"] for block in load.outlook["blocks"]] == [["likes.csv"], ["posts.csv"], ["users.csv"]]
    assert load.mappings["users.csv"] == {"id": "actor_id", "nickname": "name", "registered_at": "joined_at"}


def test_an_empty_file_among_several_is_named(page, lin, source):
    sent = [SimpleUploadedFile("posts.csv", POSTS.encode()), SimpleUploadedFile("likes.csv", b"")]
    answer = page(lin).post(reverse("facts:file"), {"files": sent, "source": str(source.pk)})
    assert answer.status_code == 422 and "“likes.csv” is empty." in answer.content.decode()
    assert not Load.objects.exists()
