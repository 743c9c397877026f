"""Every address of the house: each room owns the part below its prefix."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("kolony.ground.guard.urls")),
    path("desk/", include("kolony.ground.frame.urls")),
    path("desk/jobs/", include("kolony.ground.frame.jobs.urls")),
    path("desk/facts/", include("kolony.ground.facts.urls")),
    path("desk/discover/seed-sets/", include("kolony.stages.discover.seedsets.urls")),
    path("desk/discover/", include("kolony.stages.discover.urls")),
    path("", include("kolony.fronts.desk.urls")),
]

handler400 = "kolony.ground.frame.error_pages.bad_request"
handler403 = "kolony.ground.frame.error_pages.forbidden"
handler404 = "kolony.ground.frame.error_pages.not_there"
handler500 = "kolony.ground.frame.error_pages.broken"
