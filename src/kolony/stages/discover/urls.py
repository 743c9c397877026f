"""Addresses under /desk/discover/."""

from django.urls import path

from kolony.stages.discover.views import alike, candidates, deciding, digest, patrol, runs, trust, writers, yields

app_name = "discover"

urlpatterns = [
    path("", candidates.candidates, name="candidates"),
    path("candidates.csv", candidates.export, name="export"),
    path("alike", alike.alike, name="alike"),
    path("writers", writers.writers, name="writers"),
    path("decide", deciding.decide, name="decide"),
    path("decide/undo", deciding.undo_step, name="undo-step"),
    path("undo/<path:actor_id>", deciding.undo, name="undo"),
    path("runs", runs.runs, name="runs"),
    path("runs/new", runs.start, name="run-start"),
    path("runs/compare", runs.compare, name="compare"),
    path("runs/<uuid:run_id>", runs.run_page, name="run"),
    path("trust", trust.trust, name="trust"),
    path("trust/new", trust.start, name="trust-start"),
    path("patrol", patrol.patrol, name="patrol"),
    path("patrol/undo", patrol.undo, name="patrol-undo"),
    path("patrol/<int:stop_id>", patrol.decide, name="patrol-decide"),
    path("yield", yields.came_of_it, name="yield"),
    path("newcomers", digest.newcomers, name="newcomers"),
    path("newcomers/letter", digest.letter, name="newcomers-letter"),
    path("newcomers/stop/<str:token>", digest.stop, name="newcomers-stop"),
    path("newcomers.txt", digest.newcomers_text, name="newcomers-text"),
]
