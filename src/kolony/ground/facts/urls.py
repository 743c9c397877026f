"""Addresses under /desk/facts/."""

from django.urls import path

from kolony.ground.facts.views import community, detail, home, wizard

app_name = "facts"

urlpatterns = [
    path("", home.home, name="home"),
    path("template.csv", home.template, name="template"),
    path("communities/<slug:platform>/", community.community, name="community"),
    path("new/", wizard.file_step, name="file"),
    path("taking/<uuid:job_id>/", wizard.taking, name="taking"),
    path("loads/<uuid:load_id>/", detail.load_page, name="load_page"),
    path("loads/<uuid:load_id>/columns/", wizard.columns, name="columns"),
    path("loads/<uuid:load_id>/match/", wizard.match, name="match"),
    path("loads/<uuid:load_id>/dry-run/", wizard.dry_run, name="dry_run"),
    path("loads/<uuid:load_id>/progress/", wizard.progress, name="progress"),
    path("loads/<uuid:load_id>/undo/", detail.undo, name="undo"),
    path("loads/<uuid:load_id>/discard/", detail.discard, name="discard"),
    path("loads/<uuid:load_id>/refused/", detail.refused, name="refused"),
    path("loads/<uuid:load_id>/refused.csv", detail.refused_csv, name="refused_csv"),
]
