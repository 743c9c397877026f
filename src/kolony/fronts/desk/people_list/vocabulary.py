"""The vocabulary of business types: what a dossier may say somebody is for us, in both languages."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kolony.fronts.desk.people_list.forms import TypeForm
from kolony.ground.frame.error_words import words_for
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.ground.kit.errors import KolonyError
from kolony.ground.people import actions, queries


@policy("people.vocabulary")
def vocabulary(request: HttpRequest) -> HttpResponse:
    """The list, each line a form of its own; the last line is for a new one."""
    form = TypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _changed(request.user, form))
            return redirect("desk:people-types")
        except KolonyError as error:
            spoken = words_for(error)
            form.add_error(None, f"{spoken.what} {spoken.remedy}")
    crumbs = [(_("People"), reverse("desk:people")), (_("Business types"), "")]
    told = {
        "crumbs": crumbs,
        "form": form,
        "types": queries.business_types_in_use(),
        "chosen": form.data.get("key", ""),
    }
    return render(request, "desk/people/types.html", told, status=422 if form.errors else 200)


def _changed(actor: Any, form: TypeForm) -> str:
    given = form.cleaned_data
    if given["verb"] == "drop":
        actions.drop_type(actor=actor, key=given["key"], now=now())
        return _("Taken away.")
    actions.name_type(actor=actor, key=given["key"], name_zh=given["name_zh"], name_en=given["name_en"], now=now())
    return _("Saved.")
