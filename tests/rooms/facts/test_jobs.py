"""The jobs of this room: cancelled loads keep nothing, forgotten uploads go, figures are told from beside the work."""

import os
from datetime import timedelta

import pytest

from kolony.ground.facts import actions, carry, rules, taking, tasks
from kolony.ground.facts.models import Load, Words
from kolony.ground.facts.reporting import Told
from kolony.ground.facts.store import open_store
from kolony.ground.frame import jobs
from kolony.ground.frame.models import JobProgress
from tests.rooms.facts import communities
from tests.rooms.facts.conftest import NOW


class CancelledOnTheWay(carry.Silent):
    """Somebody presses Cancel after the first batch."""

    def advance(self, done: float, total: float) -> None:
        raise jobs.Cancelled(id="x")


@pytest.fixture
def mapped(home, lin, source, tmp_path) -> Load:
    file = communities.many_rows_csv(tmp_path / "many.csv", 300)
    kept = carry.keeping.hash_in_place([file], file.parent)
    load = actions.register_load(
        actor=lin, source=source, name=file.name, files=kept, folder=file.parent, ours=False, look=False, now=NOW
    )
    carry.look(load.pk, now=NOW)
    load.refresh_from_db()
    return actions.map_columns(actor=lin, load=load, mapping=load.mapping, look=False, now=NOW)


@pytest.mark.django_db
def test_a_cancelled_load_keeps_nothing_and_may_be_started_again(mapped, lin):
    actions.start_load(actor=lin, load=mapped, enqueue=False, now=NOW)
    with pytest.raises(jobs.Cancelled):
        carry.load(mapped.pk, steps=CancelledOnTheWay(), now=NOW)
    mapped.refresh_from_db()
    assert mapped.state == rules.MAPPED
    assert open_store().loads() == () and not Words.objects.exists()
    actions.start_load(actor=lin, load=mapped, enqueue=False, now=NOW)
    assert carry.load(mapped.pk, steps=carry.Silent(), now=NOW).state == rules.LOADED


@pytest.mark.django_db(transaction=True)
def test_the_worker_loads_and_its_job_says_so(mapped, lin):
    actions.start_load(actor=lin, load=mapped, now=NOW)
    job = JobProgress.objects.get(pk=mapped.job)
    tasks.load(job_id=str(job.pk), **job.params)
    job.refresh_from_db()
    mapped.refresh_from_db()
    assert (job.state, job.percent, job.result["state"], mapped.state) == ("done", 100, "loaded", "loaded")


@pytest.mark.django_db(transaction=True)
def test_a_job_cancelled_beside_an_open_transaction_stops_the_work(lin):
    job = JobProgress.objects.create(task_name="facts.load", title="x", started_by=lin.pk, created_at=NOW)
    reached_the_end = False
    with jobs.running(job.pk) as running, Told(running) as steps:
        JobProgress.objects.filter(pk=job.pk).update(cancel_asked=True)
        steps.ended.wait(timeout=20)
        steps.advance(1, 2)
        reached_the_end = True
    job.refresh_from_db()
    assert (job.state, reached_the_end) == ("cancelled", False)


@pytest.mark.django_db
def test_uploads_nobody_needs_are_removed_after_a_day(home, lin, source, settings):
    old, new, needed = (settings.KOLONY_UPLOADS / name for name in ("old", "new", "needed"))
    for folder in (old, new, needed):
        communities.club_csv(_made(folder) / "club.csv")
    kept = carry.keeping.hash_in_place([needed / "club.csv"], needed)
    actions.register_load(actor=lin, source=source, name="club.csv", files=kept, folder=needed, look=False, now=NOW)
    for folder, age in ((old, 30), (new, 2), (needed, 30)):
        moment = (NOW - timedelta(hours=age)).timestamp()
        os.utime(folder, (moment, moment))
    assert taking.tidy(now=NOW) == 1
    assert (old.exists(), new.exists(), needed.exists()) == (False, True, True)


def _made(folder):
    folder.mkdir(parents=True)
    return folder
