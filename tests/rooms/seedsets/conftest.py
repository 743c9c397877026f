"""A small community through the real engine: two circles of readers around two voices, and a list of candidates."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kolony.ground.facts import actions as facts
from kolony.ground.facts import at_once
from kolony.ground.facts.models import Run, Source
from kolony.ground.frame.models import JobProgress
from kolony.ground.guard.house import HOUSE
from kolony.stages.discover import rules as discover_rules
from kolony.stages.discover.models import Candidate
from kolony.stages.discover.seedsets import actions, tasks
from kolony.stages.discover.seedsets.models import SeedSet
from tests.rooms.cast import Cast, cast_of_four

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
START = datetime(2026, 8, 1, 8, tzinfo=UTC)
VOICES = {"ann": 20, "ben": 14, "cas": 6, "dov": 3}
KINDS = {"ann": "kol", "ben": "kol", "cas": "koc", "dov": "koc"}
TASKS = {"seedsets.choose": tasks.choose, "seedsets.past": tasks.past, "seedsets.count": tasks.count}


@pytest.fixture
def cast(db) -> Cast:
    return cast_of_four()


def reader(voice: str, number: int) -> str:
    return f"{voice}-r{number:02}"


def rows() -> list[dict[str, Any]]:
    """Every voice opens a topic each week; its readers answer or like most of them; the readers of ann and cas overlap
    (the six of cas are readers of ann's); a few buy."""
    told: list[dict[str, Any]] = []

    def tell(at: datetime, actor: str, verb: str, target: str = "", topic: str = "", thing: str = "", tags: str = ""):
        told.append(
            {
                "ts": at.isoformat(), "actor_id": actor, "verb": verb, "object_id": thing or f"{topic}-{len(told)}",
                "target_user_id": target, "topic_id": topic, "tags": tags,
            }
        )  # fmt: skip

    for week in range(14):
        for place, (voice, readers) in enumerate(VOICES.items()):
            topic, day = f"t-{voice}-{week}", START + timedelta(days=7 * week + place)
            tell(day, voice, "topic", topic=topic, thing=topic, tags="maps" if voice in ("ann", "cas") else "tea")
            for number in (one for one in range(readers) if (one + week) % 3):
                who, verb = reader("ann" if voice == "cas" else voice, number), "reply" if number % 2 else "like"
                tell(day + timedelta(hours=number), who, verb, voice, topic)
    for number in range(4):
        tell(START + timedelta(days=60 + number), reader("ben", number), "buy", thing=f"book-{number}")
    return told


@pytest.fixture
def source(cast, settings, tmp_path: Path) -> Source:
    """The community, loaded as any other."""
    settings.KOLONY_EVENT_STORE = tmp_path / "events"
    settings.KOLONY_UPLOADS = tmp_path / "uploads"
    file = tmp_path / "circles.csv"
    told = rows()
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(told[0]))
        writer.writeheader()
        writer.writerows(told)
    made = facts.ensure_source(
        actor=HOUSE, name="Circles", platform="circles", recognition="discourse", simulated=True, now=NOW
    )
    at_once.load_now(actor=HOUSE, files=[file], source=made, now=NOW)
    return made


@pytest.fixture
def listed(source: Source, cast: Cast) -> Run:
    """A finished run of discovery with the four voices on the list."""
    run = Run.objects.create(
        kind=discover_rules.RANK_RUN, source=source, state="done", engine_version="0.1.0", started_by=cast.lin,
        parameters={"as_of": NOW.isoformat()}, created_at=NOW, started_at=NOW, finished_at=NOW, result={},
    )  # fmt: skip
    Candidate.objects.bulk_create(
        Candidate(
            run=run, goal=goal, which=which, rank=rank, actor_id=voice, score=90 - rank, score_low=80 - rank,
            score_high=95 - rank, kind=KINDS[voice], points=[1.0],
        )
        for goal in discover_rules.GOALS
        for which in discover_rules.LISTS
        for rank, voice in enumerate(("dov", "ann", "cas", "ben"), start=1)
    )  # fmt: skip
    return run


EVERYBODY = ({"segment": "", "name": "", "conditions": [], "weight": 1.0},)


def question(**changes: Any) -> actions.Question:
    """Thirty thousand for the whole community, at ten a head above a hundred."""
    told = {
        "name": "Autumn", "purpose": "activate", "audience": EVERYBODY, "unit": "money", "budget": 40_000,
        "currency": "CNY", "base": 10_000, "each": 1_000, "at_most": None, "one_topic": None,
        "pool": "listed", "days": None, "model": "arc",
    }  # fmt: skip
    return actions.Question(**told | changes)


def do_waiting_jobs() -> int:
    """What the worker would do."""
    waiting = list(JobProgress.objects.filter(state="waiting", task_name__in=TASKS).order_by("created_at"))
    for job in waiting:
        TASKS[job.task_name](job_id=str(job.pk), **job.params)
    return len(waiting)


@pytest.fixture
def chosen(source: Source, listed: Run, cast: Cast) -> SeedSet:
    """Lin has asked, the worker has answered."""
    made = actions.plan(actor=cast.lin, source=source, question=question(), must_in=[], must_out=[], now=NOW)
    assert do_waiting_jobs() == 1
    made.refresh_from_db()
    return made
