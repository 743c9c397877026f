"""Who matters, who is rising, who could: the list, its evidence panel, its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.frame import menu
from kolony.ground.frame.context import taken_in_place
from kolony.ground.frame.csv_export import csv_export
from kolony.ground.frame.table import Column, Table
from kolony.ground.frame.view_bar import Preset, view_bar
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.guard.queries import active_users
from kolony.ground.kit import clock
from kolony.stages.discover import forms, list_rows, list_words, queries, rules, showing
from kolony.stages.discover.measure_words import component_name
from kolony.stages.discover.queries import Filters
from kolony.stages.discover.views.community import about, has_events, kept

PAGE = "discover:candidates"
VIEW_OF_STATUS = {"new": "fresh", "nominated": "nominated", "dismissed": "dismissed", "excluded": "excluded"}
COLUMNS = (
    Column("rank", _("#"), order=("rank",), numeric=False),
    Column("name", _("Candidate, and why")),
    Column("score", _("Score, 90% interval"), order=("-rank",)),
    Column("quality", _("Quality"), order=("quality",), numeric=True),
    Column("fans", _("Loyal fans"), order=("loyal_fans",), numeric=True),
    Column("could", _("Now → could be"), order=("could_score",)),
)
EXPORTED: tuple[Any, ...] = (
    (_("Rank"), lambda row: row[0].rank),
    (_("Member"), lambda row: row[0].actor_id),
    (_("Name"), lambda row: row[1]),
    (_("Kind"), lambda row: list_words.KINDS[row[0].kind]),
    (_("Score"), lambda row: round(row[0].score, 2)),
    (_("Score, low"), lambda row: round(row[0].score_low, 2)),
    (_("Score, high"), lambda row: round(row[0].score_high, 2)),
    (_("Loyal fans"), lambda row: row[0].loyal_fans),
    (_("Rank before"), lambda row: row[0].rank_before),
)


@policy("discover.see")
@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """The whole page; only the panel when a row was opened, only the list when it is filtered, sorted or goes on."""
    source, run = queries.looked_at(request.GET.get("source", ""), request.GET.get("run", ""))
    filters = forms.filters_of(request.GET)
    if "view" not in request.GET:
        request.GET = _with_view(request.GET, filters)
    if run is None:
        return render(request, "discover/candidates_none.html", _no_run(request, source) | about(request, source))
    if request.htmx and request.htmx.target == "panel":
        return render(request, "discover/parts/panel.html", _panel(request, run, filters))
    listed = _list(request, run, filters) | {"kept": kept(request, source)}
    if taken_in_place(request):
        return render(request, "discover/parts/list.html", listed)
    return render(request, "discover/candidates.html", listed | _around(request, run, filters) | about(request, source))


@policy("discover.see")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV, every page of it."""
    _source, run = queries.looked_at(request.GET.get("source", ""), request.GET.get("run", ""))
    filters = forms.filters_of(request.GET)
    if run is None:
        return csv_export([], EXPORTED, "kolony-candidates.csv")
    found = queries.visible_candidates(request.user, run, filters).order_by("rank")
    parts = showing.components(run, filters.goal, filters.which)
    columns = [*EXPORTED, *((component_name(name), _points(at)) for at, (name, _weight) in enumerate(parts))]
    rows = queries.with_names(found, run.source)
    return csv_export(rows, columns, f"kolony-{filters.which}-{filters.goal}.csv")


def _points(at: int) -> Any:
    return lambda row: round(row[0].points[at], 2)


def _list(request: HttpRequest, run: Run, filters: Filters) -> dict[str, Any]:
    table = Table(request, key="result", label=list_words.LISTS[filters.which], columns=COLUMNS, default="rank")
    table.show(queries.visible_list(request.user, run, filters, table.order))
    query = {key: value for key, value in request.GET.items() if key not in ("open", "page")}
    return _panel(request, run, filters) | {
        "table": table,
        "rows": list_rows.rows(
            run, table.page.rows, query, undecided=filters.undecided, opened=request.GET.get("open", "")
        ),
        "bar": view_bar(request, page=PAGE, presets=_presets(run, filters)),
    }


