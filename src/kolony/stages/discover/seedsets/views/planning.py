"""The list of seed sets, and asking for a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Source
from kolony.ground.frame import error_words
from kolony.ground.frame.paging import page_of
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.ground.kit.errors import KolonyError
from kolony.stages.discover import list_words
from kolony.stages.discover import queries as discover
from kolony.stages.discover.seedsets import actions, forms, queries, rules, showing, verdicts, words
from kolony.stages.discover.seedsets.errors import NothingToChooseFrom
from kolony.stages.discover.seedsets.models import SeedSet
from kolony.stages.discover.views.community import about

NAMED = ("must_in", "must_out")
RUN_ERRORS = ("failed", "cancelled")


@policy("seedsets.see")
@require_GET
def sets(request: HttpRequest) -> HttpResponse:
    """Every set: the saved ones with their figures, then what was asked lately."""
    source = discover.source_chosen(request.GET.get("source", ""))
    found = queries.visible_sets(request.user, source)
    page = page_of(found.order_by("saved_at", "-created_at"), request, size=25)
    lines = [_line(request, one) for one in page.rows]
    context = {
        "source": source,
        "page": page,
        "saved": [line for line in lines if line["set"].saved_at],
        "others": [line for line in lines if not line["set"].saved_at],
        "has_list": bool(source and queries.list_of(source)),
        "has_events": bool(source and facts.loads_in(source).exists()),
        "past": queries.newest_past(source) if source else None,
        "may_plan": permits.allows(request.user, "seedsets.plan"),
    } | about(request, source)
    return render(request, "seedsets/sets.html", context)


def _line(request: HttpRequest, one: SeedSet) -> dict[str, Any]:
    may_look = permits.allows(request.user, "people.look")
    shown = showing.Shown(one, 0, may_look=may_look) if one.run.state == "done" else None
    told = {
        "set": one,
        "name": words.title(one),
        "run": one.run,
        "goal": list_words.GOALS[one.purpose][0],
        "shown": shown,
    }
    return told | {"failed": one.run.state in RUN_ERRORS}


@policy("seedsets.plan")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What is wanted; the answer is a job."""
    asked = request.POST if request.method == "POST" else request.GET
    source = discover.source_chosen(asked.get("source", ""))
    if source is None or queries.list_of(source) is None:
        raise NothingToChooseFrom(source=source.name if source else "")
    if request.method == "GET":
        return _form(request, source, forms.PlanForm(source=source, initial=_initial(request, source)))
    form = forms.PlanForm(request.POST, source=source)
    if not form.is_valid():
        return _form(request, source, form)
    try:
        made = actions.plan(
            actor=request.user, source=source, question=form.question(), must_in=form.cleaned_data["must_in"],
            must_out=form.cleaned_data["must_out"], now=now(),
        )  # fmt: skip
    except KolonyError as refusal:
        return _form(request, source, form, refusal)
    return HttpResponseRedirect(reverse("seedsets:set", args=[made.pk]))


def _form(
    request: HttpRequest, source: Source, form: forms.PlanForm, refusal: KolonyError | None = None
) -> HttpResponse:
    status = refusal.status if refusal else 422 if form.is_bound else 200
    past = queries.newest_past(source)
    context = {"form": form, "source": source, "named": [(form[name], form.picked(name)) for name in NAMED]}
    context |= about(request, source) | {"refused": error_words.words_for(refusal) if refusal else None}
    if past:
        told = verdicts.of_models(past.result)
        context["believed"] = [(words.MODELS_SHORT[model], told[model]) for model in rules.MODELS]
    return render(request, "seedsets/new.html", context, status=status)


def _initial(request: HttpRequest, source: Source) -> dict[str, Any]:
    """As an earlier set was asked, with somebody pinned or kept out if the link says so."""
    before = request.GET.get("from", "")
    initial: dict[str, Any] = {"purpose": request.GET.get("goal", "activate")}
    lines = {"in": [request.GET.get("in", "")], "out": [request.GET.get("out", "")]}
    if before:
        seed_set = queries.visible_set(request.user, before)
        initial = _as_asked(seed_set)
        for stance in lines:
            lines[stance] += queries.stances_of(seed_set, stance)
    initial["must_in"] = "\n".join(dict.fromkeys(line for line in lines["in"] if line))
    initial["must_out"] = "\n".join(dict.fromkeys(line for line in lines["out"] if line))
    return initial


def _as_asked(seed_set: SeedSet) -> dict[str, Any]:
    told = dict(seed_set.run.parameters)
    scale = 100 if told["unit"] == "money" else 1
    kept = ("purpose", "unit", "currency", "at_most", "one_topic", "pool", "days", "model", "seed")
    initial = {name: told[name] for name in kept} | {"spread": told.get("spread", "topic")}
    least = told.get("at_least")
    if least:
        initial |= {"at_least": least["n"], "least_of": f"{least['what']}:{least['which']}"}
    initial |= {"budget": told["budget"] // scale, "base": told["base"] // 100, "each": told["each"] // 100}
    initial[f"weight_{forms.EVERYBODY}"] = None
    return initial | {f"weight_{one['segment'] or forms.EVERYBODY}": one["weight"] for one in told["audience"]}
