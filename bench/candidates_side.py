"""The community of `candidates.py` and the questions asked of it; imported once Django is ready."""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.test import Client

from kolony.ground.facts.models import Load, LoadFile, Member, MemberMeasures, Run, Source
from kolony.ground.frame import bulk
from kolony.ground.guard import actions as guard
from kolony.ground.guard.house import HOUSE
from kolony.ground.kit import clock
from kolony.ground.people.models import Handle, Person
from kolony.ground.people.pinyin import search_text, sort_key
from kolony.stages.discover import rules
from kolony.stages.discover.actions.recording import record_candidates
from kolony.stages.discover.models import Candidate, Decision, EvidenceCard

COMPONENTS = [["forecast", 0.3], ["recognition_recent", 0.3], ["days_recent", 0.2], ["reply_rate", 0.2]]
MEASURES = ("recognition_per_post", "recognition_window", "loyal_fans", "people_reached_window", "reply_rate", "growth")
TAKEN_IN_PLACE = ("sorted by quality, in place", "search for one character, in place")
IN_PLACE = {"HX-Request": "true", "HX-Target": "result"}  # as a browser asks that has the page already
OWNERS = ("Mei", "Bo", "Ana", "赵", "钱", "孙")
KINDS, PURPOSES = ("kol", "koc", "both", "unclear"), ("", "acquire", "activate", "convert")
HAN = "南枝读书会苔上行夜航船员半亩书田老秦讲史小满妈妈阿澈实验台一页解灯渡学社海风麦芒"


