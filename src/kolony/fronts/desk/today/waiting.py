"""What waits for an operator, from every room that has something; the most urgent first."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.fronts.desk.today.item import Item
from kolony.fronts.desk.today.looked_after import people_waiting
from kolony.ground.facts import queries as facts
from kolony.ground.facts import rules as facts_rules
from kolony.ground.facts.models import Load, Run, Source
from kolony.ground.frame import figures, jobs
from kolony.ground.guard import permits
from kolony.ground.kit.clock import day_of
from kolony.stages.discover import queries as discover

LOADS_SHOWN = 5
REFUSED_FOR = timedelta(days=7)
"""How long refused rows are spoken of: who has not looked by then will not; the import keeps them."""
FAILED = "failed"


def waiting_for(user: Any, source: Source | None, run: Run | None, moment: datetime) -> list[Item]:
    """Everything that waits: what is late first, then people, then whom to look at, then files."""
    found = [
        *people_waiting(user, run),
        *_run(user, source, run),
        *_newcomers(user, run),
        *_patrol(user, run, day_of(moment)),
        *_loads(user, moment),
        *_jobs(user),
    ]
    return sorted(found, key=lambda item: not item.late)


def _loads(user: Any, moment: datetime) -> Iterator[Item]:
    if not permits.allows(user, "facts.load"):
        return
    open_states = (facts_rules.REGISTERED, facts_rules.MAPPED, facts_rules.DRY_RUN)
    for load in facts.visible_loads(user)[: LOADS_SHOWN * 4]:
        url = reverse("facts:load_page", args=[load.pk])
        if load.state == facts_rules.FAILED:
            yield _load_failed(load, url)
        elif load.state in open_states:
            words = _("The files are registered, but nothing of them is loaded yet.")
            yield _import(load, words, "info", _("Go on"), url)
        elif load.state == facts_rules.LOADED and load.refused and load.created_at > moment - REFUSED_FOR:
            words = ngettext(
                "%(count)s row was refused, with its reason.",
                "%(count)s rows were refused, with their reasons.",
                load.refused,
            ) % {"count": figures.number(load.refused)}
            yield _import(load, words, "warn", _("See the rows"), url)


def _load_failed(load: Load, url: str) -> Item:
    words = _("Stopped by an error [%(code)s]; nothing of it was loaded.") % {"code": load.error_code}
    return Item(
        kind="imports",
        label=_("Import failed"),
        tone="bad",
        icon="circle-alert",
        what=load.name,
        because=words,
        clock=figures.ago(load.created_at),
        late=True,
        verb=_("Look"),
        url=url,
    )


def _import(load: Load, because: str, tone: str, verb: str, url: str) -> Item:
    return Item(
        kind="imports",
        label=_("Import"),
        tone=tone,
        icon="database",
        what=load.name,
        because=because,
        clock=figures.ago(load.created_at),
        verb=verb,
        url=url,
    )


def _jobs(user: Any) -> Iterator[Item]:
    """Work of mine that failed; running work is shown as such."""
    for job in jobs.jobs_of(user.pk)[:20]:
        if job.state == FAILED and not job.task_name.startswith("facts."):
            words = _("Stopped by an error [%(code)s].") % {"code": job.error_code}
            yield Item(
                kind="jobs",
                label=_("Job failed"),
                tone="bad",
                icon="circle-alert",
                what=job.title_words,
                because=words,
                clock=figures.ago(job.finished_at),
                late=True,
                verb=_("See the runs"),
                url=reverse("discover:runs"),
            )


def _run(user: Any, source: Source | None, run: Run | None) -> Iterator[Item]:
    """Events without a run, or a run whose ground was taken away."""
    if source is None or not permits.allows(user, "discover.run") or not facts.loads_in(source).exists():
        return
    url = reverse("discover:candidates")
    if run is None:
        yield Item(
            kind="discover",
            label=_("Discover"),
            tone="brand",
            icon="compass",
            what=_("Nobody has been ranked yet"),
            because=_("The events are loaded; one run shows who matters."),
            verb=_("Start"),
            url=url,
        )
    elif facts.is_stale(run):
        yield Item(
            kind="discover",
            label=_("Discover"),
            tone="warn",
            icon="triangle-alert",
            what=_("The lists rest on an undone import"),
            because=_("Decide nothing before a new run."),
            late=True,
            verb=_("Run anew"),
            url=url,
        )


def _newcomers(user: Any, run: Run | None) -> Iterator[Item]:
    if run is None or not permits.allows(user, "discover.see"):
        return
    count = discover.fresh_count(run, "activate")
    if count:
        what = ngettext("%(count)d new candidate", "%(count)d new candidates", count) % {"count": count}
        yield Item(
            kind="discover",
            label=_("Discover"),
            tone="brand",
            icon="compass",
            what=what,
            because=_("Entered the first fifty of Rising since the run before."),
            clock=figures.ago(run.created_at),
            verb=_("Look"),
            url=reverse("discover:newcomers"),
        )


def _patrol(user: Any, run: Run | None, day: date) -> Iterator[Item]:
    if run is None or not permits.allows(user, "discover.patrol"):
        return
    walk = discover.patrol_of(run.source, day)
    count = discover.progress_of(walk).waiting
    what = ngettext("%(count)d member to look at", "%(count)d members to look at", count) % {"count": count}
    if walk is None:
        what = _("Today’s walk has not begun")
    if count or walk is None:
        yield Item(
            kind="patrol",
            label=_("Patrol"),
            tone="brand",
            icon="binoculars",
            what=what,
            because=_("Rising members, mixed with some nobody has looked at."),
            clock=_("today"),
            verb=_("Walk"),
            url=reverse("discover:patrol"),
        )
