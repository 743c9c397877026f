"""The day's walk: one member at a time, one key each."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import day_of, now
from kolony.stages.discover import actions, list_words, queries, showing
from kolony.stages.discover.actions.patrol import PATROL_GOAL
from kolony.stages.discover.models import Patrol, PatrolStop
from kolony.stages.discover.views.community import about, has_events


@policy("discover.patrol")
@require_GET
def patrol(request: HttpRequest) -> HttpResponse:
    """The next member of today's walk, or that the walk is done."""
    source = queries.source_chosen(request.GET.get("source", ""))
    if source is None:
        return render(request, "discover/patrol.html", {"source": None, "patrol": None})
    moment = now()
    today = actions.open_patrol(actor=request.user, source=source, day=day_of(moment), now=moment)
    return render(request, "discover/patrol.html", _page(request, source, today))


def _page(request: HttpRequest, source: Any, today: Patrol | None) -> dict[str, Any]:
    stop = queries.waiting_stop(today) if today else None
    return {
        "source": source,
        "patrol": today,
        "progress": queries.progress_of(today),
        "stop": stop,
        "card": _card(stop) if stop else None,
        "kind_words": list_words.STOP_KINDS,
        "stop_kind": list_words.STOP_KINDS[stop.kind] if stop else "",
        "reasons": list_words.REASONS.items(),
        "last": queries.last_moved_stop(today, request.user) if today else None,
        "run": stop.patrol.run if stop else None,
        "has_events": bool(today) or has_events(source),
    } | about(request, source)


def _card(stop: PatrolStop) -> showing.Card | None:
    run = stop.patrol.run or queries.newest_rank_run(stop.patrol.source)
    place = queries.first_place(run, PATROL_GOAL, stop.actor_id)
    return showing.card(run, place) if place else None


@policy("discover.patrol")
@require_POST
def decide(request: HttpRequest, stop_id: int) -> HttpResponse:
    """n, d or l."""
    stop, verb = queries.stop_with_id(stop_id), request.POST.get("verb", "")
    if verb == "nominate":
        actions.nominate_stop(actor=request.user, stop=stop, now=now())
    elif verb == "dismiss":
        reason = request.POST.get("chosen") or request.POST.get("reason", "")
        for_good = "keep_out" in request.POST
        actions.dismiss_stop(actor=request.user, stop=stop, reason=reason[:500], for_good=for_good, now=now())
    else:
        actions.put_off(actor=request.user, stop=stop, now=now())
    return HttpResponseRedirect(f"{reverse('discover:patrol')}?source={stop.patrol.source.platform}")


@policy("discover.patrol")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """z: the last thing this operator did today, if it still is: sent twice, it takes back one step."""
    source = queries.source_chosen(request.POST.get("source", ""))
    today = queries.patrol_of(source, day_of(now())) if source else None
    last = queries.last_moved_stop(today, request.user) if today else None
    if last and request.POST.get("stop") == str(last.pk):
        actions.undo_last(actor=request.user, patrol=today, now=now())
    return HttpResponseRedirect(reverse("discover:patrol") + (f"?source={source.platform}" if source else ""))
