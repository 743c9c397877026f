"""Small exports in the documented formats, written for the tests."""

import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

POSTS = [
    {"Id": 1, "PostTypeId": 1, "AcceptedAnswerId": 2, "CreationDate": "2024-01-05T10:00:00.123", "OwnerUserId": 10,
     "Title": "Which hop?", "Body": "<p>Which <b>hop</b> &amp; why?</p>", "Tags": "<hops><brewing>"},
    {"Id": 2, "PostTypeId": 2, "ParentId": 1, "CreationDate": "2024-01-05T11:00:00.000", "OwnerUserId": 11,
     "Body": "<p>Citra.</p>"},
    {"Id": 3, "PostTypeId": 2, "ParentId": 1, "CreationDate": "2024-01-06T11:00:00.000", "Body": "nobody's"},
    {"Id": 4, "PostTypeId": 5, "CreationDate": "2024-01-06T11:00:00.000", "OwnerUserId": 10, "Body": "a tag wiki"},
    {"Id": 5, "PostTypeId": 1, "CreationDate": "yesterday", "OwnerUserId": 10, "Body": "no time"},
]  # fmt: skip
VOTES = [
    {"Id": 1, "PostId": 2, "VoteTypeId": 2, "CreationDate": "2024-01-05T00:00:00.000"},
    {"Id": 2, "PostId": 2, "VoteTypeId": 1, "CreationDate": "2024-01-06T00:00:00.000"},
    {"Id": 3, "PostId": 1, "VoteTypeId": 5, "UserId": 11, "CreationDate": "2024-01-06T00:00:00.000"},
    {
        "Id": 4,
        "PostId": 1,
        "VoteTypeId": 8,
        "UserId": 12,
        "BountyAmount": 50,
        "CreationDate": "2024-01-07T00:00:00.000",
    },
    {"Id": 5, "PostId": 2, "VoteTypeId": 9, "BountyAmount": 50, "CreationDate": "2024-01-09T00:00:00.000"},
    {"Id": 6, "PostId": 99, "VoteTypeId": 3, "CreationDate": "2024-01-09T00:00:00.000"},
    {"Id": 7, "PostId": 1, "VoteTypeId": 6, "CreationDate": "2024-01-09T00:00:00.000"},
]
COMMENTS = [{"Id": 1, "PostId": 2, "UserId": 10, "CreationDate": "2024-01-05T12:00:00.000", "Text": "谢谢 Thanks"}]
BADGES = [{"Id": 1, "UserId": 11, "Name": "Teacher", "Date": "2024-01-06T03:00:00.000", "Class": 1}]
USERS = [
    {"Id": 10, "DisplayName": "林 Lin", "CreationDate": "2024-01-01T00:00:00.000"},
    {"Id": 11, "DisplayName": 'Bo "the hop"', "CreationDate": "2024-01-02T00:00:00.000"},
]


def write_dump(folder: Path) -> Path:
    """A Stack Exchange dump of one question."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"Posts": POSTS, "Votes": VOTES, "Comments": COMMENTS, "Badges": BADGES, "Users": USERS}
    for name, rows in tables.items():
        lines = [
            f"  <row {' '.join(f'{key}={quoteattr(str(value))}' for key, value in row.items())} />" for row in rows
        ]
        body = "\n".join(['<?xml version="1.0" encoding="utf-8"?>', f"<{name.lower()}>", *lines, f"</{name.lower()}>"])
        (folder / f"{name}.xml").write_text("\ufeff" + body, "utf-8")
    return folder


def post(number: int, user: int, name: str, cooked: str, **more: object) -> dict:
    """A post as Discourse shows it."""
    return {
        "id": 100 + number,
        "username": name,
        "user_id": user,
        "created_at": f"2024-02-0{number}T08:00:00.000Z",
        "cooked": cooked,
        "post_number": number,
        "post_type": 1,
        "topic_id": 7,
        "topic_slug": "hop-talk",
        "actions_summary": [],
        **more,
    }


TOPIC = {
    "id": 7,
    "title": "Hop talk 酒花",
    "slug": "hop-talk",
    "tags": ["hops", {"id": 3, "name": "啤酒"}],
    "archetype": "regular",
    "accepted_answer": {"post_number": 3, "username": "Bo"},
    "post_stream": {
        "posts": [
            post(1, 1, "Lin", "<p>Hello</p>", actions_summary=[{"id": 2, "count": 3}]),
            post(2, 2, "Mei", '<p><a class="mention" href="/u/lin">@Lin</a> hi</p>'),
            post(
                3,
                3,
                "Bo",
                '<aside class="quote" data-username="Mei" data-post="2" data-topic="7">hi</aside><p>yes</p>',
                reply_to_post_number=2,
            ),
            post(4, -1, "system", "closed", post_type=3),
        ],
        "stream": [101, 102, 103, 104],
    },
}


def write_discourse(folder: Path) -> Path:
    """A Discourse export of one topic, which a page of latest posts repeats in part."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "7.json").write_text(json.dumps(TOPIC), "utf-8")
    page = {
        "latest_posts": [
            post(2, 2, "Mei", "<p>again</p>"),
            post(5, 2, "Mei", "<p>thanks</p>", topic_title="Hop talk 酒花"),
        ]
    }
    (folder / "posts.json").write_text(json.dumps(page), "utf-8")
    return folder
