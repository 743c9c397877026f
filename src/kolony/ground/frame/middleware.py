"""Between the rooms' errors and the reader."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kolony.ground.frame import error_pages, way_back
from kolony.ground.kit.errors import KolonyError


class ErrorWords:
    """A KolonyError that reaches the edge becomes the page, or the fragment, that says it in words; so does a 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if way_back.form_stays(request) and 300 <= answer.status_code < 400:
            return way_back.onward(answer)
        if answer.status_code == 405 and not answer.content:
            said = error_pages.not_this_way(request)
            said["Allow"] = answer["Allow"]
            return said
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return error_pages.refusal(request, exception) if isinstance(exception, KolonyError) else None