def measure(members: int, rounds: int) -> float:
    """Fill, ask, tell. The slowest page's 95th percentile in seconds is the answer."""
    began = time.perf_counter()
    run, user = _fill(members)
    print(f"{members:,} members, {Candidate.objects.count():,} rows written in {time.perf_counter() - began:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # autovacuum does this within a minute of a run
    browser = Client()
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    worst = 0.0
    for words, address in _questions(run, members).items():
        median, p95 = _timed(browser, address, rounds, IN_PLACE if words in TAKEN_IN_PLACE else {})
        print(f"{words:40} median {1000 * median:6.1f} ms   p95 {1000 * p95:6.1f} ms")
        worst = max(worst, p95)
    print(f"slowest p95: {1000 * worst:.1f} ms")
    return worst


def _questions(run: Run, members: int) -> dict[str, str]:
    base, people = "/desk/discover/?list=now", "/desk/people/"
    imports, palette = "/desk/facts/", "/desk/palette"
    return {
        "first page": "/desk/discover/",
        "page 1000": f"{base}&page=1000",
        "sorted by loyal fans": f"{base}&sort=-fans",
        "sorted by potential": f"{base}&sort=-could",
        "KOC, settled, score from 50": f"{base}&kind=koc&tenure=settled&score=50",
        "new since the last run": f"{base}&status=new",
        "page 1000 of those with most fans": f"{base}&sort=-fans&page=1000",
        "everybody, worst quality first": f"{base}&status=any&sort=quality",
        "search for two characters": f"{base}&q=书会",
        "search for one character": f"{base}&q=书",
        "search for four characters": f"{base}&q=读书会苔",
        "panel open": f"{base}&open={_member(members // 2)}",
        "sorted by quality, in place": f"{base}&sort=-quality",
        "search for one character, in place": f"{base}&q=书",
        "people": people,
        "people, page 1000": f"{people}?page=1000",
        "people by owner": f"{people}?sort=owner",
        "people by owner, page 1000": f"{people}?sort=owner&page=1000",
        "people, search for one character": f"{people}?q=书",
        "people, search for two letters": f"{people}?q=nz",
        "imports": imports,
        "imports, page 1000": f"{imports}?page=1000",
        "imports of one community": f"{imports}?source=small",
        "imports, search for a month": f"{imports}?q=2019-03",
        "imports, search for two letters": f"{imports}?q=ts",
        "imports, search in the files": f"{imports}?q=inside-4711",
        "imports, search for nothing there": f"{imports}?q=nowhere-to-be-found",
        "palette, one character": f"{palette}?q=书",
        "palette, two characters": f"{palette}?q=书会",
        "palette, a whole name": f"{palette}?q=读书会苔",
        "palette, initials": f"{palette}?q=nz",
        "palette, pinyin": f"{palette}?q=nanzhi",
        "palette, a number": f"{palette}?q={_member(members // 3)}",
        "palette, nobody": f"{palette}?q=zzyzx",
    }


def _timed(browser: Client, address: str, rounds: int, headers: dict[str, str]) -> tuple[float, float]:
    times = []
    for attempt in range(rounds + 3):
        began = time.perf_counter()
        answer = browser.get(address, headers=headers | {"accept-language": "zh-hans"}, SERVER_NAME="localhost")
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        if attempt >= 3:
            times.append(time.perf_counter() - began)
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


def _member(number: int) -> str:
    return f"m{number:06}"


def _fill(members: int):
    now, chance = clock.now(), random.Random(7)
    user = guard.create_user(actor=HOUSE, email="lin@example.org", display_name="Lin", role="operator", now=now)
    source = Source.objects.create(name="Big", platform="big", created_at=now)
    load = Load.objects.create(
        source=source,
        state="loaded",
        name="big",
        folder="x",
        fingerprint="f",
        created_at=now,
        loaded_at=now,
        last_ts=now,
    )
    _names(load, chance, members)
    _loads_before(load)
    _imports(now, members)
    _people(now, chance, members)
    told = {"components": COMPONENTS, "candidates": members, "choice": {}}
    run = Run.objects.create(
        kind=rules.RANK_RUN, source=source, state="done", engine_version="bench", created_at=now, started_at=now,
        finished_at=now, parameters={"as_of": now.isoformat(), "recognition": "discourse", "horizon_days": 365},
        result={
            "candidates": members,
            "version": "bench",
            "pace": {"window_days": 90, "half_life_days": 45},
            "lists": {goal: dict.fromkeys(rules.LISTS, told) for goal in rules.GOALS},
        },
    )  # fmt: skip
    record_candidates(run=run, candidates=_candidates(run, members, chance))
    values = {name: {"value": 3.2, "percentile": 71.0} for name in MEASURES}
    shown = range(0, members, max(1, members // 2000))
    MemberMeasures.objects.bulk_create(
        (MemberMeasures(run=run, actor_id=_member(n), values=values) for n in shown), batch_size=1000
    )
    EvidenceCard.objects.bulk_create(EvidenceCard(run=run, actor_id=_member(n)) for n in range(200))
    _decide(run, user, members)
    return run, user


def _names(load: Load, chance: random.Random, members: int) -> None:
    bulk.write(
        Member(load=load, source=load.source, actor_id=_member(n), name="".join(chance.choices(HAN, k=4)) + str(n))
        for n in range(members)
    )


def _loads_before(load: Load) -> None:
    """A year of imports that came to nothing: those that brought the names are few among them."""
    for number in range(300):
        Load.objects.create(
            source=load.source, state=("undone", "failed")[number % 2], name=f"{number}.csv", folder="x",
            fingerprint=str(number), created_at=load.created_at - timedelta(days=number + 1),
        )  # fmt: skip


def _imports(now: datetime, many: int) -> None:
    """As many small imports into another community, one file each: half of them are in, some were taken out."""
    source = Source.objects.create(name="Small", platform="small", created_at=now)
    states = ("loaded", "loaded", "loaded", "undone", "failed", "dry_run")
    days = (now - timedelta(hours=number) for number in range(many))
    bulk.write(
        Load(
            source=source, state=states[number % 6], name=f"events-{day:%Y-%m-%d-%H}.csv", folder="x", kind="csv",
            fingerprint=f"small {number}", created_at=day, loaded_at=day, accepted=number, refused=number % 7,
        )
        for number, day in enumerate(days)
    )  # fmt: skip
    loads = enumerate(list(Load.objects.filter(source=source).values_list("pk", flat=True)))
    bulk.write(
        LoadFile(load_id=pk, name=f"inside-{number}.csv", path=f"inside-{number}.csv", size=1, sha256=f"{number}")
        for number, pk in loads
    )


def _people(now: datetime, chance: random.Random, members: int) -> None:
    """As many dossiers as members; a third of them nobody looks after."""
    owners = [
        guard.create_user(actor=HOUSE, email=f"o{n}@example.org", display_name=name, role="operator", now=now)
        for n, name in enumerate(OWNERS)
    ]
    names = ("".join(chance.choices(HAN, k=4)) + str(n) for n in range(members))
    bulk.write(
        Person(
            display_name=name, search_text=search_text(name, [_member(n)]), sort_key=sort_key(name),
            kind=KINDS[n % 4], source=("internal", "external")[n % 2], purpose=PURPOSES[n % 4],
            owner=owners[n % len(owners)] if n % 3 else None,
            created_at=now - timedelta(minutes=chance.randint(0, 10**6)), changed_at=now,
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    accounts = enumerate(
        list(Person.objects.values_list("pk", flat=True))
    )  # all of them before COPY takes the connection
    bulk.write(Handle(person_id=pk, platform="big", external_id=_member(n), created_at=now) for n, pk in accounts)


def _decide(run: Run, user, members: int) -> None:
    """Three hundred members have been nominated or dismissed: the lists leave them out."""
    Decision.objects.bulk_create(
        Decision(
            source=run.source, run=run, actor_id=_member(n), goal="activate", which="rising", reason="tone",
            verdict=rules.VERDICTS[n % 2], score=1.0, score_high=2.0, decided_by=user, decided_at=run.created_at,
        )
        for n in range(0, members, max(1, members // 300))
    )  # fmt: skip


def _candidates(run: Run, members: int, chance: random.Random) -> Iterator[Candidate]:
    for goal in rules.GOALS:
        for which in rules.LISTS:
            for rank, number in enumerate(chance.sample(range(members), members), start=1):
                score = 100 * (1 - rank / (members + 1))
                yield Candidate(
                    run=run, goal=goal, which=which, rank=rank, rank_before=max(1, rank + chance.randint(-60, 60)),
                    actor_id=_member(number), score=score, score_low=score - 4, score_high=score + 4,
                    kind=rules.KINDS[number % 4], points=[score * weight for _, weight in COMPONENTS],
                    now_score=score, could_score=100 * chance.random(), loyal_fans=chance.randint(0, 40),
                    tenure_days=chance.randint(0, 900), quality=100 * chance.random(),
                )  # fmt: skip