def _around(request: HttpRequest, run: Run, filters: Filters) -> dict[str, Any]:
    """What stands over the list and beside it."""
    topics = queries.topics_of(run, filters.goal, filters.which)
    return {
        "weights": showing.weights(run, filters.goal, filters.which),
        "question": list_words.LIST_QUESTIONS[filters.which],
        "goals": list_words.GOALS.items(),
        "kinds": [("", _("Both")), ("kol", list_words.KINDS["kol"]), ("koc", list_words.KINDS["koc"])],
        "statuses": list(list_words.STATUSES.items()),
        "tenures": list(list_words.TENURES.items()),
        "owners": [("none", _("nobody")), *active_users()],
        "topics": list(queries.topic_names(run.source, topics).items()),
        "scores": [(str(least), str(least)) for least in (40, 50, 60, 70, 80, 90)],
        "total": run.result.get("candidates", 0),
        "patrol_left": menu.waiting_at(request, "discover"),
        "running": queries.running_run(run.kind, run.source),
        "is_newest": not request.GET.get("run"),
        "is_stale": facts.is_stale(run),
        "score_text": str(filters.score or ""),
        "may_run": permits.allows(request.user, "discover.run"),
        "done": _step(request),
        "run_source": run.source,
        "run_form": forms.RunForm(),
    }


def _step(request: HttpRequest) -> list[Any]:
    """What this reader just decided, if there is anything left of it to take back."""
    at = clock.read(request.GET.get("done", ""))
    return queries.step_at(request.user, at) if at else []


def _panel(request: HttpRequest, run: Run, filters: Filters) -> dict[str, Any]:
    asked = request.GET.get("open", "")
    place = queries.candidate_at(run, filters.goal, filters.which, asked) if asked else None
    query = request.GET.copy()
    query.pop("open", None)
    return {
        "run": run,
        "filters": filters,
        "card": showing.card(run, place) if place else None,
        "closed_url": f"{request.path}?{query.urlencode()}",
        "query": query.urlencode(),
        "may_decide": permits.allows(request.user, "discover.nominate"),
        "reasons": list_words.REASONS.items(),
    }


def _presets(run: Run, filters: Filters) -> list[Preset]:
    """The three lists, then what operators ask for most; each keeps the goal and the kind the reader has chosen."""
    kept = f"goal={filters.goal}" if filters.goal != "activate" else ""
    kept += f"&kind={filters.kind}" if filters.kind else ""
    decided = queries.decided_counts(run.source)
    fresh = queries.fresh_count(run, filters.goal)
    return [
        Preset("rising", list_words.LISTS["rising"], kept),
        Preset("now", list_words.LISTS["now"], f"{kept}&list=now"),
        Preset("potential", list_words.LISTS["potential"], f"{kept}&list=potential"),
        Preset("fresh", _("New since the last run"), f"{kept}&status=new", fresh),
        Preset("nominated", list_words.STATUSES["nominated"], f"{kept}&status=nominated", decided["nominated"]),
        Preset("dismissed", list_words.STATUSES["dismissed"], f"{kept}&status=dismissed", decided["dismissed"]),
        Preset("excluded", list_words.STATUSES["excluded"], f"{kept}&status=excluded", decided["excluded"]),
    ]


def _with_view(query: QueryDict, filters: Filters) -> QueryDict:
    """A link that names a list or a standing lands on the tab of that name."""
    known = query.copy()
    known["view"] = VIEW_OF_STATUS.get(filters.status, filters.which)
    return known


def _no_run(request: HttpRequest, source: Any) -> dict[str, Any]:
    return {
        "has_events": has_events(source),
        "running": queries.running_run(rules.RANK_RUN, source) if source else None,
        "may_run": permits.allows(request.user, "discover.run"),
        "run_source": source,
        "run_form": forms.RunForm(),
    }
