"""Lists made from what was counted before are the lists made from the start, whatever happened to the store between."""

from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kolony_engine.events import EventStore, Recognition, connect, open_events, stored_table
from kolony_engine.measures import counted_from
from kolony_engine.ranking import rank_all
from tests.engine.community import day, drawn_community, event, table_of

LIKES = Recognition.parse("like=1,accepted=5")
LAST, MIDDAY = day(301), day(200) + timedelta(hours=13)
PARTS = {"first": (0, 120), "second": (120, 250), "third": (250, 301)}


@pytest.fixture
def store(tmp_path) -> EventStore:
    return EventStore(tmp_path / "store")


@pytest.fixture
def parts(tmp_path):
    """A community's year, in three files that each hold some months."""
    events = drawn_community(members=25, days=300)
    moments = events.schema.field("ts").type
    for name, (start, end) in PARTS.items():
        inside = pc.and_(
            pc.greater_equal(events["ts"], pa.scalar(day(start), moments)),
            pc.less(events["ts"], pa.scalar(day(end), moments)),
        )
        pq.write_table(events.filter(inside), tmp_path / f"{name}.parquet")
    return tmp_path


def load(store: EventStore, parts, name: str) -> None:
    store.load(open_events(parts / f"{name}.parquet"), name, "orchard")


def lists(store: EventStore, as_of, *, kept: bool):
    connection = connect()
    files = store.data_files("orchard")
    events = store.events("orchard", connection, files)
    if not kept:
        return {which: ranking.table for which, ranking in rank_all(events, as_of, LIKES, 90).items()}
    paths = {file.key: file.path for file in files}
    with counted_from(paths, store.partials_folder("orchard"), LIKES, connection, read_stored) as counted:
        return {which: one.table for which, one in rank_all(events, as_of, LIKES, 90, counted=counted).items()}


def read_stored(path, connection):
    return stored_table([path], connection)


def agree(store: EventStore, as_of=LAST) -> bool:
    return lists(store, as_of, kept=True) == lists(store, as_of, kept=False)


def test_whatever_order_the_loads_come_in_the_lists_are_the_same(store, parts):
    for name in ("third", "first", "second"):
        load(store, parts, name)
        assert agree(store)


def test_a_date_in_the_past_and_one_in_the_middle_of_a_day_are_answered_as_from_the_start(store, parts):
    for name in PARTS:
        load(store, parts, name)
    assert agree(store, day(200))
    assert agree(store, MIDDAY)
    assert agree(store, LAST + timedelta(hours=13))


def test_an_undone_load_is_forgotten_and_the_same_name_with_other_events_is_counted_anew(store, parts):
    load(store, parts, "first")
    load(store, parts, "second")
    before = lists(store, LAST, kept=True)
    load(store, parts, "third")
    assert lists(store, LAST, kept=True) != before
    store.undo("third")
    assert lists(store, LAST, kept=True) == before
    (parts / "third.parquet").unlink()
    pq.write_table(table_of([event(280, "topic", "bo", None, "p1")]), parts / "third.parquet")
    load(store, parts, "third")
    assert agree(store)


def test_a_late_event_changes_an_old_month_and_only_its_own_file_is_counted(store, parts):
    for name in PARTS:
        load(store, parts, name)
    assert agree(store)
    kept = {path: path.stat().st_mtime_ns for path in store.partials_folder("orchard").rglob("*.parquet")}
    pq.write_table(table_of([event(20, "like", "bo", "m01", "p1")]), parts / "late.parquet")
    load(store, parts, "late")
    assert agree(store)
    now = {path: path.stat().st_mtime_ns for path in store.partials_folder("orchard").rglob("*.parquet")}
    assert kept.items() <= now.items()
    assert len(now) == len(kept) + 3


def test_counting_that_was_cut_off_is_taken_up_where_it_stopped(store, parts):
    for name in PARTS:
        load(store, parts, name)
    files = store.data_files("orchard")
    seen = []

    def until_the_third(path, connection):
        seen.append(path)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return read_stored(path, connection)

    folder = store.partials_folder("orchard")
    with (
        pytest.raises(KeyboardInterrupt),
        counted_from({file.key: file.path for file in files}, folder, LIKES, connect(), until_the_third),
    ):
        pass
    (place,) = (path for path in folder.iterdir() if path.is_dir())
    (place / ".half-written").write_bytes(b"PAR1")
    assert len(list(place.glob("*.days.parquet"))) == 2
    assert agree(store)
    assert not (place / ".half-written").exists()


def test_partials_may_be_thrown_away_and_other_weights_count_apart(store, parts):
    load(store, parts, "first")
    assert agree(store)
    for path in store.partials_folder("orchard").rglob("*.parquet"):
        path.unlink()
    assert agree(store)
