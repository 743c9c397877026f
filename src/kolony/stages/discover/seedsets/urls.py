"""Addresses under /desk/discover/seed-sets/."""

from django.urls import path

from kolony.stages.discover.seedsets.views import comparing, exporting, naming, past, planning, result, segments

app_name = "seedsets"

urlpatterns = [
    path("", planning.sets, name="sets"),
    path("new", planning.new, name="new"),
    path("names", naming.names, name="names"),
    path("compare", comparing.compare, name="compare"),
    path("past", past.past, name="past"),
    path("past/new", past.start, name="past-start"),
    path("segments", segments.segments, name="segments"),
    path("segments/new", segments.new, name="segment-new"),
    path("segments/<uuid:segment_id>", segments.change, name="segment"),
    path("segments/<uuid:segment_id>/withdraw", segments.withdraw, name="segment-withdraw"),
    path("<uuid:set_id>", result.page, name="set"),
    path("<uuid:set_id>/state", result.state, name="state"),
    path("<uuid:set_id>/save", result.save, name="save"),
    path("<uuid:set_id>/withdraw", result.withdraw, name="withdraw"),
    path("<uuid:set_id>/set.csv", exporting.as_csv, name="csv"),
    path("<uuid:set_id>/set.json", exporting.as_json, name="json"),
]
