"""One seed set: its answer at one step of the budget, saving it, taking it off the list."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kolony.ground.facts import queries as facts
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.stages.discover import list_words
from kolony.stages.discover.seedsets import actions, beside, drawings, forms, queries, sentences, verdicts, words
from kolony.stages.discover.seedsets.errors import SetMoved
from kolony.stages.discover.seedsets.models import SeedSet
from kolony.stages.discover.seedsets.showing import Shown

OVER = ("done", "failed", "cancelled")


@policy("seedsets.see")
@require_GET
def page(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """The answer; while the worker is at it, how far it is."""
    seed_set = queries.visible_set(request.user, set_id)
    if seed_set.run.state != "done":
        return render(request, "seedsets/waiting.html", _asked(request, seed_set))
    part = request.htmx and request.htmx.target == "result"
    return render(request, "seedsets/parts/moved.html" if part else "seedsets/set.html", _answer(request, seed_set))


@policy("seedsets.see")
@require_GET
def state(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """Asked again and again by a page that waits: nothing, or "load yourself anew"."""
    seed_set = queries.visible_set(request.user, set_id)
    response = HttpResponse(status=204)
    if seed_set.run.state in OVER:
        response["HX-Refresh"] = "true"
    return response


@policy("seedsets.plan")
@require_POST
def save(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """Keep it under a name, at the budget that is shown; who was overtaken sees both names."""
    seed_set = queries.visible_set(request.user, set_id)
    form = forms.SaveForm(request.POST)
    form.is_valid()
    told = form.cleaned_data
    try:
        actions.save(
            actor=request.user, seed_set=seed_set, version=told.get("version", 0),
            name=told.get("name", "").strip() or words.title(seed_set), step=told.get("step", 0), now=now(),
        )  # fmt: skip
    except SetMoved:
        newer = queries.visible_set(request.user, set_id)
        context = _answer(request, newer) | {"typed": told.get("name", "")}
        return render(request, "seedsets/set.html", context, status=409)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('seedsets:set', args=[seed_set.pk])}?step={told['step']}")


@policy("seedsets.plan")
@require_POST
def withdraw(request: HttpRequest, set_id: UUID) -> HttpResponse:
    actions.withdraw(actor=request.user, seed_set=queries.visible_set(request.user, set_id), now=now())
    messages.success(request, _("Taken off the list."))
    return HttpResponseRedirect(reverse("seedsets:sets"))


def step_asked(request: HttpRequest) -> int:
    """The step in the address; 0, which no step has, when it is none."""
    text = request.GET.get("step", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def shown_at(request: HttpRequest, seed_set: SeedSet) -> Shown:
    """The set at the step the address asks for, with fees for those only who may see them."""
    return Shown(seed_set, step_asked(request), may_look=permits.allows(request.user, "people.look"))


def _asked(request: HttpRequest, seed_set: SeedSet) -> dict[str, Any]:
    """What was asked, as far as it needs no answer."""
    asked = seed_set.run.parameters
    audience = [
        {
            "name": one["name"] or _("Everybody"),
            "conditions": words.said(one["conditions"], seed_set.source),
            "weight": one["weight"],
        }
        for one in asked["audience"]
    ]
    return {
        "set": seed_set,
        "source": seed_set.source,
        "name": words.title(seed_set),
        "run": seed_set.run,
        "asked": asked,
        "goal": list_words.GOALS[seed_set.purpose],
        "audience": audience,
        "pool": words.POOLS[asked["pool"]],
        "from_one": words.FROM_ONE[asked.get("spread", "topic")],
        "least_of": words.least_of(asked["at_least"]) if asked.get("at_least") else "",
        "model": words.MODELS_SHORT[asked["model"]],
        "may_plan": permits.allows(request.user, "seedsets.plan"),
    }


def _answer(request: HttpRequest, seed_set: SeedSet) -> dict[str, Any]:
    shown = shown_at(request, seed_set)
    past, known = queries.newest_past(seed_set.source), queries.comparable_sets(seed_set.source)
    return _asked(request, seed_set) | {
        "shown": shown,
        "current_words": shown.unit.words(shown.step.budget),
        "slider_words": json.dumps(shown.slider, ensure_ascii=False),
        "certificate": sentences.certificate(shown),
        "runner_up": sentences.runner_up(shown),
        "runner_up_loss": sentences.runner_up_loss(shown),
        "why_not": sentences.why_not(shown),
        "left_out": beside.left_out(shown),
        "ways": beside.ways(shown),
        "best_simple": beside.best_simple(shown),
        "mixes": beside.mixes(shown),
        "mix_sentence": sentences.mix_sentence(shown),
        "barred": beside.barred(shown),
        "curve": drawings.curve(shown),
        "network": drawings.picture(shown),
        "past": verdicts.verdict(past.result, shown.figures["people"], shown.asked["model"]) if past else None,
        "is_stale": facts.is_stale(seed_set.run),
        "may_change": permits.allows(request.user, "seedsets.change", seed_set),
        "may_export": permits.allows(request.user, "seedsets.export"),
        "others": [(words.title(one), one) for one in known if one.pk != seed_set.pk][:20],
    }
