"""Lists made from what was counted before are the lists made from the start, whatever happened to the store between."""

import os
import signal
from datetime import timedelta
from multiprocessing import get_context

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kolony_engine.events import EventStore, Recognition, connect, open_events, stored_table
from kolony_engine.measures import counted_from
from kolony_engine.measures.counted.cells import day_number
from kolony_engine.measures.counted.reach import pairs_of, reach_of
from kolony_engine.measures.counted.weeks import weeks_of
from kolony_engine.measures.doors.arrow import fetch
from kolony_engine.ranking import rank_all
from tests.engine.community import day, drawn_community, event, table_of

LIKES = Recognition.parse("like=1,accepted=5")
LAST_DAY = 301
LAST, MIDDAY = day(LAST_DAY), day(200) + timedelta(hours=13)
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
    with opened(store, as_of, connection, stored_table) as counted:
        return {which: one.table for which, one in rank_all(events, as_of, LIKES, 90, counted=counted).items()}


def opened(store: EventStore, as_of, connection, read, **sizes):
    paths = {file.key: file.path for file in store.data_files("orchard")}
    return counted_from(paths, store.counted_folder("orchard"), LIKES, as_of, connection, read, **sizes)


def read_by(store: EventStore, as_of, stop=lambda times: None) -> list[set[str]]:
    """Bring the book to a moment; the loads that were opened for it, each time any were."""
    seen = []

    def read(paths, connection):
        seen.append({path.parent.parent.parent.name.removeprefix("load=") for path in paths})
        stop(len(seen))
        return stored_table(paths, connection)

    with opened(store, as_of, connect(), read):
        return seen


def test_a_history_that_memory_cannot_write_down_is_counted_whole(store, parts):
    for name in PARTS:
        load(store, parts, name)

    def too_much(paths, connection):
        raise duckdb.OutOfMemoryException("2.3 GiB/2.3 GiB used")

    with opened(store, LAST, connect(), too_much) as counted:
        assert counted is None
    assert agree(store)
    assert read_by(store, LAST) == []
    with opened(store, LAST, connect(memory_limit="4GB"), stored_table) as counted:
        assert counted is not None
    assert agree(store)


def test_a_few_people_at_a_time_write_the_same_book_as_all_at_once(store, parts):
    few = 1_000
    for name in ("second", "third"):
        load(store, parts, name)
    books = []
    for size in ({"at_once": few}, {}):
        for file in store.counted_folder("orchard").glob("*.duckdb"):
            file.unlink()
        with opened(store, LAST, connect(), stored_table, **size) as counted:
            books.append(told(counted))
    assert books[0] == books[1]
    load(store, parts, "first")
    with opened(store, LAST, connect(), stored_table, at_once=few) as counted:
        books.append(told(counted))
    assert agree(store)
    assert books[2] != books[1]


def told(counted) -> dict[str, list]:
    sums = {"reach": counted.reach(19_800.0), "weeks": counted.weeks(30.0)}
    tables = counted.grains | {"earned": counted.earned} | sums
    return {
        name: sorted(fetch(table.select(*sorted(table.columns))).to_pylist(), key=str) for name, table in tables.items()
    }


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


def test_a_late_event_changes_an_old_month_and_only_its_own_file_is_read(store, parts):
    for name in PARTS:
        load(store, parts, name)
    assert agree(store)
    pq.write_table(table_of([event(20, "like", "bo", "m1", "p1")]), parts / "late.parquet")
    load(store, parts, "late")
    assert read_by(store, LAST) == [{"late"}]
    assert agree(store)


def test_a_post_that_was_praised_before_it_was_told_who_wrote_it_still_ages(store, parts):
    for name in ("second", "third"):
        load(store, parts, name)
        assert agree(store)
    load(store, parts, "first")
    assert read_by(store, LAST) == [{"first"}, {"first", "second", "third"}]
    assert agree(store)


def test_day_by_day_what_has_happened_by_then_is_counted_and_nothing_twice(store, parts):
    for name in PARTS:
        load(store, parts, name)
    for morning in (181, 182.6, 240, LAST_DAY):
        assert agree(store, day(morning))
    assert read_by(store, LAST) == []


def test_a_window_that_grows_or_shrinks_sees_the_same_people_as_one_of_that_size_from_the_start(store, parts):
    for name in PARTS:
        load(store, parts, name)
    connection = connect()
    with opened(store, LAST, connection, stored_table) as counted:
        for opens in (19_900.0, 19_700.0, 19_960.5, 19_800.0):
            assert reach_told(counted.reach(opens)) == reach_anew(counted, opens) != []


