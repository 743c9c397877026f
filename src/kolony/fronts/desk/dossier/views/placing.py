"""Tier and stage of one person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kolony.fronts.desk.dossier.forms import PlacingForm
from kolony.fronts.desk.dossier.views.staying import stays_on_the_page
from kolony.fronts.desk.errors import FieldUnread
from kolony.ground.guard.policy import policy
from kolony.ground.kit import clock
from kolony.ground.people import actions, queries


@policy("people.change")
@stays_on_the_page("placing")
def place(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Another tier or stage, with the reason."""
    person, form = queries.visible_person(request.user, person_id), PlacingForm(request.POST)
    for name, why in form.errors.items():
        raise FieldUnread(at=name, field=form.fields[name].label, why=why[0])
    actions.place(actor=request.user, person=person, now=clock.now(), **form.cleaned_data)
    messages.success(request, _("Kept, with the reason."))
    return redirect("desk:person", person_id)
