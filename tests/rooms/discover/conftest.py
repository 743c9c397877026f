"""A small community with a finished run, made by hand: forty members, known places, known evidence."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from kolony.ground.facts.models import Load, LoadFile, Member, MemberMeasures, Run, Source, Words
from kolony.stages.discover import rules
from kolony.stages.discover.models import Candidate, EvidenceCard
from tests.rooms.cast import Cast, cast_of_four

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NAMES = {1: "南枝读书会", 2: "Moss Walk", 3: "一页一解", 4: "Night Ferry", 5: "=cmd|'/c calc'!A1"}
COMPONENTS = [["recognition_recent", 0.5], ["days_recent", 0.3], ["reply_rate", 0.2]]


@pytest.fixture
def cast(db) -> Cast:
    return cast_of_four()


@pytest.fixture
def lin(cast: Cast) -> Client:
    """Lin at the desk."""
    return _signed_in(cast)


@pytest.fixture
def lin_in_english(cast: Cast) -> Client:
    """Lin at the desk, with a browser that asks for English."""
    return _signed_in(cast, headers={"accept-language": "en"})


def _signed_in(cast: Cast, **asked: dict[str, str]) -> Client:
    browser = Client(**asked)
    browser.force_login(cast.lin)
    return browser


@pytest.fixture
def source(cast: Cast) -> Source:
    return Source.objects.create(name="Qinghe", platform="qinghe", created_by=cast.olga, created_at=NOW)


@pytest.fixture
def load(source: Source, cast: Cast) -> Load:
    made = Load.objects.create(
        source=source, state="loaded", name="season", folder="x", fingerprint="f" * 64, created_by=cast.olga,
        created_at=NOW, loaded_at=NOW, accepted=1000, last_ts=datetime(2026, 11, 18, 22, tzinfo=UTC),
    )  # fmt: skip
    LoadFile.objects.create(load=made, name="e.csv", path="e.csv", size=9, sha256="a" * 64)
    for number, name in NAMES.items():
        Member.objects.create(load=made, source=source, actor_id=member(number), name=name)
    for number in range(1, 4):
        Words.objects.create(
            load=made, source=source, object_id=f"p{number}", author_id="m01", ts=NOW, title=f"Post {number}", text="…"
        )
    Words.objects.create(load=made, source=source, object_id="t1", author_id="m01", ts=NOW, title="共读与提问")
    for number, (author, text) in enumerate(
        (("m02", "老朋友，我又来了"), ("m03", "And the second edition?"), ("m02", "ok"))
    ):
        Words.objects.create(
            load=made, source=source, object_id=f"c{number}", author_id=author, ts=NOW, text=text, kind="comment"
        )
    return made


def member(number: int) -> str:
    return f"m{number:02}"


def sentence(code: str, behind: tuple[str, ...] = (), /, **values: Any) -> dict[str, Any]:
    return {"code": code, "values": values, "percentile": 97.0, "object_ids": list(behind)}


def make_run(source: Source, cast: Cast, *, at: datetime = NOW, places: dict[int, int] | None = None) -> Run:
    """A finished run in which member n has place n (or the place given), in every list for every goal."""
    told = {"components": COMPONENTS, "candidates": 40, "choice": {}}
    run = Run.objects.create(
        kind="discover.rank", source=source, state="done", engine_version="0.1.0", started_by=cast.lin,
        parameters={"as_of": at.isoformat(), "recognition": "discourse", "horizon_days": 365, "note": ""},
        created_at=at, started_at=at, finished_at=at,
        result={
            "candidates": 40,
            "bands": {"new": 4, "settled": 14, "old": 22},
            "version": "0.1.0/voice-1",
            "pace": {"window_days": 90.0, "half_life_days": 45.0, "span_days": 500.0},
            "lists": {goal: dict.fromkeys(rules.LISTS, told) for goal in rules.GOALS},
            "concentration": [[0.01, 0.2], [0.1, 0.6], [1.0, 1.0]],
            "ordinary_share": 0.81,
        },
    )  # fmt: skip
    Candidate.objects.bulk_create(
        candidate(run, goal, which, number, (places or {}).get(number, number))
        for goal in rules.GOALS
        for which in rules.LISTS
        for number in range(1, 41)
    )
    return run


def candidate(run: Run, goal: str, which: str, number: int, rank: int) -> Candidate:
    points = [50.0 - rank, 20.0, 10.0]
    return Candidate(
        run=run, goal=goal, which=which, rank=rank, actor_id=member(number), score=sum(points),
        score_low=sum(points) - 4, score_high=sum(points) + 4, kind=("kol", "koc", "both", "unclear")[number % 4],
        points=points, now_score=40.0, could_score=70.0 - rank, loyal_fans=number, tenure_days=number * 20,
        quality=90.0, topic="t1" if number == 1 else "", because_code="recognised" if number == 1 else "",
        because_values={"recognition": 120, "recognised_posts": 9, "contributions": 12} if number == 1 else {},
    )  # fmt: skip


@pytest.fixture
def run(source: Source, load: Load, cast: Cast) -> Run:
    """The newest run, with one card in the top and one of an unexplored member."""
    made = make_run(source, cast)
    made.loads.add(load)
    said = [
        sentence("recognised", ("p1", "p2"), recognition=120, recognised_posts=9, contributions=12),
        sentence("returning", ("c0", "c1", "c2"), returning_share=0.5, people_reached=12),
        sentence("topics", ("p3",), topic="t1", posts=4, share=0.7),
    ]
    fan = {"actor_id": "m02", "days": 5, "interactions": 9, "last_ts": NOW.isoformat()}
    EvidenceCard.objects.create(
        run=made, actor_id="m01", sentences=said, cautions=[sentence("few_posts", contributions=2)],
        highlight=[{"topic": "t1", "posts": 4, "recognition": 80.0, "share": 0.7, "object_ids": ["p1"]}],
        loyal_fans=[fan], moves=[],
    )  # fmt: skip
    for number in (30, 31, 32, 33):
        EvidenceCard.objects.create(run=made, actor_id=member(number), unexplored=True)
    MemberMeasures.objects.create(
        run=made,
        actor_id="m01",
        values={
            "loyal_fans": {"value": 7, "percentile": 93.0, "alike": 98.5},
            "reply_rate": {"value": 0.64, "percentile": 71.5, "alike": 88.0},
        },
    )
    return made
