"""Several files with headers of their own: each has its mapping, one may say who is who, and one may be left out."""

import pytest

from kolony_engine.events import EngineError, EventStore, open_events

POSTS = (
    "id,author_id,created_at,title,type\n1,lin,2026-03-01 08:00,A quiet harbour,topic\n2,mei,2026-03-02 09:00,,reply\n"
)
LIKES = "id,user_id,post_id,post_author_id,created_at\n1,mei,1,lin,2026-03-01 10:00\n2,bo,1,lin,never\n"
USERS = "id,nickname,registered_at\nlin,林,2025-01-02\nmei,Mei,2025-03-04\n"


@pytest.fixture
def export(tmp_path):
    for name, text in (("posts.csv", POSTS), ("likes.csv", LIKES), ("users.csv", USERS)):
        (tmp_path / name).write_text(text)
    return [tmp_path / name for name in ("posts.csv", "likes.csv", "users.csv")]


def told(source):
    """Who did what to which post, who is who, and what was refused where."""
    batches = list(source.read())
    events = [(row["actor_id"], row["verb"], row["object_id"]) for batch in batches for row in batch.events.to_pylist()]
    members = [(row["actor_id"], row["name"]) for batch in batches for row in batch.members.to_pylist()]
    refused = [(row.file, row.line, row.column) for batch in batches for row in batch.refused]
    return events, members, refused


def test_files_with_other_headers_have_a_mapping_each(export):
    posts, likes, users = export
    source = open_events(
        export,
        mappings={
            posts: {"id": "object_id", "author_id": "actor_id", "created_at": "ts", "type": "verb", "title": "title"},
            likes: {"user_id": "actor_id", "post_id": "object_id", "created_at": "ts", "=like": "verb"},
            users: {"id": "actor_id", "nickname": "name", "registered_at": "joined_at"},
        },
    )
    assert [(one.path.name, one.holds) for one in source.layouts] == [
        ("posts.csv", "events"), ("likes.csv", "events"), ("users.csv", "members"),
    ]  # fmt: skip
    events, members, refused = told(source)
    assert events == [("lin", "topic", "1"), ("mei", "reply", "2"), ("mei", "like", "1")]
    assert members == [("lin", "林"), ("mei", "Mei")]
    assert refused == [("likes.csv", 3, "created_at")]


def test_a_table_of_users_beside_events_is_taken_for_the_members(export):
    posts, _, users = export
    events, members, _ = told(open_events([posts, users]))
    assert [actor for actor, _, _ in events] == ["lin", "mei"]
    assert members == [("lin", "林"), ("mei", "Mei")]


def test_one_mapping_for_all_gives_each_file_what_fits_it(export):
    posts, likes, _ = export
    said = {"author_id": "actor_id", "user_id": "actor_id2", "created_at": "ts", "=like": "verb"}
    with pytest.raises(EngineError, match="E-READ-112"):
        open_events([posts, likes], mapping=said)
    said = {"author_id": "actor_id", "created_at": "ts", "post_author_id": "target_user_id", "=like": "verb"}
    source = open_events([posts, likes], mapping=said)
    assert [one.mapping for one in source.layouts] == [
        {"author_id": "actor_id", "created_at": "ts", "=like": "verb"},
        {"created_at": "ts", "post_author_id": "target_user_id", "=like": "verb"},
    ]


def test_a_value_for_every_row_leaves_the_rest_to_the_proposal(export):
    _, likes, _ = export
    source = open_events(likes, mapping={"=like": "verb"})
    assert source.mapping == {
        "id": "event_id", "user_id": "actor_id", "post_id": "object_id", "post_author_id": "target_user_id",
        "created_at": "ts", "=like": "verb",
    }  # fmt: skip


def test_a_column_that_no_file_has_is_refused_with_the_files(export):
    with pytest.raises(EngineError) as refusal:
        open_events(export[:2], mapping={"when": "ts", "type": "verb"})
    assert (refusal.value.code, refusal.value.values["file"]) == ("E-READ-111", "posts.csv, likes.csv")


def test_a_file_may_be_left_out(export):
    posts, likes, users = export
    source = open_events(export, mappings={likes: {}, users: {}})
    assert [file.path.name for file in source.files] == ["posts.csv"]
    with pytest.raises(EngineError, match="E-READ-103"):
        open_events(export, mappings={posts: {}, likes: {}, users: {"id": "actor_id", "nickname": "name"}})


def test_members_need_an_id_and_take_no_verb(export):
    *_, users = export
    for mapping, code in (({"nickname": "name"}, "116"), ({"id": "verb", "nickname": "name"}, "112")):
        with pytest.raises(EngineError, match=f"E-READ-{code}"):
            open_events(export, mappings={users: mapping})


LIKED = {"id": "event_id", "user_id": "actor_id", "created_at": "ts"}


def test_the_same_number_in_two_tables_is_two_events_and_the_same_in_one_is_known(export, tmp_path):
    likes, views, later = export[1], tmp_path / "views.csv", tmp_path / "later.csv"
    views.write_text(LIKES.replace("never", "2026-03-03"))
    later.write_text(views.read_text() + "3,bo,1,lin,2026-03-04\n")
    store = EventStore(tmp_path / "store")
    both = {likes: {**LIKED, "=likes": "verb"}, views: {**LIKED, "=view": "verb"}}
    report = store.load(open_events([likes, views], mappings=both), "one", "forum")
    assert (report.accepted, report.duplicates, report.refused) == (3, 0, 1)
    report = store.load(open_events(later, mapping={**LIKED, "=view": "verb"}), "two", "forum")
    assert (report.accepted, report.duplicates) == (1, 2)


def test_a_post_is_its_own_object_and_its_text_is_found_by_it(export):
    posts, likes, _ = export
    source = open_events([posts, likes], mappings={likes: {"=like": "verb"}})
    batches = list(source.read())
    events = [(row["event_id"], row["object_id"]) for batch in batches for row in batch.events.to_pylist()]
    assert events == [("1", "1"), ("2", "2"), ("like:1", "1")]
    assert [row["object_id"] for batch in batches for row in batch.words.to_pylist()] == ["1"]


def test_an_unchanged_table_of_users_may_come_with_every_month(export, tmp_path):
    posts, _, users = export
    march = tmp_path / "march.csv"
    march.write_text(POSTS.replace("\n1,", "\n3,").replace("\n2,", "\n4,"))
    store = EventStore(tmp_path / "store")
    assert store.load(open_events([posts, users]), "one", "forum").accepted == 2
    assert store.load(open_events([march, users]), "two", "forum").accepted == 2
    with pytest.raises(EngineError, match="E-STORE-201"):
        store.load(open_events([posts, users]), "three", "forum")
