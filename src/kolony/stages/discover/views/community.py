"""Which community a page is about. With several the address says which, and every link between the pages keeps it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Source


def about(request: HttpRequest, source: Source | None) -> dict[str, Any]:
    """The switch (none where there is one community only) and what a link to another page has to carry along."""
    known = list(facts.all_sources())
    return {"community": source, "communities": known if len(known) > 1 else [], "kept": kept(request, source)}


def kept(request: HttpRequest, source: Source | None) -> str:
    """What a link has to carry so that it leads to the community the reader has chosen."""
    named = source is not None and "source" in request.GET
    return f"?{urlencode({'source': source.platform})}" if named else ""


def has_events(source: Source | None) -> bool:
    """Whether there is anything in a community that a run could rank."""
    return source is not None and facts.loads_in(source).exists()
