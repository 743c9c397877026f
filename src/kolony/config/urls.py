"""Every address of the house: each room owns the part below its prefix."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("kolony.ground.guard.urls")),
    path("desk/", include("kolony.ground.frame.urls")),
    path("desk/people/", include("kolony.ground.people.urls")),
    path("desk/facts/", include("kolony.ground.facts.urls")),
    path("desk/discover/", include("kolony.stages.discover.urls")),
    path("", include("kolony.fronts.desk.urls")),
]
