"""Newcomers of the week: who entered the first places, as a page and as text to send on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from kolony.ground.guard.policy import policy
from kolony.stages.discover import forms, list_rows, list_words, queries, rules
from kolony.stages.discover.views.community import about


@policy("discover.see")
@require_GET
def newcomers(request: HttpRequest) -> HttpResponse:
    """The page."""
    context = _digest(request)
    context["text"] = render_to_string("discover/newcomers.txt", context) if context["run"] else ""
    return render(request, "discover/newcomers.html", context)


@policy("discover.see")
@require_GET
def newcomers_text(request: HttpRequest) -> HttpResponse:
    """The same as plain text."""
    text = render_to_string("discover/newcomers.txt", _digest(request))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _digest(request: HttpRequest) -> dict[str, Any]:
    source = queries.source_chosen(request.GET.get("source", ""))
    run = queries.newest_rank_run(source)
    goal = forms.filters_of(request.GET).goal
    before = queries.week_before(run) if run else None
    groups = []
    for which in rules.LISTS if run and before else ():
        entered = queries.newcomers(run, before, goal, which)
        groups.append(
            {
                "which": which,
                "label": list_words.LISTS[which],
                "question": list_words.LIST_QUESTIONS[which],
                "rows": list_rows.rows(run, entered, {"goal": goal, "list": which, "source": run.source.platform}),
            }
        )
    return {
        "source": source,
        "run": run,
        "before": before,
        "goal": goal,
        "goals": list_words.GOALS.items(),
        "goal_words": list_words.GOALS[goal][0],
        "groups": groups,
        "top": rules.NEWCOMER_TOP,
        "count": sum(len(group["rows"]) for group in groups),
    } | about(request, source)
