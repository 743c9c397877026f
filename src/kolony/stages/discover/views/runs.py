"""Runs of discovery: what went in, what came out, and how two of them differ."""

from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.facts.showing import recognition_words
from kolony.ground.frame.paging import page_of
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.stages.discover import actions, forms, list_words, queries, rules, showing
from kolony.stages.discover.errors import NothingLoaded
from kolony.stages.discover.measure_words import component_name
from kolony.stages.discover.views.community import about, has_events

STATES = {
    "waiting": (_("Waiting"), "plain", "clock"),
    "running": (_("Running"), "info", "loader"),
    "done": (_("Done"), "ok", "check"),
    "failed": (_("Failed"), "bad", "circle-alert"),
    "cancelled": (_("Cancelled"), "plain", "ban"),
}


@policy("discover.see")
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Every run, newest first, with the way to start another."""
    source = queries.source_chosen(request.GET.get("source", ""))
    return render(request, "discover/runs.html", _runs_page(request, source, forms.RunForm()))


def _runs_page(request: HttpRequest, source: Source | None, form: forms.RunForm) -> dict[str, Any]:
    page = page_of(queries.visible_runs(request.user, source), request, size=25)
    return {
        "page": page,
        "lines": [_line(run) for run in page.rows],
        "has_events": has_events(source),
        "running": queries.running_run(rules.RANK_RUN, source) if source else None,
        "may_run": permits.allows(request.user, "discover.run"),
        "run_source": source,
        "run_form": form,
    } | about(request, source)


def _line(run: Run) -> dict[str, Any]:
    words, tone, icon = STATES[run.state]
    took = (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else None
    return {
        "run": run,
        "state": words,
        "tone": tone,
        "icon": icon,
        "as_of": _moment(run.parameters.get("as_of")),
        "recognition": recognition_words(run.parameters.get("recognition", "")),
        "took": took,
        "stale": facts.is_stale(run),
        "candidates": run.result.get("candidates"),
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@policy("discover.run")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """A new run with the parameters of the form; the list says how far it is.

    A refused form stands at this address: who then loads it anew, or in the other language, is at the list again.
    """
    if request.method == "GET":
        return HttpResponseRedirect(reverse("discover:runs"))
    source = queries.source_chosen(request.POST.get("source", ""))
    if source is None:
        raise NothingLoaded(source="")
    form = forms.RunForm(request.POST)
    if not form.is_valid():
        problem = " ".join(error for errors in form.errors.values() for error in errors)
        context = _runs_page(request, source, form) | {"problem": problem}
        return render(request, "discover/runs.html", context, status=422)
    asked = form.cleaned_data["as_of"]
    actions.start_discovery(
        actor=request.user,
        source=source,
        as_of=datetime.combine(asked, time(), UTC) if asked else None,
        horizon_days=form.cleaned_data["horizon_days"],
        recognition=form.cleaned_data["recognition"].strip(),
        note=form.cleaned_data["note"].strip(),
        now=now(),
    )
    return HttpResponseRedirect(f"{reverse('discover:runs')}?source={source.platform}")


@policy("discover.see")
@require_GET
def run_page(request: HttpRequest, run_id: Any) -> HttpResponse:
    """One run with everything needed to do it again."""
    run = queries.visible_run(request.user, str(run_id))
    lists = [
        {
            "goal": list_words.GOALS[goal][0],
            "label": list_words.LISTS[which],
            "weights": showing.weights(run, goal, which),
            "told": run.result.get("lists", {}).get(goal, {}).get(which, {}),
        }
        for goal in rules.GOALS
        for which in rules.LISTS
    ]
    others = [other for other in queries.rank_runs(run.source)[:20] if other.pk != run.pk]
    line = _line(run)
    return render(request, "discover/run.html", line | {"line": line, "lists": lists, "others": others})


@policy("discover.see")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two runs of one list: who entered, left, rose, fell, and which parts of the score moved them."""
    filters = forms.filters_of(request.GET)
    source = queries.source_chosen(request.GET.get("source", ""))
    after = queries.chosen_run(source, request.GET.get("after", ""))
    before = _earlier(after, request.GET.get("before", ""))
    context: dict[str, Any] = {"filters": filters, "before": before, "after": after} | about(request, source)
    context |= {"goals": list_words.GOALS.items(), "lists": list_words.LISTS.items()}
    known = queries.rank_runs(after.source)[:20] if after else []
    context["known_runs"] = [(run, _moment(run.parameters.get("as_of"))) for run in known]
    if before and after:
        context["groups"] = _groups(before, after, filters)
    return render(request, "discover/compare.html", context)


def _earlier(after: Run | None, asked: str) -> Run | None:
    if after is None:
        return None
    return queries.chosen_run(after.source, asked) if asked else queries.run_before(after)


def _groups(before: Run, after: Run, filters: queries.Filters) -> list[dict[str, Any]]:
    found = [_placed(run, filters) for run in (before, after)]
    moves = rules.moves(*found)
    names = facts.names_of(after.source, [move.actor_id for move in moves])
    told = [{"move": move, "name": names.get(move.actor_id, move.actor_id), "why": _why(move)} for move in moves]
    return [
        {"change": change, "label": label, "moves": [one for one in told if one["move"].change == change]}
        for change, label in list_words.CHANGES.items()
    ]


def _placed(run: Run, filters: queries.Filters) -> dict[str, rules.Placed]:
    names = [name for name, _weight in showing.components(run, filters.goal, filters.which)]
    return queries.placed(run, filters.goal, filters.which, names)


def _why(move: rules.Moved) -> list[tuple[str, float]]:
    return [(component_name(name), points) for name, points in move.why]
