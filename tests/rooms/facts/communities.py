"""Small communities written to disk in the documented formats, with known figures."""

import json
import zipfile
from pathlib import Path

from openpyxl import Workbook

CLUB_ROWS = (
    "when,who,what,post,owner,thread,title,text",
    "2026-10-01 09:00:00,u1,topic,p1,,t1,Which edition to read,I have found three",
    "2026-10-01 10:00:00,u2,reply,p2,u1,t1,,The second one has notes",
    "2026-10-02 11:00:00,u3,reply,p3,u1,t1,,读第二版，注释很好",
    "2026-10-02 12:00:00,u1,like,p2,u2,t1,,",
    "2026-10-03 12:00:00,u3,like,p2,u2,t1,,",
    "2026-11-04,u2,topic,p4,,t2,Notes of the meeting,Eleven people came",
    "2026-11-05 08:30:00,u4,wave,p4,u2,t2,,",
)
CLUB_MAPPING = {
    "when": "ts", "who": "actor_id", "what": "verb", "post": "object_id", "owner": "target_user_id",
    "thread": "topic_id", "title": "title", "text": "text",
}  # fmt: skip
CLUB = {"events": 7, "words": 4}
DIRTY_ROW = "not a day,u9,reply,p9,u1,t1,,lost"


def club_csv(path: Path, *, extra: tuple[str, ...] = (), encoding: str = "utf-8") -> Path:
    """Seven events of four members; one has a day only, one a verb outside the vocabulary."""
    path.write_bytes(("\n".join((*CLUB_ROWS, *extra)) + "\n").encode(encoding))
    return path


def workbook(path: Path) -> Path:
    """A workbook with two sheets of events: two rows in the contract's columns, one in words of its own."""
    book = Workbook()
    book.active.title = "Events"
    for row in (
        ("ts", "actor_id", "verb", "object_id"),
        *((f"2026-10-0{day}", "u1", "topic", f"p{day}") for day in (1, 2)),
    ):
        book.active.append(row)
    older = book.create_sheet("Older")
    for row in (("time", "user", "event"), ("2025-10-01", "u7", "topic")):
        older.append(row)
    book.save(path)
    return path


