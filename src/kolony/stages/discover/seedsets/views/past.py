"""Which way of choosing to believe: the community's own past, asked."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kolony.ground.facts import queries as facts
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.stages.discover import queries as discover
from kolony.stages.discover.seedsets import actions, queries, verdicts, words
from kolony.stages.discover.seedsets.errors import NothingToChooseFrom
from kolony.stages.discover.views.community import about


@policy("seedsets.see")
@require_GET
def past(request: HttpRequest) -> HttpResponse:
    """The newest verdict with every way of choosing beside the best simple one."""
    source = discover.source_chosen(request.GET.get("source", ""))
    run = queries.newest_past(source) if source else None
    context: dict[str, Any] = {
        "source": source,
        "run": run,
        "running": queries.running_past(source) if source else None,
        "failed": queries.past_failed_after(run, source) if source else None,
        "has_events": bool(source and facts.loads_in(source).exists()),
        "may_plan": permits.allows(request.user, "seedsets.plan"),
    } | about(request, source)
    if run:
        asked = request.GET.get("k", "")
        verdict = verdicts.verdict(run.result, int(asked) if asked in map(str, verdicts.sizes(run.result)) else 10)
        chose = [str(words.METHODS.get(name, name)) for name, _stretches in groupby(run.result["chose"])]
        context |= {"verdict": verdict, "sizes": verdicts.sizes(run.result), "chose": chose}
    return render(request, "seedsets/past.html", context)


@policy("seedsets.plan")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Ask, as a job."""
    source = discover.source_chosen(request.POST.get("source", ""))
    if source is None:
        raise NothingToChooseFrom(source="")
    actions.ask_the_past(actor=request.user, source=source, now=now())
    return HttpResponseRedirect(f"{reverse('seedsets:past')}?source={source.platform}")
