"""The list under the search field, as the reader types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kolony.fronts.desk.palette.finding import find
from kolony.ground.guard.policy import signed_in


@signed_in
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Lines only; the dialog stands in the shell."""
    text = request.GET.get("q", "").replace("\x00", "")
    return render(request, "desk/palette/lines.html", {"hits": find(request, text), "text": text})
