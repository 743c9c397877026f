"""A house in which something of everything has happened, so that every page has something to show."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from kolony.config import demo, demo_season
from kolony.ground.facts import actions as facts
from kolony.ground.facts import keeping
from kolony.ground.facts.models import Load, Run, Source
from kolony.ground.frame.models import JobProgress
from kolony.ground.guard import actions as guard
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.models import User
from kolony.ground.kit import clock
from kolony.ground.people import actions as people
from kolony.ground.people.models import Person
from kolony.stages.discover.actions import runs
from kolony.stages.discover.models import Candidate
from kolony.stages.discover.seedsets.actions import planning, segments
from kolony.stages.discover.seedsets.models import SeedSet, Segment
from tests.rooms.facts import communities
from tests.story.work import do_waiting_jobs

PASSWORD = "lantern-in-the-fog-7"
UNREADABLE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
QUESTION = planning.Question(
    name="第一批", purpose="activate", audience=[], unit="people", budget=2, currency="CNY", base=0, each=0,
    at_most=None, one_topic=None, pool="top", days=None, model="wc",
)  # fmt: skip


@dataclass
class House:
    """Who works here, and what the addresses of its pages may be filled with."""

    olga: User
    ada: User
    ids: dict[str, list[Any]] = field(default_factory=dict)


def move_in(folder: Path) -> House:
    """Olga owns the house, Ada has a second factor; the small season is ranked, and somebody has been at work."""
    house = House(*colleagues())
    season = the_season(folder)
    newcomers, chosen = a_seed_set(house.olga, season)
    house.ids["segment_id"] = [newcomers.pk]
    house.ids["person_id"] = [person.pk for person in dossiers(house.olga)]
    house.ids["load_id"] = [load.pk for load in loads_in_every_state(house.olga, season, folder / "files")]
    done = JobProgress.objects.filter(state="done").latest("created_at")
    run, planned, job = what_waits(house.olga, season, folder / "files")
    house.ids |= {"run_id": [run.pk], "set_id": [chosen.pk, planned.pk], "job_id": [done.pk, job.pk]}
    house.ids["run_id"].append(Run.objects.filter(kind="discover.rank").earliest("created_at").pk)
    house.ids["token"] = [guard.issue_sign_in_link(house.olga, clock.now())]
    house.ids["platform"] = [season.platform]
    house.ids["status"] = [400, 403, 404, 500]
    house.ids["actor_id"] = [Candidate.objects.filter(goal="activate", which="rising").earliest("rank").actor_id]
    return house


def colleagues() -> tuple[User, User]:
    """The owner, and a lead who signs in with a password and an app."""
    olga, ada = (
        guard.create_user(
            actor=HOUSE, email=f"{name.lower()}@example.org", display_name=name, role=role, team_name="内容组",
            language="zh-hans", password=PASSWORD, now=clock.now(),
        )
        for name, role in (("Olga", "owner"), ("Ada", "owner"))
    )  # fmt: skip
    TOTP.activate(ada, generate_totp_secret())
    RecoveryCodes.activate(ada)
    return olga, ada


def the_season(folder: Path) -> Source:
    """The small demo as `kolony demo --small` fills it, with its first decisions."""
    demo.team(clock.now())
    demo_season.fill(folder / "season", small=True, say=lambda line: None, now=clock.now())
    do_waiting_jobs()
    demo.begin_work(clock.now())
    return Source.objects.get(platform=demo.PLATFORM)


def a_seed_set(olga: User, season: Source) -> tuple[Segment, SeedSet]:
    """A segment of newcomers, and a small set chosen for them."""
    conditions = [{"kind": "newcomer", "value": 90}]
    newcomers = segments.make_segment(actor=olga, source=season, name="新来的", conditions=conditions, now=clock.now())
    wanted = {"segment": str(newcomers.pk), "name": newcomers.name, "conditions": conditions, "weight": 1.0}
    asked = replace(QUESTION, audience=[wanted])
    chosen = planning.plan(actor=olga, source=season, question=asked, must_in=[], must_out=[], now=clock.now())
    do_waiting_jobs()
    return newcomers, SeedSet.objects.get(pk=chosen.pk)


def what_waits(olga: User, season: Source, folder: Path) -> tuple[Run, SeedSet, JobProgress]:
    """A ranking, a seed set and an archive that the worker has not touched yet. Comes last, for nobody works after."""
    asked = replace(QUESTION, name="第二批")
    run = runs.start_discovery(actor=HOUSE, source=season, note="三月之后再看一次", now=clock.now())
    planned = planning.plan(actor=olga, source=season, question=asked, must_in=[], must_out=[], now=clock.now())
    archive = communities.zipped(communities.discourse_export(folder / "forum"), folder / "forum.zip")
    return run, planned, facts.take_archive(actor=olga, source=season, archive=archive, now=clock.now())


def dossiers(olga: User) -> list[Person]:
    """One dossier with everything in it, one merged into it, one erased."""
    full, merged, erased = Person.objects.order_by("created_at")[:3]
    told = {"actor": olga, "now": clock.now()}
    people.add_handle(person=full, handle=("weibo", "7788", "青石灯下 Under the lamp"), fans=12_400, **told)
    people.add_label(person=full, dimension="ability", value="strong", **told)
    people.add_label(person=full, dimension="identity", value="老师 Teacher", **told)
    people.write_note(person=full, text="不喜欢被催。Write, never call.", remember=True, **told)
    people.log_contact(person=full, text="聊了读书会的时间。", direction="we", **told)
    full.refresh_from_db()
    people.describe(person=full, version=full.version, values={"field": "共读", "fee": "1200.00 CNY"}, **told)
    full.refresh_from_db()
    people.save_private(person=full, version=full.version, values={"phone": "+86 138 0000 0000"}, **told)
    people.merge(kept=full, merged=merged, reason="同一个人 The same person", **told)
    people.erase(person=erased, reason="asked for it", **told)
    return [full, merged, erased]


def loads_in_every_state(olga: User, season: Source, folder: Path) -> list[Load]:
    """From columns still open to given up, each by the verbs that lead there."""
    folder.mkdir()
    made = {
        name: _registered(olga, season, folder, name) for name in ("open", "mapped", "tried", "kept", "gone", "vain")
    }
    made["unreadable"] = _registered(olga, season, folder, "unreadable", UNREADABLE)
    do_waiting_jobs()
    for name in ("mapped", "tried", "kept", "gone"):
        facts.map_columns(actor=olga, load=_now(made[name]), mapping=communities.CLUB_MAPPING, now=clock.now())
    do_waiting_jobs()
    facts.request_dry_run(actor=olga, load=_now(made["tried"]), now=clock.now())
    for name in ("kept", "gone"):
        facts.start_load(actor=olga, load=_now(made[name]), now=clock.now())
    do_waiting_jobs()
    facts.request_undo(actor=olga, load=_now(made["gone"]), reason="wrong month", now=clock.now())
    facts.discard_load(actor=olga, load=_now(made["vain"]), now=clock.now())
    do_waiting_jobs()
    return [_now(load) for load in made.values()]


def _registered(olga: User, season: Source, folder: Path, name: str, content: bytes = b"") -> Load:
    file = folder / f"{name}.csv"
    if content:
        file.write_bytes(content)
    else:
        communities.club_csv(file, extra=(communities.DIRTY_ROW, f"2026-11-06,u1,topic,{name},,t9,{name},"))
    kept = keeping.hash_in_place([file], folder, lambda done, total: None)
    return facts.register_load(
        actor=olga, source=season, name=file.name, files=kept, folder=folder, ours=False, now=clock.now()
    )


def _now(load: Load) -> Load:
    return Load.objects.get(pk=load.pk)
