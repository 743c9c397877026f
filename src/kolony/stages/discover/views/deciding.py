"""Nominate, dismiss, undo: from the list or from the panel, one member or several."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.stages.discover import actions, forms, queries
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.errors import NoSuchCandidate


@policy("discover.see")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """The verb about every ticked member; the list comes back as it was."""
    form = forms.DecisionForm(request.POST)
    members = request.POST.getlist("ids")[:500]
    if not form.is_valid() or not members:
        raise NoSuchCandidate(member="")
    filters = forms.filters_of(request.POST)
    place = Place(queries.visible_run(request.user, request.POST.get("run", "")), filters.goal, filters.which)
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["verb"] == "nominate":
        done = actions.nominate_all(actor=request.user, place=place, actor_ids=members, reason=reason, now=now())
        told = ngettext("%(count)d nominated.", "%(count)d nominated.", done)
    else:
        done = actions.dismiss_all(actor=request.user, place=place, actor_ids=members, reason=reason, now=now())
        told = ngettext("%(count)d dismissed, the reason is kept.", "%(count)d dismissed, the reason is kept.", done)
    messages.success(request, told % {"count": done})
    return _back(request)


@policy("discover.see")
@require_POST
def undo(request: HttpRequest, actor_id: str) -> HttpResponse:
    """Take the standing decision about a member back."""
    run = queries.visible_run(request.user, request.POST.get("run", ""))
    decision = queries.standing_decision(run.source, actor_id)
    if decision is None:
        messages.info(request, _("This was taken back already."))
        return _back(request)
    actions.undo(actor=request.user, decision=decision, now=now())
    messages.success(request, _("Taken back. The history keeps both steps."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    query = request.POST.get("query", "")[:2000].lstrip("?")
    base = reverse("discover:candidates")
    return HttpResponseRedirect(f"{base}?{query}" if query else f"{base}?{urlencode({})}".rstrip("?"))
