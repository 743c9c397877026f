"""Segments of members: whom a set shall reach."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kolony.ground.facts.models import Source
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit.clock import now
from kolony.stages.discover import queries as discover
from kolony.stages.discover.seedsets import actions, forms, queries, words
from kolony.stages.discover.seedsets.errors import NothingToChooseFrom
from kolony.stages.discover.seedsets.models import Segment
from kolony.stages.discover.views.community import about


@policy("seedsets.see")
@require_GET
def segments(request: HttpRequest) -> HttpResponse:
    """Every segment with its conditions in words and how many it has."""
    source = discover.source_chosen(request.GET.get("source", ""))
    lines = [
        {
            "segment": segment,
            "conditions": words.said(segment.conditions, segment.source),
            "may_change": permits.allows(request.user, "seedsets.change", segment),
        }
        for segment in queries.visible_segments(request.user, source)
    ]
    may_plan = bool(source) and permits.allows(request.user, "seedsets.plan")
    context = {"source": source, "lines": lines, "may_plan": may_plan} | about(request, source)
    return render(request, "seedsets/segments.html", context)


@policy("seedsets.plan")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new segment."""
    asked = request.POST if request.method == "POST" else request.GET
    source = discover.source_chosen(asked.get("source", ""))
    if source is None:
        raise NothingToChooseFrom(source="")
    form = forms.SegmentForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _form(request, source, form, None)
    told = form.cleaned_data
    actions.make_segment(actor=request.user, source=source, name=told["name"], conditions=told["conditions"], now=now())
    return _done(request, source, "seedsets:new" if request.GET.get("then") == "set" else "seedsets:segments")


@policy("seedsets.plan")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    """Other conditions, another name."""
    segment = queries.visible_segment(request.user, segment_id)
    permits.require(request.user, "seedsets.change", segment)
    form = forms.SegmentForm(request.POST or None, initial=_initial(segment))
    if request.method == "GET" or not form.is_valid():
        return _form(request, segment.source, form, segment)
    told = form.cleaned_data
    actions.change_segment(
        actor=request.user, segment=segment, version=told["version"] or 0, name=told["name"],
        conditions=told["conditions"], now=now(),
    )  # fmt: skip
    return _done(request, segment.source)


@policy("seedsets.plan")
@require_POST
def withdraw(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    segment = queries.visible_segment(request.user, segment_id)
    actions.withdraw_segment(actor=request.user, segment=segment, now=now())
    messages.success(request, _("Taken off the list."))
    return HttpResponseRedirect(f"{reverse('seedsets:segments')}?source={segment.source.platform}")


def _form(request: HttpRequest, source: Source, form: forms.SegmentForm, segment: Segment | None) -> HttpResponse:
    run = queries.list_of(source)
    topics = discover.topics_of(run, "activate", "rising", limit=100) if run else []
    names = list(discover.topic_names(source, topics).items())
    context: dict[str, Any] = {"form": form, "source": source, "segment": segment, "topics": names}
    return render(request, "seedsets/segment.html", context, status=422 if form.is_bound else 200)


def _initial(segment: Segment) -> dict[str, Any]:
    initial: dict[str, Any] = {"name": segment.name, "version": segment.version}
    for at, one in enumerate(segment.conditions, start=1):
        initial |= {f"kind_{at}": one["kind"], f"value_{at}": one.get("value", "")}
    return initial


def _done(request: HttpRequest, source: Source, where: str = "seedsets:segments") -> HttpResponse:
    """Back to the list; whoever came from a set that was being asked for goes on with that."""
    messages.success(request, _("Saved. It is being counted."))
    return HttpResponseRedirect(f"{reverse(where)}?source={source.platform}")
