"""Public exports are recognised by themselves and read without any mapping."""

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from kolony_engine.events import EVENT_SCHEMA, EngineError, open_events
from tests.engine.events.exports import TOPIC, post, write_discourse, write_dump


def read(source):
    batches = list(source.read())
    events = pa.concat_tables(batch.events for batch in batches)
    words = pa.concat_tables(batch.words for batch in batches).to_pylist()
    members = pa.concat_tables(batch.members for batch in batches).to_pylist()
    refused = [row for batch in batches for row in batch.refused]
    assert events.schema == EVENT_SCHEMA
    return {row["event_id"]: row for row in events.to_pylist()}, words, members, refused


def short(event):
    names = ("verb", "actor_id", "object_id", "target_user_id", "topic_id", "value", "day_only")
    return tuple(event[name] for name in names)


def test_a_stack_exchange_dump_becomes_events(tmp_path):
    source = open_events(write_dump(tmp_path / "beer"))
    events, words, members, refused = read(source)
    assert source.kind == "stackexchange"
    assert {event_id: short(event) for event_id, event in events.items()} == {
        "post:1": ("question", "10", "1", None, "1", 1.0, False),
        "post:2": ("answer", "11", "2", "10", "1", 1.0, False),
        "post:3": ("answer", None, "3", "10", "1", 1.0, False),
        "comment:1": ("comment", "10", "c1", "11", "1", 1.0, False),
        "vote:1": ("upvote", None, "2", "11", "1", 1.0, True),
        "vote:2": ("accepted", "10", "2", "11", "1", 1.0, True),
        "vote:3": ("favorite", "11", "1", "10", "1", 1.0, True),
        "vote:4": ("bounty_start", "12", "1", "10", "1", 50.0, True),
        "vote:5": ("bounty_close", None, "2", "11", "1", 50.0, True),
        "vote:6": ("downvote", None, "99", None, None, 1.0, True),
        "badge:1": ("badge", None, "b1", "11", None, 3.0, False),
    }
    assert events["post:1"]["tags"] == ["hops", "brewing"]
    assert events["post:1"]["ts"].isoformat() == "2024-01-05T10:00:00.123000+00:00"
    assert [(row["object_id"], row["title"], row["text"]) for row in words] == [
        ("1", "Which hop?", "Which hop & why?"),
        ("2", None, "Citra."),
        ("3", None, "nobody's"),
        ("c1", None, "谢谢 Thanks"),
    ]
    assert [(row["actor_id"], row["name"]) for row in members] == [("10", "林 Lin"), ("11", 'Bo "the hop"')]
    assert [(row.file, row.line, row.column, row.code, row.value) for row in refused] == [
        ("Posts.xml", 7, "CreationDate", "E-READ-212", "yesterday")
    ]


def test_what_a_dump_holds_besides_is_told(tmp_path):
    flags = {}
    for batch in open_events(write_dump(tmp_path)).read():
        flags |= batch.flags
    assert flags == {"not_a_post": 1, "other_vote": 1}


def test_a_post_that_is_still_to_come_is_refused_in_an_export_too(tmp_path):
    write_dump(tmp_path / "dump")
    until = datetime(2024, 1, 6, tzinfo=UTC)
    late = [row for batch in open_events(tmp_path / "dump", until=until).read() for row in batch.refused]
    assert {(row.file, row.column) for row in late if row.code == "E-READ-215"} >= {("Votes.xml", "CreationDate")}
    write_discourse(tmp_path / "forum")
    refused = [row for batch in open_events(tmp_path / "forum", until=until).read() for row in batch.refused]
    assert {(row.column, row.code) for row in refused} == {("created_at", "E-READ-215")}


def test_a_dump_that_declares_an_entity_is_refused_at_once(tmp_path):
    write_dump(tmp_path)
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><users><row Id="&b;"/></users>'
    (tmp_path / "Users.xml").write_text(bomb)
    with pytest.raises(EngineError) as refusal:
        read(open_events(tmp_path))
    assert refusal.value.code == "E-READ-131"


def test_a_dump_that_breaks_off_is_refused(tmp_path):
    path = write_dump(tmp_path) / "Votes.xml"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(EngineError) as refusal:
        read(open_events(tmp_path))
    assert refusal.value.code == "E-READ-132"
    assert refusal.value.values["file"] == "Votes.xml"


