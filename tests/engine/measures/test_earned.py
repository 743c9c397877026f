"""What posts earned: by whoever looks for the posts about something."""

from kolony_engine.events import Recognition
from kolony_engine.measures.around.earned import earned_posts
from tests.engine.community import day, event, opener, table_of


def test_posts_stand_by_their_recognition_and_the_first_of_them_are_kept(tmp_path):
    events = [
        event(1, "like", "mei", "bo", "p1", "t1"),
        event(2, "like", "lin", "bo", "p1", "t1"),
        event(2, "like", "bo", "bo", "p1", "t1"),
        event(3, "like", "lin", "ana", "p2", "t1"),
        event(3, "like", "lin", "ana", "p3", "t1"),
        event(3, "downvote", "lin", "ana", "p4", "t1"),
        event(9, "like", "lin", "ana", "p2", "t1"),
    ]
    table = opener(tmp_path)(table_of(events))
    asked = {"as_of": day(8), "recognition": Recognition.parse("like=1,downvote=-1")}
    rows = earned_posts(table, **asked, most=2).to_pylist()
    assert [(row["object_id"], row["actor_id"], row["points"]) for row in rows] == [
        ("p1", "bo", 2.0),
        ("p2", "ana", 1.0),
    ]
    assert earned_posts(table, **asked, most=9).num_rows == 3
