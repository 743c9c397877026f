"""The demo: one simulated season, and somebody who may sign in.

Everything goes through the same verbs as real data; what was done before is not done again, so that a demo that was
interrupted goes on where it stopped.
"""

import subprocess
import sys
from datetime import datetime

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.guard import actions as guard
from kolony.ground.guard import queries as users
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.models import User
from kolony.stages.discover.actions import decisions
from kolony.stages.discover.queries import candidates, decided

PLATFORM = "lantern"
RANK_RUN = "discover.rank"
TEAM = (
    ("lin@demo.invalid", "林悦 Lin", "owner", "内容组 Content"),
    ("mei@demo.invalid", "梅雨 Mei", "operator", "活动组 Events"),
)

LIN, MEI = (email for email, *_ in TEAM)
# Who decided: for which goal, in which list, about whom (by rank), and why not (empty: nominated).
FIRST_DECISIONS = (
    (LIN, "activate", "now", 3, ""),
    (LIN, "activate", "rising", 2, ""),
    (LIN, "acquire", "rising", 5, ""),
    (LIN, "convert", "potential", 4, ""),
    (MEI, "activate", "rising", 7, ""),
    (MEI, "acquire", "potential", 6, ""),
    (LIN, "activate", "rising", 9, "更想以个人身份发言，不愿合作 · Prefers to speak for themselves"),
    (MEI, "activate", "now", 8, "已是竞品的合作者 · Works with a competitor already"),
)


def is_loaded() -> bool:
    """Is the season loaded, and a ranking asked for?"""
    return _newest_run() is not None


def is_ranked() -> bool:
    """Is there a list to look at?"""
    run = _newest_run()
    return run is not None and run.state == "done"


def begin_work(now: datetime) -> None:
    """The operators have been here before: some members are nominated, some dismissed with a reason. Once is enough."""
    run = _newest_run()
    if run is None or run.state != "done" or decided.decisions_since(run.source.created_at).exists():
        return
    hands = {email: users.user_with_email(email) for email, *_ in TEAM}
    for email, goal, which, rank, why_not in FIRST_DECISIONS:
        place = decisions.Place(run=run, goal=goal, which=which)
        member = candidates.top_of(run, goal, which, rank)[-1]
        if decided.standing_decision(run.source, member):
            continue
        if why_not:
            decisions.dismiss(actor=hands[email], place=place, actor_id=member, reason=why_not, now=now)
        else:
            decisions.nominate(actor=hands[email], place=place, actor_id=member, now=now)


def _newest_run() -> Run | None:
    source = facts.source_of_platform(PLATFORM)
    return facts.visible_runs(HOUSE, kind=RANK_RUN, source=source).first() if source else None


def team(now: datetime) -> User:
    """The operators of the demo, made once; whose desk it opens on."""
    for email, name, role, team_name in TEAM:
        if users.user_with_email(email) is None:
            guard.create_user(
                actor=HOUSE, email=email, display_name=name, role=role, team_name=team_name, language="zh-hans", now=now
            )
    return users.user_with_email(TEAM[0][0])


def work_until_done() -> bool:
    """Let a worker do what is waiting, in a process of its own that takes its memory with it."""
    done = subprocess.run([sys.executable, "-m", "kolony", "worker", "--until-empty"], check=False)
    return done.returncode == 0
