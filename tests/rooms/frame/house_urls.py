"""A small house around the frame: its own addresses, a door, and pages that go wrong."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kolony.ground.kit.errors import Conflict, KolonyError, NotAllowed, NotThere

RAISED = {400: KolonyError, 403: NotAllowed, 404: NotThere, 409: Conflict}


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    raise RAISED.get(status, ZeroDivisionError)()


def door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("door")


urlpatterns = [
    path("desk/", include("kolony.ground.frame.urls")),
    path("desk/jobs/", include("kolony.ground.frame.jobs.urls")),
    path("refuse/<int:status>", refuse),
    path("accounts/login/", door, name="account_login"),
    path("accounts/logout/", door, name="account_logout"),
]
handler400 = "kolony.ground.frame.error_pages.bad_request"
handler403 = "kolony.ground.frame.error_pages.forbidden"
handler404 = "kolony.ground.frame.error_pages.not_there"
handler500 = "kolony.ground.frame.error_pages.broken"