def test_a_discourse_export_becomes_events(tmp_path):
    source = open_events(write_discourse(tmp_path / "forum"))
    events, words, members, refused = read(source)
    assert source.kind == "discourse"
    assert refused == []
    assert {event_id: short(event) for event_id, event in events.items()} == {
        "post:101": ("topic", "1", "101", None, "7", 1.0, False),
        "likes:101": ("likes_total", None, "101", "1", "7", 3.0, False),
        "post:102": ("reply", "2", "102", "1", "7", 1.0, False),
        "mention:102:1": ("mention", "2", "102", "1", "7", 1.0, False),
        "post:103": ("reply", "3", "103", "2", "7", 1.0, False),
        "accepted:103": ("accepted", "1", "103", "3", "7", 1.0, False),
        "quote:103:2": ("quote", "3", "103", "2", "7", 1.0, False),
        "post:105": ("reply", "2", "105", "1", "7", 1.0, False),
    }
    assert events["post:101"]["tags"] == ["hops", "啤酒"]
    assert words[0]["title"] == "Hop talk 酒花"
    assert words[0]["url"] == "/t/hop-talk/7/1"
    assert {row["actor_id"]: row["name"] for row in members} == {"1": "lin", "2": "mei", "3": "bo", "-1": "system"}


def test_posts_hidden_by_flags_or_deleted_by_others_were_taken_down(tmp_path):
    flags = [{"hidden": True}, {"deleted_at": "2024-02-09T08:00:00.000Z"}, {"hidden": False}]
    flags.append({"deleted_at": "2024-02-09T08:00:00.000Z", "user_deleted": True})
    posts = [post(number, 2, "Mei", "<p>Buy</p>", **more) for number, more in enumerate(flags, 1)]
    (tmp_path / "posts.json").write_text(json.dumps({"latest_posts": posts}), "utf-8")
    events, *_ = read(open_events(tmp_path))
    assert [short(event) for event in events.values() if event["verb"] == "removed"] == [
        ("removed", None, "101", "2", "7", 1.0, False),
        ("removed", None, "102", "2", "7", 1.0, False),
    ]


def liked(kind: int, post_id: object, giver: int, day: int, **more: object) -> dict:
    """One action as a page of `/user_actions.json` shows it."""
    return {
        "action_type": kind, "created_at": f"2024-02-{day:02}T09:00:00.000Z", "post_id": post_id, "post_number": 1,
        "topic_id": 7, "user_id": 1, "username": "Lin", "acting_user_id": giver, "acting_username": f"U{giver}", **more,
    }  # fmt: skip


def test_likes_listed_one_by_one_have_a_giver_and_a_time_and_leave_the_total(tmp_path):
    write_discourse(tmp_path)
    given = {"user_actions": [liked(1, 101, 2, 3), liked(5, 102, 2, 3), liked(1, "no", 2, 3), liked(1, 101, 5, 3)]}
    received = {"user_actions": [liked(2, 101, 2, 3), liked(2, 101, 9, 4), liked(2, 101, 8, 4, deleted=True)]}
    (tmp_path / "actions-mei.json").write_text(json.dumps(given), "utf-8")
    (tmp_path / "actions-lin.json").write_text(json.dumps(received), "utf-8")
    events, _, members, refused = read(open_events(tmp_path))
    likes = {event_id: short(event) for event_id, event in events.items() if "like" in event_id}
    assert likes == {
        "like:101:2": ("like", "2", "101", "1", "7", 1.0, False),
        "like:101:5": ("like", "5", "101", "1", "7", 1.0, False),
        "like:101:9": ("like", "9", "101", "1", "7", 1.0, False),
    }
    assert events["like:101:9"]["ts"].isoformat() == "2024-02-04T09:00:00+00:00"
    assert [(row.file, row.line, row.column, row.code) for row in refused] == [
        ("actions-mei.json", 3, "post_id", "E-READ-233")
    ]
    assert ("9", "u9") in {(row["actor_id"], row["name"]) for row in members}
    received["user_actions"] = received["user_actions"][:1]
    (tmp_path / "actions-mei.json").unlink()
    (tmp_path / "actions-lin.json").write_text(json.dumps(received), "utf-8")
    events, _, _, _ = read(open_events(tmp_path))
    assert short(events["likes:101"]) == ("likes_total", None, "101", "1", "7", 2.0, False)


