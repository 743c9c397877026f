"""The personal block: masked until somebody asks, with a reason that is written down first."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kolony.fronts.desk.dossier.forms import PRIVATE_WORDS, PrivateForm
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit import clock
from kolony.ground.people import actions, queries
from kolony.ground.people.errors import FieldRefused, PersonMoved
from kolony.ground.people.rules import PRIVATE


@policy("people.look")
@require_POST
def look(request: HttpRequest, person_id: UUID, name: str) -> HttpResponse:
    """One value, once. The look is committed before the value is put into the answer."""
    person = queries.visible_person(request.user, person_id)
    reason = request.POST.get("reason", "")
    value = actions.look(actor=request.user, person=person, name=name, reason=reason, now=clock.now())
    return render(request, "desk/dossier/private_value.html", {"name": name, "value": value})


@policy("people.look")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write the personal block. Values are never put into the form: what is left empty stays as it is."""
    person = queries.visible_person(request.user, person_id)
    permits.require(request.user, "people.look", person)
    form = PrivateForm(request.POST or None, initial={"version": person.version})
    if request.method == "GET" or not form.is_valid():
        return _form(request, person, form, status=200 if request.method == "GET" else 422)
    try:
        actions.save_private(
            actor=request.user, person=person, version=form.cleaned_data["version"], values=form.values(),
            reason=form.cleaned_data["reason"], now=clock.now(),
        )  # fmt: skip
    except PersonMoved:
        person = queries.visible_person(request.user, person_id)
        form.data = form.data.copy()
        form.data["version"] = str(person.version)
        return _form(request, person, form, status=409)
    except FieldRefused as refused:
        form.add_error(refused.values["field"], _("This is not a date."))
        return _form(request, person, form, status=422)
    messages.success(request, _("Saved."))
    return redirect("desk:person", person_id)


def _form(request: HttpRequest, person, form: PrivateForm, *, status: int) -> HttpResponse:
    masks = queries.private_masks([person.pk])
    rows = [(form[name], masks.get(name, ""), name) for name in PRIVATE]
    context = {"person": person, "form": form, "rows": rows, "moved": status == 409, "words": PRIVATE_WORDS}
    return render(request, "desk/dossier/private_edit.html", context, status=status)
