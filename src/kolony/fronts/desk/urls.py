"""The desk's own pages."""

from django.urls import include, path

from kolony.fronts.desk.palette.views import palette
from kolony.fronts.desk.today.views import door, today

app_name = "desk"

urlpatterns = [
    path("", door, name="door"),
    path("desk/", today, name="today"),
    path("desk/palette", palette, name="palette"),
    path("desk/people/", include("kolony.fronts.desk.people_list.urls")),
    path("desk/people/", include("kolony.fronts.desk.dossier.urls")),
]
