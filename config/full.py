"""The answer when a disk is full: nothing was changed, and whoever sent something is told so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from issues.room import is_full


class DiskFullMiddleware:
    """Answers 507 (RFC 4918 11.5) where a view failed because nothing more can be written. The transaction of the act
    is rolled back by then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_full(exception):
            return None
        return HttpResponse(render_to_string("507.html", request=request), status=507)