def many_rows_csv(path: Path, rows: int = 4000) -> Path:
    """Enough rows for several batches: one topic and its replies, one a minute."""
    lines = ["ts,actor_id,verb,object_id,target_user_id,topic_id,text,event_id"]
    for at in range(rows):
        moment = f"2026-{1 + at // 1400 % 9:02}-{1 + at // 60 % 23:02} {at // 3600 % 24:02}:{at % 60:02}:00"
        lines.append(f"{moment},u{at % 97},reply,p{at},u{(at + 1) % 97},t{at % 31},text {at},e{at}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def stackexchange_dump(folder: Path) -> Path:
    """The five files of a public dump: two questions, two answers, a comment, four votes, three people."""
    folder.mkdir(parents=True)
    _xml(
        folder / "Posts.xml", "posts",
        {"Id": 1, "PostTypeId": 1, "AcceptedAnswerId": 2, "OwnerUserId": 11,
         "CreationDate": "2024-03-01T08:00:00.000",
         "Title": "Why does my dough not rise?", "Body": "&lt;p&gt;I waited a night.&lt;/p&gt;",
         "Tags": "&lt;bread&gt;"},
        {"Id": 2, "PostTypeId": 2, "ParentId": 1, "CreationDate": "2024-03-01T09:00:00.000", "OwnerUserId": 12,
         "Body": "&lt;p&gt;Your yeast was old.&lt;/p&gt;"},
        {"Id": 3, "PostTypeId": 1, "CreationDate": "2024-04-02T08:00:00.000", "OwnerUserId": 12,
         "Title": "Rye or wheat?",
         "Body": "&lt;p&gt;For a first loaf.&lt;/p&gt;", "Tags": "&lt;flour&gt;&lt;bread&gt;"},
        {"Id": 4, "PostTypeId": 2, "ParentId": 3, "CreationDate": "2024-04-03T08:00:00.000", "OwnerUserId": 11,
         "Body": "&lt;p&gt;Wheat.&lt;/p&gt;"},
    )  # fmt: skip
    _xml(
        folder / "Users.xml", "users",
        {"Id": 11, "DisplayName": "Anke", "CreationDate": "2024-02-01T00:00:00.000", "Reputation": 20},
        {"Id": 12, "DisplayName": "小麦", "CreationDate": "2024-02-02T00:00:00.000", "Reputation": 40},
        {"Id": 13, "DisplayName": "Joao", "CreationDate": "2024-02-03T00:00:00.000", "Reputation": 1},
    )  # fmt: skip
    _xml(
        folder / "Votes.xml", "votes",
        {"Id": 1, "PostId": 2, "VoteTypeId": 1, "CreationDate": "2024-03-02T00:00:00.000"},
        {"Id": 2, "PostId": 2, "VoteTypeId": 2, "CreationDate": "2024-03-02T00:00:00.000"},
        {"Id": 3, "PostId": 4, "VoteTypeId": 2, "CreationDate": "2024-04-04T00:00:00.000"},
        {"Id": 4, "PostId": 1, "VoteTypeId": 3, "CreationDate": "2024-04-04T00:00:00.000"},
    )  # fmt: skip
    _xml(
        folder / "Comments.xml", "comments",
        {"Id": 1, "PostId": 2, "Score": 0, "Text": "That was it, thank you.", "CreationDate": "2024-03-02T10:00:00.000",
         "UserId": 11},
    )  # fmt: skip
    _xml(
        folder / "Badges.xml", "badges",
        {"Id": 1, "UserId": 12, "Name": "Teacher", "Date": "2024-03-02T11:00:00.000", "Class": 3, "TagBased": "False"},
    )  # fmt: skip
    return folder


def _xml(path: Path, root: str, *rows: dict) -> None:
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<{root}>"]
    for row in rows:
        lines.append("  <row " + " ".join(f'{key}="{value}"' for key, value in row.items()) + " />")
    path.write_text("\n".join([*lines, f"</{root}>"]), encoding="utf-8")


def discourse_export(folder: Path) -> Path:
    """Topics as the forum's own address /t/ID.json gives them: two topics, four posts, likes as totals."""
    folder.mkdir(parents=True)
    _topic(
        folder / "t-7.json", 7, "A quiet place to read", ["books"],
        (70, 1, 21, "mara", "2025-05-01T10:00:00.000Z", "Where do you read?", None, 3),
        (71, 2, 22, "林间", "2025-05-01T11:00:00.000Z", "在河边的长椅上", 1, 5),
        (72, 3, 21, "mara", "2025-05-02T09:00:00.000Z", "I know that bench", 2, 0),
    )  # fmt: skip
    _topic(
        folder / "t-8.json", 8, "Spring list", ["lists"],
        (80, 1, 22, "林间", "2025-06-01T10:00:00.000Z", "Seven books for spring", None, 4),
    )  # fmt: skip
    return folder


def _topic(path: Path, topic: int, title: str, tags: list[str], *posts: tuple) -> None:
    stream = [
        {
            "id": post, "post_number": number, "topic_id": topic, "user_id": user, "username": name, "name": name,
            "created_at": at, "cooked": f"<p>{text}</p>", "raw": text, "reply_to_post_number": answers,
            "actions_summary": [{"id": 2, "count": likes}] if likes else [], "topic_slug": "a-topic", "post_type": 1,
        }
        for post, number, user, name, at, text, answers, likes in posts
    ]  # fmt: skip
    document = {
        "id": topic, "title": title, "tags": tags, "created_at": posts[0][4], "posts_count": len(posts),
        "slug": "a-topic", "category_id": 1, "post_stream": {"posts": stream, "stream": [post[0] for post in posts]},
    }  # fmt: skip
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def zipped(folder: Path, target: Path, *, inside: str = "") -> Path:
    """A folder packed as people pack it: with its own name on top, if asked."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, f"{inside}{file.relative_to(folder)}")
    return target
