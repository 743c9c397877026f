"""People as a table and as a file; the address holds every filter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kolony.fronts.desk.people_list import among
from kolony.fronts.desk.people_list.columns import COLUMNS, DEFAULT
from kolony.fronts.desk.people_list.rows import rows
from kolony.ground.frame.csv_export import csv_export
from kolony.ground.frame.table import Table
from kolony.ground.frame.view_bar import Preset, view_bar
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.guard.queries import active_users, teams
from kolony.ground.kit import clock
from kolony.ground.people import actions, queries
from kolony.ground.people.models import Label, Person
from kolony.ground.people.rules import SAID_OF_SEVERAL


@policy("people.see")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who is known here."""
    asked = among.filters_of(request.GET)
    table = Table(request, key="result", label=_("People"), default=DEFAULT, columns=COLUMNS)
    table.show(among.listed(request.user, request.GET))
    context = {
        "table": table, "rows": rows(table.page.rows, among.carried(request.GET)),
        "asked": asked, "filtered": any(asked.values()),
        "kinds": Person.Kind.choices, "sources": Person.Source.choices, "purposes": Person.Purpose.choices,
        "tiers": [*Person.Tier.choices, (queries.UNPLACED, _("none yet"))],
        "stages": [*Person.Stage.choices, (queries.UNPLACED, _("none yet"))],
        "me": str(request.user.pk),
        "owners": [("none", _("nobody")), *active_users()],
        "bar": view_bar(request, page="desk:people", presets=_presets(request)),
        "may_export": permits.allows(request.user, "people.export"),
        "may_name_types": permits.allows(request.user, "people.vocabulary"),
        "may_change": permits.allows(request.user, "people.change"), "done": _step(request),
        "teams": teams() if permits.allows(request.user, "people.regroup") else [],
        "dimensions": [(name, Label.Dimension(name).label) for name in SAID_OF_SEVERAL],
    }  # fmt: skip
    return render(request, "desk/people/list.html", context)


@policy("people.export")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as a CSV file: names, accounts and work, nothing restricted, no ability, no personality."""
    asked = among.filters_of(request.GET)
    found = list(queries.visible_people(request.user, **asked).order_by("sort_key", "id"))
    handles = queries.handles_by_person(person.pk for person in found)
    actions.note_export(actor=request.user, count=len(found), filters=asked, now=clock.now())
    columns = [
        (_("Person"), lambda person: person.display_name),
        (_("Kind"), lambda person: person.get_kind_display()),
        (_("Source"), lambda person: person.get_source_display()),
        (_("Purpose"), lambda person: person.get_purpose_display()),
        (_("Tier"), lambda person: person.get_tier_display()),
        (_("Stage"), lambda person: person.get_stage_display()),
        (_("Platform accounts"), lambda person: "; ".join(str(handle) for handle in handles.get(person.pk, []))),
        (_("Highlight"), lambda person: person.highlight),
        (_("Owner"), lambda person: str(person.owner or "")),
        (_("Last contact"), lambda person: person.last_touch_at),
        (_("Added"), lambda person: person.created_at),
    ]
    return csv_export(found, columns, "people.csv")


def _step(request: HttpRequest) -> queries.Step | None:
    """What was just done to several, if there is anything left of it to take back."""
    at = clock.read(request.GET.get("done", ""))
    return queries.step_at(request.user, at) if at else None


def _presets(request: HttpRequest) -> tuple[Preset, ...]:
    return (
        Preset("all", _("Everybody")),
        Preset("mine", _("Mine"), f"owner={request.user.pk}"),
        Preset("nobody", _("Without an owner"), "owner=none"),
    )
