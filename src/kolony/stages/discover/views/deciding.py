"""Nominate, dismiss, undo: from the list or from the panel, one member or several."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kolony.ground.guard.policy import policy
from kolony.ground.kit import clock
from kolony.stages.discover import actions, forms, queries, rules
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
    if form.cleaned_data["verb"] == "alike":
        return _to_alike(request, members, filters.goal)
    place = Place(queries.visible_run(request.user, request.POST.get("run", "")), filters.goal, filters.which)
    at = clock.now()
    verb = _verb(form.cleaned_data)
    verb(actor=request.user, place=place, actor_ids=members, reason=form.cleaned_data["reason"], now=at)
    if not queries.step_at(request.user, at):
        messages.info(request, _("Nothing to change: this was decided already."))
        return _back(request)
    return _back(request, at)


@policy("discover.see")
@require_POST
def undo_step(request: HttpRequest) -> HttpResponse:
    """Take back what was decided about several in one step; a second time finds nothing to do."""
    at = clock.read(request.POST.get("done", ""))
    step = actions.undo_step(actor=request.user, at=at, now=clock.now()) if at else actions.Step()
    if step.undone or not step.stayed:
        told = ngettext("%(count)d decision taken back.", "%(count)d decisions taken back.", step.undone)
        messages.success(request, told % {"count": step.undone})
    if step.stayed:
        told = ngettext(
            "%(count)d stays: somebody has worked with this person since.",
            "%(count)d stay: somebody has worked with these people since.",
            step.stayed,
        )
        messages.info(request, told % {"count": step.stayed})
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
    actions.undo(actor=request.user, decision=decision, now=clock.now())
    messages.success(request, _("Taken back. The history keeps both steps."))
    return _back(request)


def _verb(asked: dict[str, Any]) -> Callable[..., int]:
    """Whoever dismisses may say that it is for good."""
    if asked["verb"] == "nominate":
        return actions.nominate_all
    return actions.exclude_all if asked["keep_out"] else actions.dismiss_all


def _to_alike(request: HttpRequest, members: list[str], goal: str) -> HttpResponseRedirect:
    """The ticked members, in an address of their own."""
    run = queries.visible_run(request.user, request.POST.get("run", ""))
    asked = [("source", run.source.platform), ("goal", goal), *(("of", member) for member in members[: rules.ALIKE_OF])]
    return HttpResponseRedirect(f"{reverse('discover:alike')}?{urlencode(asked)}")


def _back(request: HttpRequest, done: datetime | None = None) -> HttpResponseRedirect:
    asked = parse_qsl(request.POST.get("query", "")[:2000].lstrip("?"))
    query = [(key, value) for key, value in asked if key != "done"]
    query += [("done", done.isoformat())] if done else []
    return HttpResponseRedirect(reverse("discover:candidates") + (f"?{urlencode(query)}" if query else ""))
