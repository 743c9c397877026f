"""Everybody by tier and stage: a board of counts and names, each cell a way into the list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kolony.ground.guard.policy import policy
from kolony.ground.people import queries
from kolony.ground.people.models import Person


@policy("people.see")
@require_GET
def placed(request: HttpRequest) -> HttpResponse:
    """Who nobody has placed is left out: the list shows them."""
    cells = queries.visible_placed(request.user)
    stages = [*Person.Stage.choices, ("", _("no stage yet"))]
    tiers = [*Person.Tier.choices, ("", _("no tier yet"))]
    told = {
        "crumbs": [(_("People"), reverse("desk:people")), (_("By tier and stage"), "")],
        "stages": stages,
        "rows": [(words, [_cell(cells, tier, stage, words, of) for stage, of in stages]) for tier, words in tiers],
        "total": sum(cell.count for cell in cells.values()),
    }
    return render(request, "desk/people/placed.html", told)


def _cell(cells: dict[tuple[str, str], queries.Cell], tier: str, stage: str, words: Any, of: Any) -> dict[str, Any]:
    found = cells.get((tier, stage), queries.Cell(0, []))
    address = f"{reverse('desk:people')}?tier={tier or queries.UNPLACED}&stage={stage or queries.UNPLACED}"
    return {"cell": found, "url": address, "tier": words, "stage": of, "more": found.count - len(found.people)}
