"""Who writes about a brand, a product, a subject: found by the words of their posts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kolony.ground.facts.models import Run
from kolony.ground.guard.policy import policy
from kolony.stages.discover import forms, mentions, queries, writers_words
from kolony.stages.discover.views.community import about, has_events


@policy("discover.see")
@require_GET
def writers(request: HttpRequest) -> HttpResponse:
    """The words stand in the address, so that a search can be kept and sent."""
    source, run = queries.looked_at(request.GET.get("source", ""))
    context = _told(request, run) if run else {"has_events": has_events(source)}
    return render(request, "discover/writers.html", {"run": run} | context | about(request, source))


def _told(request: HttpRequest, run: Run) -> dict[str, Any]:
    text, everybody = request.GET.get("q", "")[:500], request.GET.get("show") == "any"
    words = mentions.words_of(text)
    found = queries.visible_writers(request.user, run, words, undecided=not everybody)
    goal = forms.filters_of(request.GET).goal
    return {
        "text": text,
        "words": words,
        "everybody": everybody,
        "found": found,
        "lines": writers_words.lines(run, goal, words, found.writers),
    }
