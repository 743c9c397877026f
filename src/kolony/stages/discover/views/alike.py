"""More like this one, or like these: who leans to the same tags, conversations and people."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.guard.policy import policy
from kolony.stages.discover import alike_words, forms, queries
from kolony.stages.discover.views.community import about, has_events

WITH_US = "nominated"


@policy("discover.see")
@require_GET
def alike(request: HttpRequest) -> HttpResponse:
    """Those asked about stand in the address, so that a set can be kept, sent and taken apart."""
    source, run = queries.looked_at(request.GET.get("source", ""))
    context = _told(request, run) if run else {"has_events": has_events(source)}
    return render(request, "discover/alike.html", {"run": run} | context | about(request, source))


def _told(request: HttpRequest, run: Run) -> dict[str, Any]:
    goal, everybody = forms.filters_of(request.GET).goal, request.GET.get("show") == "any"
    with_us = request.GET.get("set") == WITH_US
    asked = queries.nominated_members(run.source) if with_us else forms.members_of(request.GET)
    told = queries.visible_alike(request.user, run, asked, undecided=not everybody)
    names = facts.names_of(run.source, told.asked)
    return {
        "goal": goal,
        "everybody": everybody,
        "with_us": with_us,
        "asked": [_asked(actor_id, names, told, request) for actor_id in told.asked],
        "untold": [names.get(actor_id, actor_id) for actor_id in told.untold],
        "lines": alike_words.lines(run, goal, told),
        "trusted": alike_words.trusted(run),
        "many": len(told.asked) > 1,
    }


def _asked(actor_id: str, names: dict[str, str], told: queries.AlikeTo, request: HttpRequest) -> dict[str, str]:
    """One of those asked about, with the address of the page without them."""
    rest = [("of", other) for other in told.asked if other != actor_id]
    kept = [(key, request.GET[key]) for key in ("source", "goal", "show") if key in request.GET]
    return {"actor_id": actor_id, "name": names.get(actor_id, actor_id), "without": f"?{urlencode(rest + kept)}"}