def test_who_turned_to_whom_adds_up_the_same_morning_after_morning(store, parts):
    late = [
        event(20, "like", "m3", "m1", "p1"),
        event(40.2, "reply", "m1", "m3", "p2"),
        event(90, "like", "new", "m2", "p1"),
    ]
    load(store, parts, "second")
    load(store, parts, "third")
    for morning, opens in (
        (200, 19_800.0),
        (201, 19_801.0),
        (201.4, 19_801.4),
        (201.8, 19_801.8),
        (230, 19_790.0),
        (231, 10_000.0),
    ):
        with opened(store, day(morning), connect(), stored_table) as counted:
            assert reach_told(counted.reach(opens)) == reach_anew(counted, opens)
    for name, told_late in (("late", late), ("again", late[1:])):
        pq.write_table(table_of(told_late), parts / f"{name}.parquet")
        load(store, parts, name)
        with opened(store, LAST, connect(), stored_table) as counted:
            assert reach_told(counted.reach(19_840.0)) == reach_anew(counted, 19_840.0)
    load(store, parts, "first")
    assert agree(store)


def reach_anew(counted, opens):
    return reach_told(reach_of(pairs_of(counted.grains["touched"], opens)))


def reach_told(reach):
    return fetch(reach.order_by("actor_id")).to_pylist()


def test_weeks_that_are_over_add_up_to_what_they_were_seen_from_any_later_day(store, parts):
    for name in PARTS:
        load(store, parts, name)
    for morning, half_lives in ((200, [30.0]), (203.5, [30.0, 45.5]), (221, [45.5]), (LAST_DAY, [45.5, 30.0])):
        with opened(store, day(morning), connect(), stored_table) as counted:
            for half_life in half_lives:
                anew = weeks_of(counted.grains["cells"], day_number(day(morning)), half_life)
                found = fetch(counted.weeks(half_life).order_by("actor_id")).to_pylist()
                assert found == [pytest.approx(row) for row in fetch(anew.order_by("actor_id")).to_pylist()] != []


def test_a_run_that_is_killed_in_the_middle_leaves_the_book_as_it_was(store, parts):
    for name in ("second", "third"):
        load(store, parts, name)
    before = lists(store, LAST, kept=True)
    load(store, parts, "first")
    assert killed(read_by, store, LAST, kill_at_the_second) == -signal.SIGKILL
    store.undo("first")
    assert read_by(store, LAST) == []
    assert lists(store, LAST, kept=True) == before
    load(store, parts, "first")
    assert agree(store)


def kill_at_the_second(times: int) -> None:
    if times == 2:
        os.kill(os.getpid(), signal.SIGKILL)


def killed(what, *arguments) -> int | None:
    child = get_context("spawn").Process(target=what, args=arguments)
    child.start()
    child.join()
    return child.exitcode


def test_counting_that_failed_is_taken_back(store, parts):
    for name in ("second", "third"):
        load(store, parts, name)
    assert agree(store)
    load(store, parts, "first")
    with pytest.raises(KeyboardInterrupt):
        read_by(store, LAST, interrupt_at_the_second)
    assert read_by(store, LAST) == [{"first"}, {"first", "second", "third"}]
    assert agree(store)


def interrupt_at_the_second(times: int) -> None:
    if times == 2:
        raise KeyboardInterrupt


def test_a_file_that_was_put_in_the_place_of_another_is_counted_anew(store, parts):
    for name in PARTS:
        load(store, parts, name)
    assert agree(store)
    (*_, file) = store.data_files("orchard")
    pq.write_table(table_of([event(290, "reply", "bo", "m1", "p1", "t1")]), file.path)
    assert read_by(store, LAST) == [{"first", "second", "third"}]
    assert agree(store)


def test_the_book_may_be_thrown_away_or_damaged_and_other_weights_have_their_own(store, parts):
    load(store, parts, "first")
    assert agree(store)
    (book,) = store.counted_folder("orchard").glob("*.duckdb")
    book.write_bytes(b"not a database" * 1000)
    assert read_by(store, LAST) == [{"first"}]
    assert agree(store)
    book.unlink()
    assert agree(store)
    other = Recognition.parse("like=2")
    paths = {file.key: file.path for file in store.data_files("orchard")}
    with counted_from(paths, store.counted_folder("orchard"), other, LAST, connect(), stored_table):
        pass
    assert len(list(store.counted_folder("orchard").glob("*.duckdb"))) == 2


def test_without_files_or_for_a_moment_that_has_passed_there_is_no_book(store, parts):
    with opened(store, LAST, connect(), stored_table) as counted:
        assert counted is None
    load(store, parts, "first")
    assert agree(store)
    with opened(store, day(200), connect(), stored_table) as counted:
        assert counted is None
