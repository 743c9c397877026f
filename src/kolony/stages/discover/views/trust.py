"""How far to trust the list: the community's own past, asked."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Source
from kolony.ground.frame import error_words
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.stages.discover import actions, forms, list_words, queries, rules, trusting
from kolony.stages.discover.errors import NothingLoaded
from kolony.stages.discover.views.community import about, has_events


@policy("discover.see")
@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    """The newest back-test: the sentence, the plot, the figures beside the baselines."""
    return _page(request, queries.source_chosen(request.GET.get("source", "")), forms.BacktestForm())


def _page(request: HttpRequest, source: Source | None, form: forms.BacktestForm) -> HttpResponse:
    which = request.GET.get("list", "rising")
    which = which if which in ("rising", "now") else "rising"
    run = queries.newest_backtest(source)
    context: dict[str, Any] = {
        "source": source,
        "run": run,
        "which": which,
        "lists": [(key, list_words.LISTS[key]) for key in ("rising", "now")],
        "form": form,
        "has_events": has_events(source),
        "running": queries.running_run(rules.BACKTEST_RUN, source) if source else None,
        "is_stale": bool(run and facts.is_stale(run)),
        "failed": queries.failed_after(run, rules.BACKTEST_RUN, source) if source else None,
        "may_run": permits.allows(request.user, "discover.run"),
    } | about(request, source)
    if context["failed"]:
        told = context["failed"].result
        context["refused"] = error_words.words_for_code(told.get("code", ""), told.get("values", {}))
    if run:
        context["answer"] = trusting.answer(run.result, which)
    return render(request, "discover/trust.html", context, status=422 if form.is_bound else 200)


@policy("discover.run")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """A new look into the past, as a job. A refused form stands at this address, which opens the page again."""
    if request.method == "GET":
        return HttpResponseRedirect(reverse("discover:trust"))
    source = queries.source_chosen(request.POST.get("source", ""))
    if source is None:
        raise NothingLoaded(source="")
    form = forms.BacktestForm(request.POST)
    if not form.is_valid():
        return _page(request, source, form)
    actions.start_backtest(
        actor=request.user,
        source=source,
        horizon_days=form.cleaned_data["horizon_days"],
        cutoffs=form.cleaned_data["cutoffs"],
        now=now(),
    )
    return HttpResponseRedirect(f"{reverse('discover:trust')}?source={source.platform}")
