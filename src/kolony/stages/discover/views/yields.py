"""What came of it: of those found here or there, how many were nominated, kept, and how they do now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kolony.ground.frame import figures
from kolony.ground.guard.policy import policy
from kolony.stages.discover import list_words, queries, yields
from kolony.stages.discover.views.community import about, has_events

FEW = 20


@policy("discover.see")
@require_GET
def came_of_it(request: HttpRequest) -> HttpResponse:
    """A line for each list and each kind of stop of the patrol."""
    source = queries.source_chosen(request.GET.get("source", ""))
    found = queries.visible_yields(request.user, source) if source else []
    context = {"lines": [_line(one) for one in found], "first": yields.FIRST}
    if not found:
        context |= {"has_events": has_events(source), "run": queries.newest_rank_run(source)}
    return render(request, "discover/yields.html", context | about(request, source))


def _line(one: yields.Yield) -> dict[str, Any]:
    kind, _colon, name = one.origin.partition(":")
    words = list_words.STOP_KINDS[name] if kind == "patrol" else list_words.LISTS[name]
    return {
        "where": _("Patrol") if kind == "patrol" else _("List"),
        "name": words,
        "told": one,
        "share": figures.percent(one.nominated / one.decided) if one.decided >= FEW else "",
        "place": figures.number(one.place) if one.place is not None else "",
    }
