"""The first page of the day."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kolony.fronts.desk.today.happened import lately
from kolony.fronts.desk.today.item import Item
from kolony.fronts.desk.today.looked_after import untouched_count
from kolony.fronts.desk.today.waiting import waiting_for
from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.frame import figures, jobs
from kolony.ground.guard.policy import signed_in
from kolony.ground.kit.clock import now
from kolony.ground.people import queries as people
from kolony.stages.discover import queries as discover

FIRST_SHARES = (0.01, 0.05, 0.1, 0.2)


@signed_in
@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the desk."""
    return HttpResponseRedirect(reverse("desk:today"))


@signed_in
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What waits, how ordinary members fare, what happened."""
    moment, user = now(), request.user
    source = discover.source_chosen()
    run = discover.newest_rank_run(source)
    items = waiting_for(user, source, run, moment)
    kind = request.GET.get("kind", "")
    context = {
        "title": _day(),
        "sentence": _sentence(items) if items or source else _("Begin by loading what happened in your community."),
        "items": [item for item in items if not kind or item.kind == kind],
        "all_items": items,
        "kind": kind,
        "kinds": _kinds(items),
        "running": jobs.jobs_of(user.pk, open_only=True)[:3],
        "source": source,
        "run": run,
        "ordinary": _ordinary(run),
        "events": lately(user, source, moment),
        "tiles": _tiles(user, source, run),
        "first_steps": [] if source else _first_steps(),
    }
    return render(request, "desk/today/today.html", context)


def _day() -> str:
    date = timezone.localdate()
    if (translation.get_language() or "").startswith("zh"):
        return f"{date.month} 月 {date.day} 日，{'周' + '一二三四五六日'[date.weekday()]}"
    return formats.date_format(date, "l, j F")


def _sentence(items: list[Item]) -> str:
    late = sum(1 for item in items if item.late)
    if late:
        words = ngettext(
            "%(count)d thing cannot wait; the rest can be done today.",
            "%(count)d things cannot wait; the rest can be done today.",
            late,
        )
        return words % {"count": late}
    if len(items) > 1:
        words = ngettext(
            "Begin with “%(what)s”; %(count)d other thing can follow in the course of the day.",
            "Begin with “%(what)s”; the %(count)d others can follow in the course of the day.",
            len(items) - 1,
        )
        return words % {"what": items[0].what, "count": len(items) - 1}
    if items:
        return _("One thing waits: %(what)s.") % {"what": items[0].what}
    return _("Nothing waits for you.")


def _first_steps() -> list[tuple[str, str]]:
    """What lies between an empty house and the first name."""
    return [
        (_("Load what happened"), _("A table or an export of your forum: who wrote, answered and liked, and when.")),
        (_("Start a run"), _("One click under Discover; it counts and ranks everybody and keeps how.")),
        (
            _("Read why, then nominate"),
            _("Each name comes with reasons, the posts behind them and what speaks against."),
        ),
    ]


def _kinds(items: list[Item]) -> list[tuple[str, str, int]]:
    """The tabs over the list: every kind that has something, with its count."""
    words = {
        "people": _("People"),
        "discover": _("Discover"),
        "patrol": _("Patrol"),
        "imports": _("Imports"),
        "jobs": _("Jobs"),
    }
    counted = {kind: sum(1 for item in items if item.kind == kind) for kind in words}
    return [(kind, words[kind], count) for kind, count in counted.items() if count]


def _ordinary(run: Run | None) -> dict[str, Any] | None:
    """How much the few bring and how much everybody else does; nothing while there is no run."""
    curve = run.result.get("concentration") if run else None
    if not run or not curve:
        return None
    by_share = {round(share, 4): brought for share, brought in curve}
    return {
        "share": run.result.get("ordinary_share"),
        "first": [(share, by_share[share]) for share in FIRST_SHARES if share in by_share],
        "curve": [brought for _, brought in curve],
        "window": run.result["pace"]["window_days"],
    }


def _tiles(user: Any, source: Any, run: Run | None) -> list[dict[str, Any]]:
    decided = discover.decided_counts(source) if source else {"nominated": 0, "dismissed": 0}
    newest = facts.loads_in(source).order_by("-last_ts").first() if source else None
    return [
        {
            "icon": "compass",
            "label": _("Candidates"),
            "value": run.result.get("candidates") if run else None,
            "meaning": _("run of %(at)s") % {"at": figures.day(run.created_at)} if run else _("no run yet"),
            "url": reverse("discover:candidates"),
        },
        {
            "icon": "user-plus",
            "label": _("Nominated"),
            "value": decided["nominated"],
            "meaning": _("%(count)s dismissed") % {"count": figures.number(decided["dismissed"])},
            "url": reverse("discover:candidates") + "?view=nominated&status=nominated",
        },
        {
            "icon": "contact-round",
            "label": _("People"),
            "value": people.visible_people(user).count(),
            "meaning": _not_spoken_to(untouched_count(user)),
            "url": reverse("desk:people"),
        },
        {
            "icon": "database",
            "label": _("Newest event"),
            "text": figures.day(newest.last_ts) if newest and newest.last_ts else _("none yet"),
            "meaning": source.name if source else _("no community loaded"),
            "url": reverse("facts:home"),
        },
    ]


def _not_spoken_to(count: int) -> str:
    if not count:
        return _("nobody waits for a first word")
    return _("%(count)s not spoken to yet") % {"count": figures.number(count)}
