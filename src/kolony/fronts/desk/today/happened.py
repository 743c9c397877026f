"""What happened lately, newest first: runs, loads, decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kolony.ground.facts import queries as facts
from kolony.ground.facts import rules as facts_rules
from kolony.ground.facts.models import Source
from kolony.ground.frame import figures
from kolony.ground.guard import permits
from kolony.stages.discover import list_words
from kolony.stages.discover import queries as discover

SHOWN = 8
SINCE = timedelta(days=7)


@dataclass(frozen=True)
class Event:
    """One line of "lately"."""

    icon: str
    what: str
    note: str
    url: str
    at: datetime


def lately(user: Any, source: Source | None, now: datetime) -> list[Event]:
    """The last week, at most a handful."""
    found = [*_runs(user, source), *_loads(user), *_decisions(user, now)]
    recent = [event for event in found if event.at >= now - SINCE]
    return sorted(recent, key=lambda event: event.at, reverse=True)[:SHOWN]


def _runs(user: Any, source: Source | None) -> list[Event]:
    if source is None:
        return []
    return [
        Event(
            "compass",
            _("Discovery ranked %(count)s members") % {"count": figures.number(run.result.get("candidates"))},
            run.source.name,
            reverse("discover:run", args=[run.pk]),
            run.finished_at,
        )
        for run in discover.rank_runs(source)[:SHOWN]
    ]


def _loads(user: Any) -> list[Event]:
    if not permits.allows(user, "facts.see"):
        return []
    loads = facts.visible_loads(user, state=facts_rules.LOADED)[:SHOWN]
    return [
        Event(
            "database",
            _("%(count)s events loaded") % {"count": figures.number(load.accepted)},
            load.name,
            reverse("facts:load_page", args=[load.pk]),
            load.loaded_at,
        )
        for load in loads
    ]


def _decisions(user: Any, now: datetime) -> list[Event]:
    if not permits.allows(user, "discover.see"):
        return []
    decisions = list(discover.decisions_since(now - SINCE)[:SHOWN])
    return [
        Event(
            "user-plus" if decision.person else "x",
            _("%(who)s: %(verdict)s")
            % {
                "who": discover.name_of(decision.source, decision.actor_id),
                "verdict": list_words.VERDICTS[decision.verdict],
            },
            decision.decided_by.display_name if decision.decided_by else "Kolony",
            reverse("desk:person", args=[decision.person])
            if decision.person
            else reverse("discover:candidates") + "?status=dismissed",
            decision.decided_at,
        )
        for decision in decisions
    ]
