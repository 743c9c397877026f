"""From the question to the answer, through the real engine, on circles small enough to know the truth."""

import pytest

from kolony.stages.discover.seedsets import actions, queries
from kolony.stages.discover.seedsets.models import SeedMember, Step

from .conftest import NOW, do_waiting_jobs, question

pytestmark = pytest.mark.django_db


def named(seed_set, numbers):
    rows = queries.members_of(seed_set)
    return [rows[number].actor_id for number in numbers]


def test_the_answer_says_whom_and_what_it_rests_on(chosen):
    assert chosen.run.state == "done"
    step = Step.objects.get(seed_set=chosen, budget=40_000)
    seats = named(chosen, [seat["member"] for seat in step.seats])
    print(seats, step.figures, chosen.run.result)
    assert seats == ["ann"]
