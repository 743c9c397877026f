"""One person on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from kolony.fronts.desk.dossier.showing import everything, panels_for
from kolony.fronts.desk.people_list.among import neighbours
from kolony.ground.frame.error_words import Spoken
from kolony.ground.guard.policy import policy
from kolony.ground.people import queries
from kolony.ground.people.models import Person


@policy("people.see")
@require_GET
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The dossier; somebody who was merged away leads to whom they were merged into."""
    found = queries.visible_person(request.user, person_id)
    kept = queries.kept_person(found)
    if kept != found:
        return redirect("desk:person", kept.pk)
    if found.erased_at:
        return render(request, "desk/dossier/erased.html", {"person": found})
    return dossier(request, found)


@dataclass(frozen=True)
class Kept:
    """What was typed into one form of the page, and why it was not taken."""

    form: str
    typed: Mapping[str, str]
    spoken: Spoken


def dossier(request: HttpRequest, found: Person, kept: Kept | None = None) -> HttpResponse:
    """The page itself; with what was typed where a form of it was refused."""
    context = {
        **everything(found, request.user),
        "panels": panels_for(found, request),
        "neighbours": neighbours(request, found),
        "withdrawn": as_uuid(request.GET.get("withdrawn", "")),
        "kept": kept,
    }
    return render(request, "desk/dossier/person.html", context, status=kept.spoken.status if kept else 200)


def as_uuid(text: str) -> UUID | None:
    """An id out of an address; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
