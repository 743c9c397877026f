"""Data & imports: which communities are here, how fresh they are, and everything that was ever brought in."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kolony.ground.facts import queries, rules, showing
from kolony.ground.frame.table import Column, Table
from kolony.ground.frame.view_bar import Preset, view_bar
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy

TEMPLATE_ROWS = (
    ("event_id", "ts", "actor_id", "verb", "object_id", "target_user_id", "topic_id", "value", "title", "text", "url"),
    ("1", "2026-11-01 09:30:00", "u-17", "topic", "p-1", "", "t-1", "1", "First topic", "Hello", ""),
    ("2", "2026-11-01 10:02:11", "u-42", "reply", "p-2", "u-17", "t-1", "1", "", "Welcome", ""),
    ("3", "2026-11-02", "u-17", "like", "p-2", "u-42", "t-1", "1", "", "", ""),
)


@policy("facts.see")
def home(request: HttpRequest) -> HttpResponse:
    """Sources, freshness, the history of loads; empty at first use, with the way to bring one's own."""
    asked = {key: request.GET.get(key, "") for key in ("source", "state", "q")}
    loads = queries.visible_loads(request.user, source=asked["source"], state=asked["state"], search=asked["q"])
    table = Table(
        request, key="result", label=_("Imports"), default="-created",
        columns=(
            Column("name", _("Import, and what came of it"), order=("name",)),
            Column("source", _("Community"), order=("source__name",)),
            Column("accepted", _("Events"), order=("accepted",), numeric=True),
            Column("refused", _("Refused"), order=("refused",), numeric=True),
            Column("newest", _("Events until"), order=("last_ts",)),
            Column("created", _("Brought in"), order=("created_at",)),
        ),
    )  # fmt: skip
    table.show(loads.order_by(*table.order, "id"))
    sources = list(queries.visible_sources(request.user))
    context = {
        "crumbs": [(_("Data & imports"), "")], "sources": sources, "table": table, "asked": asked,
        "told": [(source, showing.recognition_words(source.recognition)) for source in sources],
        "source_options": [(source.platform, source.name) for source in sources],
        "state_options": [(state, showing.STATES[state].label) for state in rules.LOAD_STATES[:-1]],
        "chips": showing.STATES, "kinds": showing.KINDS, "may_load": permits.allows(request.user, "facts.load"),
        "bar": view_bar(request, page="facts:home", presets=_presets()),
    }  # fmt: skip
    return render(request, "facts/home.html", context)


def _presets() -> tuple[Preset, ...]:
    """Everything, what waits for somebody, and what went wrong."""
    waiting, failed = rules.DRY_RUN, rules.FAILED
    return (
        Preset("all", _("All imports")),
        Preset(waiting, showing.STATES[waiting].label, f"state={waiting}"),
        Preset(failed, showing.STATES[failed].label, f"state={failed}"),
    )


@policy("facts.see")
def template(request: HttpRequest) -> HttpResponse:
    """A small CSV in the contract's own columns, to copy from."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kolony-events-template.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows(TEMPLATE_ROWS)
    return response
