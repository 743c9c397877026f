"""Writing many rows by COPY gives what writing them one by one would give."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from kolony.ground.frame import bulk
from kolony.ground.frame.models import JobProgress

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def rows(count):
    odd = 'tab\t, quote " and \\ 护肤'
    return [
        JobProgress(task_name="t", title=f"{odd} {number}", params={"n": number, "名": None}, created_at=NOON)
        for number in range(count)
    ]


def test_rows_arrive_as_they_are():
    given = rows(1000)
    assert bulk.write(given) == 1000
    kept = {job.pk: job for job in JobProgress.objects.all()}
    assert len(kept) == 1000
    for row in given:
        job = kept[row.pk]
        assert (job.title, job.params, job.created_at, job.result) == (row.title, row.params, NOON, None)


def test_nothing_is_nothing():
    assert bulk.write(iter([])) == 0


def test_rows_already_there_are_refused_or_left_as_they_are():
    first, second = rows(2)
    bulk.write([first])
    first.title = "changed"
    assert bulk.write([first, second], ignore_conflicts=True) == 2
    assert JobProgress.objects.get(pk=first.pk).title != "changed"
    assert JobProgress.objects.count() == 2
    with pytest.raises(IntegrityError):
        bulk.write([first])


def test_plain_values_arrive_as_rows_do():
    given = rows(3)
    columns = [field.attname for field in JobProgress._meta.local_concrete_fields]
    plain = [{name: getattr(row, name) for name in columns if name != "task_name"} for row in given]
    assert bulk.write_plain(JobProgress, plain, same={"task_name": "t"}) == 3
    kept = {job.pk: job for job in JobProgress.objects.all()}
    for row in given:
        assert {name: getattr(kept[row.pk], name) for name in columns} == {n: getattr(row, n) for n in columns}
    assert bulk.write_plain(JobProgress, plain, same={"task_name": "t"}, ignore_conflicts=True) == 3
    assert bulk.write_plain(JobProgress, [], same={}) == 0
    assert JobProgress.objects.count() == 3


def test_plain_values_must_say_every_column():
    with pytest.raises(KeyError):
        bulk.write_plain(JobProgress, [{"title": "half"}], same={})
