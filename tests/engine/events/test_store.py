"""The store takes a load whole or not at all, and gives it back exactly."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from kolony_engine.events import EngineError, EventStore, collect, open_events

STEPS = (
    "stage: spool", "stage: cut", "stage: drop the spool", "stage: report", "stage: sync",
    "publish: rename", "publish: sync", "publish: done",
)  # fmt: skip
VISIBLE = ("publish: sync", "publish: done")
UNDO_STEPS = ("undo: rename", "undo: sync", "undo: delete", "undo: done")
KILLED = """
import os, signal, sys
from kolony_engine.events import EventStore, open_events
def steps(name):
    print(name, flush=True)
    if name == sys.argv[4]:
        os.kill(os.getpid(), signal.SIGKILL)
store = EventStore(sys.argv[1], steps)
if sys.argv[2] == "undo":
    store.undo(sys.argv[3])
else:
    store.load(open_events(sys.argv[2]), sys.argv[3], "forum")
"""


def csv_of(path, rows, own_ids=False):
    head = "event_id,ts,verb,actor_id" if own_ids else "ts,verb,actor_id"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return open_events(path)


def january(path, rows=3):
    return csv_of(path, [f"2024-01-{day:02} 10:00,like,u{day}" for day in range(1, rows + 1)])


def everything(store):
    """All there is, as somebody else's DuckDB sees it, and what the store itself says."""
    pattern = str(store.events_folder / "**" / "*.parquet")
    files = sorted(str(path.relative_to(store.root)) for path in store.events_folder.rglob("*") if path.is_file())
    rows = []
    if any(name.endswith(".parquet") for name in files):
        columns = "load, source, month, event_id, actor_id, verb"
        everybodys = duckdb.connect().read_parquet(pattern, hive_partitioning=True)
        rows = everybodys.project(columns).order(columns).fetchall()
    return files, rows, [report.as_json() for report in store.loads()]


def code_of(call, *args):
    with pytest.raises(EngineError) as refusal:
        call(*args)
    return refusal.value.code


def test_a_load_is_told_in_figures_and_readable_by_anybody(tmp_path):
    store = EventStore(tmp_path / "store")
    source = csv_of(tmp_path / "a.csv", ["2024-01-31 23:00,like,u1", "2024-02-01,回复,u2", "never,like,u3"])
    report = store.load(source, "one", "forum")
    assert (report.rows, report.accepted, report.refused, report.duplicates) == (3, 2, 1, 0)
    assert report.verbs == {"like": 1, "reply": 1}
    assert report.refused_by_code == {"E-READ-212": 1}
    assert (str(report.first_ts), str(report.last_ts)) == ("2024-01-31 23:00:00+00:00", "2024-02-01 00:00:00+00:00")
    assert store.loads() == (report,)
    _, rows, _ = everything(store)
    assert [row[:3] + row[4:] for row in rows] == [
        ("one", "forum", "2024-01", "u1", "like"),
        ("one", "forum", "2024-02", "u2", "reply"),
    ]
    assert collect(store.events().order_by("ts"))["source"].to_pylist() == ["forum", "forum"]
    assert [(file.source, file.month) for file in store.data_files()] == [("forum", "2024-01"), ("forum", "2024-02")]


def test_an_empty_store_is_an_empty_table(tmp_path):
    store = EventStore(tmp_path)
    assert collect(store.events()).num_rows == 0
    assert collect(store.events()).column_names[-1] == "source"
    assert store.loads() == ()


def test_a_dry_run_says_the_same_and_leaves_nothing(tmp_path):
    store = EventStore(tmp_path / "store")
    store.load(january(tmp_path / "a.csv"), "one", "forum")
    before = everything(store)
    dry = store.load(january(tmp_path / "b.csv", 5), "two", "forum", dry_run=True)
    assert everything(store) == before
    real = store.load(january(tmp_path / "b.csv", 5), "two", "forum")
    assert {**dry.as_json(), "dry_run": False} == real.as_json()