def test_a_page_of_actions_alone_is_a_discourse_export(tmp_path):
    path = tmp_path / "actions.json"
    path.write_text(json.dumps({"user_actions": [liked(1, 101, 2, 3)]}, indent=1), "utf-8")
    source = open_events(path)
    assert (source.kind, list(read(source)[0])) == ("discourse", ["like:101:2"])


def test_one_topic_file_is_a_discourse_export_too(tmp_path):
    path = tmp_path / "topic.json"
    path.write_text(json.dumps(TOPIC, indent=1), "utf-8")
    assert open_events(path).kind == "discourse"
    path.write_text(json.dumps(TOPIC), "utf-8")
    assert open_events(path).kind == "discourse"


def test_a_broken_topic_file_is_refused_and_the_others_are_read(tmp_path):
    write_discourse(tmp_path)
    (tmp_path / "8.json").write_text('{"post_stream": {"posts": [', "utf-8")
    (tmp_path / "9.json").write_text(json.dumps({"post_stream": {"posts": [post(1, 1, "Lin", "x", id="no")]}}), "utf-8")
    events, _, _, refused = read(open_events(tmp_path))
    assert len(events) == 8
    assert [(row.file, row.code) for row in refused] == [("8.json", "E-READ-241"), ("9.json", "E-READ-233")]


def test_a_members_own_archive_is_read_without_the_private_messages(tmp_path):
    path = tmp_path / "user_archive-bo-240301-101500.csv"
    path.write_text(
        "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at\n"
        "Hop talk,Beer,No,first,<p>first</p>,2,1,https://forum.test/t/hop-talk/7/1,2024-02-01 08:00:00 UTC\n"
        "Hop talk,Beer,No,second,<p>second</p>,0,1,https://forum.test/t/hop-talk/7/4,2024-02-02 08:00:00 UTC\n"
        "Psst,,Yes,secret,<p>secret</p>,0,1,https://forum.test/t/psst/8/1,2024-02-02 08:00:00 UTC\n",
        "utf-8",
    )
    source = open_events(path)
    events, words, _, refused = read(source)
    assert source.kind == "discourse"
    assert refused == []
    assert {event_id: short(event) for event_id, event in events.items()} == {
        "post:t7p1": ("topic", "bo", "t7p1", None, "7", 1.0, False),
        "likes:t7p1": ("likes_total", None, "t7p1", "bo", "7", 2.0, False),
        "post:t7p4": ("reply", "bo", "t7p4", None, "7", 1.0, False),
    }
    assert [row["text"] for row in words] == ["first", "second"]


def test_an_archive_of_nobody_is_refused(tmp_path):
    path = tmp_path / "download.csv"
    path.write_text("topic_title,is_pm,post_raw,like_count,url,created_at\nx,No,y,0,/t/x/1/1,2024-01-01\n")
    with pytest.raises(EngineError) as refusal:
        read(open_events(path))
    assert refusal.value.code == "E-READ-136"


def test_three_tables_in_a_folder_bring_words_and_members(tmp_path):
    (tmp_path / "events.csv").write_text("ts,actor_id,verb,object_id\n2024-01-01,u1,topic,o1\n")
    (tmp_path / "words.csv").write_text(
        "object_id,author_id,ts,kind,topic_id,title,text,url\no1,u1,2024-01-01,topic,o1,标题,你好,\n,u1,2024-01-01,topic,,,,\n"
    )
    (tmp_path / "members.csv").write_text("actor_id,name,joined_at\nu1,林,2023-12-31T09:00:00\nu2,Mei,\n")
    source = open_events(tmp_path)
    events, words, members, refused = read(source)
    assert source.kind == "csv"
    assert len(events) == 1
    assert [(row["object_id"], row["title"], row["text"]) for row in words] == [("o1", "标题", "你好")]
    assert [(row["actor_id"], row["name"], row["joined_at"] and row["joined_at"].hour) for row in members] == [
        ("u1", "林", 9),
        ("u2", "Mei", None),
    ]
    assert [(row.file, row.line, row.column, row.code) for row in refused] == [
        ("words.csv", 3, "object_id", "E-READ-234")
    ]


def test_a_preview_of_an_export_shows_its_first_events(tmp_path):
    preview = open_events(write_dump(tmp_path)).preview(2)
    assert preview.headers[:3] == ("ts", "actor_id", "verb")
    assert [row[2] for row in preview.rows] == ["question", "answer"]
