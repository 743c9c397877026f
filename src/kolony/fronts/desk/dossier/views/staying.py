"""What a small form of the dossier refuses is said on the dossier, beside what was typed; without scripts too."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kolony.fronts.desk.dossier.views.page import Kept, dossier
from kolony.ground.frame.error_words import words_for
from kolony.ground.frame.way_back import form_stays
from kolony.ground.kit.errors import KolonyError
from kolony.ground.people import queries

MENDABLE = (400, 409, 422)
"""Refusals that another word in the form can put right; the rest has a page of its own."""

View = Callable[[HttpRequest, UUID], HttpResponse]


def stays_on_the_page(which: str) -> Callable[[View], View]:
    """For a view that one form of the dossier is sent to. Who loads its address anew is at the dossier again."""

    def decorate(view: View) -> View:
        @wraps(view)
        @require_http_methods(["GET", "POST"])
        def staying(request: HttpRequest, person_id: UUID) -> HttpResponse:
            if request.method == "GET":
                return redirect("desk:person", person_id)
            try:
                return view(request, person_id)
            except KolonyError as refusal:
                if form_stays(request) or refusal.status not in MENDABLE:
                    raise
                kept = Kept(which, request.POST, words_for(refusal))
                return dossier(request, queries.visible_person(request.user, person_id), kept)

        return staying

    return decorate
