"""A form sent twice, by an impatient finger or a slow line, does its work once."""

import pytest
from django.test import Client

from kolony.ground.facts.models import LoadFile, Run
from kolony.ground.frame.models import JobProgress
from kolony.ground.guard.models import AuditEntry
from kolony.ground.people.models import Person
from kolony.stages.discover import actions
from kolony.stages.discover.models import Decision, PatrolStop
from tests.rooms.discover.conftest import NOW


def send_twice(browser: Client, address: str, form: dict) -> tuple[int, int]:
    return tuple(browser.post(address, form).status_code for _ in range(2))


@pytest.mark.parametrize("verb", ["nominate", "dismiss"])
def test_a_verdict(lin, run, verb):
    form = {"ids": ["m02", "m03"], "run": str(run.pk), "verb": verb, "reason": "tone"}
    assert send_twice(lin, "/desk/discover/decide", form) == (302, 302)
    assert Decision.objects.count() == 2
    assert Person.objects.count() == (2 if verb == "nominate" else 0)
    assert AuditEntry.objects.filter(kind__startswith="discover.").count() == 2


def test_taking_a_verdict_back(lin, cast, run):
    lin.post("/desk/discover/decide", {"ids": ["m02"], "run": str(run.pk), "verb": "dismiss", "reason": "tone"})
    assert send_twice(lin, "/desk/discover/undo/m02", {"run": str(run.pk)}) == (302, 302)
    assert AuditEntry.objects.filter(kind="discover.undone").count() == 1


def test_a_run(lin, run):
    form = {"source": "qinghe", "horizon_days": 365, "recognition": "", "note": "spring"}
    assert send_twice(lin, "/desk/discover/runs/new", form) == (302, 302)
    asked = Run.objects.get(state="waiting")
    assert JobProgress.objects.get().pk == asked.job


def test_another_question_or_other_data_is_another_run(cast, run, source, load):
    def ask(**parameters) -> Run:
        return actions.start_discovery(actor=cast.lin, source=source, now=NOW, **parameters)

    first = ask()
    assert ask() == first
    assert ask(horizon_days=90) != first
    LoadFile.objects.create(load=load, name="f.csv", path="f.csv", size=9, sha256="b" * 64)
    assert ask() != first


def test_a_question_to_the_past(lin, run):
    form = {"source": "qinghe", "horizon_days": 90, "cutoffs": 3}
    assert send_twice(lin, "/desk/discover/trust/new", form) == (302, 302)
    assert Run.objects.filter(kind="discover.backtest").count() == 1


def test_a_stop_of_the_patrol_and_its_undo(lin, run):
    lin.get("/desk/discover/patrol")
    for stop in PatrolStop.objects.order_by("position")[:2]:
        assert send_twice(lin, f"/desk/discover/patrol/{stop.pk}", {"verb": "later"}) == (302, 302)
    assert AuditEntry.objects.filter(kind="discover.patrol_moved").count() == 2
    last = PatrolStop.objects.filter(state="later").order_by("-position").first()
    assert send_twice(lin, "/desk/discover/patrol/undo", {"source": "qinghe", "stop": last.pk}) == (302, 302)
    assert PatrolStop.objects.filter(state="later").count() == 1
