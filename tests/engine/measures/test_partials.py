"""Partials add up to the whole, and a new day reads only that day."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kolony_engine.checks import same_answer
from kolony_engine.events import Recognition, connect, events_table
from kolony_engine.measures.arrow import fetch
from kolony_engine.measures.cells import added_days, added_touches, member_days, touches
from kolony_engine.measures.partials import refresh, whole
from tests.engine.community import START, day, drawn_community, event, table_of

LIKES = Recognition.parse("like=1")


@pytest.fixture
def files(tmp_path):
    """A community in two files: the first half year and the rest."""
    events = drawn_community(members=20, days=300)
    late = pc.greater_equal(events["ts"], pa.scalar(day(150), events.schema.field("ts").type))
    paths = {"early": tmp_path / "early.parquet", "late": tmp_path / "late.parquet"}
    pq.write_table(events.filter(pc.invert(late)), paths["early"])
    pq.write_table(events.filter(late), paths["late"])
    return paths


def sorted_rows(expression):
    return fetch(expression.order_by(*[name for name in ("actor_id", "target_user_id", "day") if name in expression]))


def test_the_sum_of_the_partials_is_the_whole(tmp_path, files):
    connection = connect()
    assert refresh(files, tmp_path / "partials", LIKES, connection) == ("early", "late")
    counted = whole(files, tmp_path / "partials", LIKES, connection)
    days, touched = added_days(counted.days), added_touches(counted.touches)
    events = events_table(list(files.values()), connection)
    same_answer(sorted_rows(member_days(events, LIKES)), sorted_rows(days), "partials")
    same_answer(sorted_rows(touches(events)), sorted_rows(touched), "partials")


def test_only_what_is_new_is_counted_and_what_is_gone_is_forgotten(tmp_path, files):
    folder = tmp_path / "partials"
    refresh(files, folder, LIKES)
    assert refresh(files, folder, LIKES) == ()
    files["today"] = tmp_path / "today.parquet"
    pq.write_table(table_of([event(301, "topic", "bo", None, "p1")]), files["today"])
    assert refresh(files, folder, LIKES) == ("today",)
    del files["today"]
    assert refresh(files, folder, LIKES) == ()
    assert "bo" not in fetch(whole(files, folder, LIKES).days)["actor_id"].to_pylist()


def test_other_weights_are_other_partials(tmp_path, files):
    refresh(files, tmp_path / "partials", LIKES)
    assert refresh(files, tmp_path / "partials", Recognition.parse("like=2")) == ("early", "late")


def test_days_are_days_since_1970(tmp_path, files):
    refresh(files, tmp_path / "partials", LIKES)
    assert (
        min(fetch(whole(files, tmp_path / "partials", LIKES).days)["day"].to_pylist())
        >= (START.date() - START.date().replace(year=1970)).days
    )