def test_a_known_file_is_refused_for_its_source_only(tmp_path):
    store = EventStore(tmp_path / "store")
    store.load(january(tmp_path / "a.csv"), "one", "forum")
    assert code_of(store.load, january(tmp_path / "again.csv"), "two", "forum") == "E-STORE-201"
    assert store.load(january(tmp_path / "a.csv"), "three", "shop").accepted == 3


def test_known_events_are_skipped_and_counted(tmp_path):
    store = EventStore(tmp_path / "store")
    store.load(csv_of(tmp_path / "a.csv", ["1,2024-01-01,like,u1", "2,2024-01-02,like,u2"], True), "one", "forum")
    again = ["2,2024-03-02,view,u9", "3,2024-01-03,like,u3", "3,2024-01-03,like,u3", "4,never,like,u4"]
    report = store.load(csv_of(tmp_path / "b.csv", again, True), "two", "forum")
    assert (report.rows, report.accepted, report.duplicates, report.refused) == (4, 1, 2, 1)
    assert report.leans_on == {"one": 1}
    assert report.verbs == {"like": 1}
    assert sorted(collect(store.events())["event_id"].to_pylist()) == ["1", "2", "3"]


def test_rows_without_an_id_of_their_own_are_never_taken_for_known(tmp_path):
    store = EventStore(tmp_path / "store")
    same = ["2024-01-01,upvote,", "2024-01-01,upvote,"]
    assert store.load(csv_of(tmp_path / "a.csv", same), "one", "forum").accepted == 2
    assert store.load(csv_of(tmp_path / "b.csv", [*same, "2024-01-02,upvote,"]), "two", "forum").accepted == 3


def test_undo_is_exact(tmp_path):
    store = EventStore(tmp_path / "store")
    store.load(january(tmp_path / "a.csv"), "one", "forum")
    before = everything(store)
    report = store.load(january(tmp_path / "b.csv", 20), "two", "forum")
    assert store.undo("two") == report
    assert everything(store) == before
    assert store.load(january(tmp_path / "b.csv", 20), "two", "forum").accepted == 20


def test_what_later_loads_lean_on_is_undone_after_them(tmp_path):
    store = EventStore(tmp_path / "store")
    store.load(csv_of(tmp_path / "a.csv", ["1,2024-01-01,like,u1"], True), "one", "forum")
    store.load(csv_of(tmp_path / "b.csv", ["1,2024-01-01,like,u1", "2,2024-01-01,like,u1"], True), "two", "forum")
    assert code_of(store.undo, "one") == "E-STORE-203"
    store.undo("two")
    store.undo("one")
    assert everything(store) == ([], [], [])
    assert code_of(store.undo, "one") == "E-STORE-206"


def test_a_load_of_nothing_acceptable_is_refused_and_may_be_tried_again(tmp_path):
    store = EventStore(tmp_path / "store")
    assert code_of(store.load, csv_of(tmp_path / "a.csv", ["never,like,u1"]), "one", "forum") == "E-STORE-204"
    assert everything(store) == ([], [], [])
    source = open_events(tmp_path / "a.csv", mapping={"=2024-01-05": "ts", "verb": "verb"})
    assert store.load(source, "one", "forum").accepted == 1


@pytest.mark.parametrize(
    ("load_id", "name"), [("../x", "a"), ("", "a"), ("a b", "a"), ("a", ""), ("a", "x/y"), ("a", "..")]
)
def test_names_that_would_leave_the_folder_are_refused(tmp_path, load_id, name):
    store = EventStore(tmp_path / "store")
    assert code_of(store.load, january(tmp_path / "a.csv"), load_id, name) == "E-STORE-202"


def test_a_source_may_be_called_anything_else(tmp_path):
    store = EventStore(tmp_path / "store")
    name = "社区 %20=1 é"
    store.load(january(tmp_path / "a.csv"), "one", name)
    assert collect(store.events(name))["source"].to_pylist() == [name] * 3
    assert {file.source for file in store.data_files()} == {name}


