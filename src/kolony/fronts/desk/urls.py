"""The desk's own pages."""

from django.urls import include, path

app_name = "desk"

urlpatterns = [
    path("desk/people/", include("kolony.fronts.desk.people_list.urls")),
    path("desk/people/", include("kolony.fronts.desk.dossier.urls")),
]
