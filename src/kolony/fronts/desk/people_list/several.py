"""One change to everybody who was ticked, and its undo. The list comes back as it was, and says what was done."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kolony.fronts.desk.people_list.forms import SeveralForm, ticked
from kolony.ground.guard.policy import policy
from kolony.ground.kit import clock
from kolony.ground.people import actions
from kolony.ground.people.errors import FieldRefused, NoSuchPerson


@policy("people.change")
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Another owner, another team, or a label, for several."""
    form, person_ids, now = SeveralForm(request.POST), ticked(request.POST), clock.now()
    if not form.is_valid():
        raise FieldRefused(field=", ".join(form.errors), value="")
    if not person_ids:
        raise NoSuchPerson()
    done = _done(form.cleaned_data, {"actor": request.user, "person_ids": person_ids, "now": now})
    if not done:
        messages.info(request, _("Nothing to change: they had it already."))
    return _back(request, now if done else None)


def _done(said: dict[str, Any], asked: dict[str, Any]) -> int:
    if said["verb"] == "owner":
        return actions.hand_over(**asked, owner=str(said["owner"] or ""))
    if said["verb"] == "team":
        return actions.give_to_team(**asked, team=str(said["team"] or ""))
    return actions.label_several(**asked, dimension=said["dimension"], value=said["value"])


@policy("people.change")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was done to several in one step; a second time finds nothing to do."""
    at = clock.read(request.POST.get("done", ""))
    done = actions.take_back_step(actor=request.user, at=at, now=clock.now()) if at else 0
    told = ngettext("%(count)d change taken back.", "%(count)d changes taken back.", done) % {"count": done}
    messages.success(request, told)
    return _back(request, None)


def _back(request: HttpRequest, done: datetime | None) -> HttpResponseRedirect:
    query = [(key, value) for key, value in parse_qsl(request.POST.get("query", "")[:2000]) if key != "done"]
    query += [("done", done.isoformat())] if done else []
    return HttpResponseRedirect(reverse("desk:people") + (f"?{urlencode(query)}" if query else ""))