def test_a_load_that_is_stopped_midway_leaves_nothing(tmp_path):
    store = EventStore(tmp_path / "store")

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.load(january(tmp_path / "a.csv"), "one", "forum", progress=stop)
    assert everything(store) == ([], [], [])
    assert list(store.staging_folder.iterdir()) == []
    assert store.load(january(tmp_path / "a.csv"), "one", "forum").accepted == 3


def test_the_keeper_gets_every_batch_before_anything_is_published(tmp_path):
    store = EventStore(tmp_path / "store")
    kept = []
    source = csv_of(tmp_path / "a.csv", ["2024-01-01,like,u1", "never,like,u2"])
    store.load(source, "one", "forum", keep=lambda batch: kept.append((batch.refused, store.loads())))
    assert [[row.line for row in refused] for refused, _ in kept] == [[3]]
    assert [loads for _, loads in kept] == [()]


def test_two_steps_are_one_load(tmp_path):
    store = EventStore(tmp_path / "store")
    staged = store.stage(january(tmp_path / "a.csv"), "one", "forum")
    assert everything(store)[0] == []
    staged.discard()
    assert everything(store)[0] == []
    staged = store.stage(january(tmp_path / "a.csv"), "one", "forum")
    assert staged.publish() == store.loads()[0]


def killed(store, what, load_id, step):
    done = subprocess.run([sys.executable, "-c", KILLED, str(store.root), str(what), load_id, step], check=False)
    return done.returncode


@pytest.mark.parametrize("step", STEPS)
def test_a_load_killed_at_any_step_is_there_whole_or_not_at_all(tmp_path, step):
    store = EventStore(tmp_path / "store")
    store.load(january(tmp_path / "a.csv"), "one", "forum")
    before = everything(store)
    january(tmp_path / "b.csv", 20)
    assert killed(store, tmp_path / "b.csv", "two", step) == -signal.SIGKILL
    if step in VISIBLE:
        assert [report.accepted for report in store.loads()] == [3, 20]
        store.undo("two")
    assert everything(store) == before
    assert store.load(open_events(tmp_path / "b.csv"), "two", "forum").accepted == 20
    assert sorted(path.name for path in store.root.iterdir()) == [".lock", "events", "staging"]


@pytest.mark.parametrize("step", UNDO_STEPS)
def test_an_undo_killed_at_any_step_is_done_or_not_begun(tmp_path, step):
    store = EventStore(tmp_path / "store")
    store.load(january(tmp_path / "a.csv"), "one", "forum")
    before = everything(store)
    store.load(january(tmp_path / "b.csv", 20), "two", "forum")
    assert killed(store, "undo", "two", step) == -signal.SIGKILL
    if step == "undo: rename":
        assert [report.load_id for report in store.loads()] == ["one", "two"]
        store.undo("two")
    assert everything(store) == before


def test_loads_killed_at_random_moments_are_there_whole_or_not_at_all(tmp_path):
    store = EventStore(tmp_path / "store")
    january(tmp_path / "b.csv", 28)
    random_ = random.Random(7)
    for attempt in range(8):
        process = _started(store.root, tmp_path / "b.csv", f"load{attempt}")
        process.stdout.readline()
        _kill_after(process, random_.uniform(0, 0.2))
        accepted = [report.accepted for report in store.loads()]
        assert accepted in ([], [28])
        assert len(everything(store)[1]) == sum(accepted)
        for report in store.loads():
            store.undo(report.load_id)


def _started(root: Path, path: Path, load_id: str) -> subprocess.Popen:
    command = [sys.executable, "-c", KILLED, str(root), str(path), load_id, "never"]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _kill_after(process: subprocess.Popen, seconds: float) -> None:
    """Let it run for a while, then end it without a word."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    process.stdout.close()
