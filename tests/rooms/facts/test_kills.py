"""`kill -9` in the middle of a load or an undo leaves all or nothing: in the store and in PostgreSQL alike.

A real process is killed by SIGKILL, at every named crash point and at moments spread over its whole life. Afterwards
`settle`, which the worker runs every minute, has to bring both halves together.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest
from django.conf import settings as django_settings
from django.db import connection

from kolony.ground.facts import actions, carry, crashpoints, rules
from kolony.ground.facts.at_once import load_now
from kolony.ground.facts.models import Load, Member, RefusedRow, Words
from kolony.ground.facts.store import open_store
from tests.rooms.facts import communities
from tests.rooms.facts.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 3000
ROOT = Path(__file__).resolve().parents[3]
LOAD_POINTS = [name for name in crashpoints.NAMES if name.startswith("load.")]
UNDO_POINTS = [name for name in crashpoints.NAMES if name.startswith("undo.")]
MOMENTS = [share / 12 for share in range(12)]


@pytest.fixture(scope="module")
def nursery(django_db_setup, django_db_blocker):
    """The process that forks the victims."""
    with django_db_blocker.unblock():
        database = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.rooms.facts.victim", database]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def run_victim(nursery):
    """Start a victim, perhaps kill it some time after it began; its exit code."""

    def run(verb: str, load: Load, *, crash_at: str = "", kill_after: float | None = None) -> int:
        store = str(django_settings.KOLONY_EVENT_STORE)
        nursery.stdin.write("\t".join((verb, str(load.pk), store, crash_at)) + "\n")
        victim = int(nursery.stdout.readline())
        if kill_after is None:
            return int(nursery.stdout.readline())
        timer = Timer(kill_after, _kill, (victim,))
        timer.start()
        ended = int(nursery.stdout.readline())
        timer.cancel()
        return ended

    return run


def _kill(victim: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)


def halves(load: Load) -> tuple[str, int, int]:
    """Where the load stands, its events in the store, its words in PostgreSQL."""
    load.refresh_from_db()
    published = {report.load_id: report.accepted for report in open_store().loads()}
    return load.state, published.get(str(load.pk), 0), Words.objects.filter(load=load).count()


def nothing_left(load: Load) -> bool:
    rows = sum(model.objects.filter(load=load).count() for model in (Words, Member, RefusedRow))
    folder = django_settings.KOLONY_EVENT_STORE
    remains = [path for path in folder.glob("events/load=*") if str(load.pk) in path.name]
    return rows == 0 and not remains


@pytest.fixture
def ready_load(home, lin, source, tmp_path) -> Load:
    """A load in state `loading`, as a worker would take it up."""
    return _loading(lin, source, communities.many_rows_csv(tmp_path / "many.csv", ROWS))


def _loading(lin, source, file) -> Load:
    kept = carry.keeping.hash_in_place([file], file.parent)
    load = actions.register_load(
        actor=lin, source=source, name=file.name, files=kept, folder=file.parent, ours=False, look=False, now=NOW
    )
    carry.look(load.pk, now=NOW)
    load.refresh_from_db()
    actions.map_columns(actor=lin, load=load, mapping=load.mapping, look=False, now=NOW)
    return actions.start_load(actor=lin, load=load, enqueue=False, now=NOW)


@pytest.mark.parametrize("point", LOAD_POINTS)
def test_killed_while_loading_it_is_all_or_nothing(run_victim, point, ready_load):
    assert run_victim("load", ready_load, crash_at=point) == -9
    carry.settle(now=NOW)
    state, in_store, in_words = halves(ready_load)
    if point == "load.committed":
        assert (state, in_store, in_words) == (rules.LOADED, ROWS, ROWS)
    else:
        assert (state, in_store, in_words) == (rules.FAILED, 0, 0)
        assert ready_load.error_code == "E-FACT-211"
        assert nothing_left(ready_load)


@pytest.mark.parametrize("point", UNDO_POINTS)
def test_killed_while_undoing_the_undo_is_finished(run_victim, point, home, lin, source, tmp_path):
    load = load_now(actor=lin, files=[communities.many_rows_csv(tmp_path / "many.csv", ROWS)], source=source, now=NOW)
    actions.request_undo(actor=lin, load=load, reason="test", enqueue=False, now=NOW)
    assert run_victim("undo", load, crash_at=point) == -9
    carry.settle(now=NOW)
    assert halves(load) == (rules.UNDONE, 0, 0)
    assert nothing_left(load)


@pytest.mark.parametrize("share", MOMENTS)
def test_killed_at_any_moment_it_is_all_or_nothing(run_victim, share, ready_load):
    run_victim("load", ready_load, kill_after=share * 0.8)
    carry.settle(now=NOW)
    state, in_store, in_words = halves(ready_load)
    assert (state, in_store, in_words) in {(rules.LOADED, ROWS, ROWS), (rules.FAILED, 0, 0)}
    if state == rules.FAILED:
        assert nothing_left(ready_load)
        actions.start_load(actor=ready_load.created_by, load=ready_load, enqueue=False, now=NOW)
        carry.load(ready_load.pk, steps=carry.Silent(), now=NOW)
    assert halves(ready_load) == (rules.LOADED, ROWS, ROWS)


def test_a_worker_that_takes_a_killed_load_up_again_loads_it_once(run_victim, ready_load):
    assert run_victim("load", ready_load, crash_at="load.published") == -9
    assert halves(ready_load)[0] == rules.LOADING
    carry.load(ready_load.pk, steps=carry.Silent(), now=NOW)
    assert halves(ready_load) == (rules.LOADED, ROWS, ROWS)


def test_what_is_at_work_is_not_settled(ready_load):
    with carry.held():
        assert carry.settle(now=NOW) == []
    assert halves(ready_load)[0] == rules.LOADING
