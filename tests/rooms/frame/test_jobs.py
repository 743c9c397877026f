"""A job from the queue to its end, as its starter and as the queue see it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_noop, override
from procrastinate.contrib.django.models import ProcrastinateJob

from kolony.ground.frame import jobs
from kolony.ground.frame.jobs import actions, rules
from kolony.ground.frame.jobs.errors import Cancelled, JobIsOver, NotYourJob
from kolony.ground.frame.models import JobProgress
from kolony.ground.kit.errors import Conflict, NotThere

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIN, MEI = uuid4(), uuid4()


class Hand:
    """A clock that is moved by hand; it gives the time of day and the ticks of a stop watch."""

    def __init__(self):
        self.passed = 0.0

    def now(self):
        return NOON + timedelta(seconds=self.passed)

    def ticks(self):
        return self.passed


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def job():
    return jobs.enqueue("facts.load", title="book-fair.csv", started_by=LIN, params={"load": 7}, now=NOON)


def running(job, hand):
    return jobs.running(job.pk, now=hand.now, ticks=hand.ticks)


def test_a_job_waits_in_the_queue_with_its_parameters(job):
    queued = ProcrastinateJob.objects.get(pk=job.queue_job_id)
    assert (queued.task_name, queued.args) == ("facts.load", {"job_id": str(job.pk), "load": 7})
    assert (job.state, job.percent) == ("waiting", 0)


def test_a_job_put_in_the_queue_by_a_verb_that_failed_never_was():
    with pytest.raises(Conflict), transaction.atomic():
        jobs.enqueue("facts.load", title="half", started_by=LIN, params={}, now=NOON)
        raise Conflict()
    assert not JobProgress.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_running_job_tells_its_step_its_percent_and_how_long_it_still_takes(job, hand):
    with running(job, hand) as inside:
        inside.step(2, 4, "measures")
        hand.passed = 60
        inside.advance(1, 2)
        seen = jobs.job_for(job.pk)
    assert (seen.state, seen.step, seen.step_number, seen.step_count) == ("running", "measures", 2, 4)
    assert (seen.percent, seen.eta_seconds) == (37, 100)


def test_a_job_speaks_the_language_of_whoever_looks_and_not_of_its_worker(hand):
    title = gettext_noop("How far to trust the list: %(name)s")
    with override("en"):
        job = jobs.enqueue("discover.backtest", title=title, about="50% 书会", started_by=LIN, params={}, now=NOON)
    with override("zh-hans"), running(job, hand) as inside:
        inside.step(1, 1, gettext_noop("asking the past"))
        assert jobs.job_for(job.pk).title_words == "这份名单能信几分：50% 书会"
    with override("en"):
        seen = jobs.job_for(job.pk)
        assert (seen.title_words, seen.step_words) == ("How far to trust the list: 50% 书会", "asking the past")


def test_advancing_often_writes_seldom(job, hand, django_assert_num_queries):
    with running(job, hand) as inside:
        hand.passed = 0.4
        with django_assert_num_queries(0):
            for row in range(10_000):
                inside.advance(row, 10_000)


def test_a_job_that_ends_keeps_its_result(job, hand):
    with running(job, hand) as inside:
        hand.passed = 5
        inside.result = {"accepted": 1200}
    seen = jobs.job_for(job.pk)
    assert (seen.state, seen.percent, seen.result) == ("done", 100, {"accepted": 1200})
    assert seen.finished_at == NOON + timedelta(seconds=5)


def test_an_error_of_the_house_keeps_its_code_and_values(job, hand):
    with pytest.raises(NotThere), running(job, hand):
        raise NotThere(what="source", id=LIN)
    seen = jobs.job_for(job.pk)
    assert (seen.state, seen.error_code) == ("failed", "E-KOL-404")
    assert seen.error_values == {"what": "source", "id": str(LIN)}


def test_an_error_nobody_expected_keeps_its_kind_only(job, hand):
    with pytest.raises(ZeroDivisionError), running(job, hand):
        raise ZeroDivisionError("secret")
    seen = jobs.job_for(job.pk)
    assert (seen.error_code, seen.error_values) == ("E-JOB-500", {"kind": "ZeroDivisionError"})


def test_a_waiting_job_is_cancelled_at_once_and_leaves_the_queue(job):
    seen = jobs.cancel(actor=LIN, job_id=job.pk, now=NOON)
    assert seen.state == "cancelled"
    assert ProcrastinateJob.objects.get(pk=job.queue_job_id).status == "cancelled"


def test_a_running_job_is_cancelled_at_its_next_step(job, hand):
    with running(job, hand) as inside:
        take(job)
        assert jobs.cancel(actor=LIN, job_id=job.pk, now=NOON).state == "running"
        inside.step(1, 2, "never reached")
        raise AssertionError("the step must not begin")
    assert jobs.job_for(job.pk).state == "cancelled"


def test_a_job_that_is_told_to_stop_says_so_and_offers_no_second_cancel(job, hand, lin, desk_of):
    address, english = reverse("jobs:progress", args=[job.pk]), {"accept-language": "en"}
    with running(job, hand):
        take(job)
        jobs.cancel(actor=LIN, job_id=job.pk, now=NOON)
        page = desk_of(lin).get(address, headers=english).content.decode()
    assert "Cancelling; it stops at its next step." in page
    assert reverse("jobs:cancel", args=[job.pk]) not in page


def test_only_the_starter_may_cancel(job):
    with pytest.raises(NotYourJob):
        jobs.cancel(actor=MEI, job_id=job.pk, now=NOON)
    assert jobs.job_for(job.pk).cancel_asked is False


def test_a_page_that_waits_is_loaded_anew_when_the_job_is_over(job, hand, lin, desk_of):
    address = reverse("jobs:progress", args=[job.pk]) + "?then=reload"
    waiting = desk_of(lin).get(address)
    assert "then=reload" in waiting.content.decode()
    with running(job, hand):
        pass
    assert desk_of(lin).get(address)["HX-Refresh"] == "true"
    assert "HX-Refresh" not in desk_of(lin).get(reverse("jobs:progress", args=[job.pk]))


def test_what_is_over_can_be_neither_run_nor_cancelled(job, hand):
    with running(job, hand):
        pass
    with pytest.raises(JobIsOver), running(job, hand):
        raise AssertionError("must not run")
    with pytest.raises(JobIsOver):
        jobs.cancel(actor=LIN, job_id=job.pk, now=NOON)


def test_checking_raises_only_when_cancelled(job, hand):
    with running(job, hand) as inside:
        inside.check()
        take(job)
        jobs.cancel(actor=LIN, job_id=job.pk, now=NOON)
        with pytest.raises(Cancelled):
            inside.check()


def test_what_a_killed_worker_left_goes_back_into_the_queue_and_fails_after_the_third_death(job):
    for attempt in (1, 2, 3):
        take(job)
        actions.begin(job_id=job.pk, now=NOON)
        assert actions.take_up_stalled(now=NOON) == 1
        assert ProcrastinateJob.objects.get(pk=job.queue_job_id).status == "todo"
        assert jobs.job_for(job.pk).state == ("waiting" if attempt < rules.MOST_ATTEMPTS else "failed")
    assert jobs.job_for(job.pk).error_code == "E-JOB-503"


def test_a_job_whose_worker_lives_is_left_alone(job):
    take(job, worker_beat=NOON - timedelta(seconds=29))
    assert actions.take_up_stalled(now=NOON) == 0
    assert actions.take_up_stalled(now=NOON + timedelta(seconds=2)) == 1


def take(job, worker_beat=None):
    """Mark the job as taken by a worker, the way the queue does it; without a beat the worker is gone."""
    with connection.cursor() as cursor:
        worker = None
        if worker_beat:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [worker_beat])
            (worker,) = cursor.fetchone()
        taken = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s"
        cursor.execute(taken, [worker, job.queue_job_id])
