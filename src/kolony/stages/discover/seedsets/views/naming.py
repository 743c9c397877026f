"""The names under a field in which somebody is to be named, as the reader types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kolony.ground.guard.policy import policy
from kolony.stages.discover import list_words
from kolony.stages.discover import queries as discover
from kolony.stages.discover.seedsets import queries, rules
from kolony.stages.discover.seedsets.errors import NothingToChooseFrom

OFFERED = 8


@policy("seedsets.plan")
@require_GET
def names(request: HttpRequest) -> HttpResponse:
    """Lines only; the list stands in the form."""
    source = discover.source_chosen(request.GET.get("source", ""))
    if source is None:
        raise NothingToChooseFrom(source="")
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:80]
    purpose = request.GET.get("purpose", "")
    found = queries.suggested(source, purpose if purpose in rules.PURPOSES else "activate", text, OFFERED)
    lines = [(one, list_words.KINDS.get(one.kind, "")) for one in found]
    return render(request, "seedsets/parts/names.html", {"lines": lines, "text": text})
