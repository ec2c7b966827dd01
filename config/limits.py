"""What no address takes: other methods than those of a browser, and more than the desk ever sends."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

METHODS = ("GET", "HEAD", "POST")


class LimitsMiddleware:
    """Answers 405 and 413 before anything of a request is read, and before anyone is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            sentence = "This address answers GET, HEAD and POST alone.\n"
            return HttpResponseNotAllowed(METHODS, sentence, content_type="text/plain; charset=utf-8")
        # Django counts the fields of a form, but writes a file of any size to the disk before a view can look at it.
        if length_of(request) > settings.LARGEST_BODY:
            return too_large(request)
        return self.get_response(request)


def length_of(request: HttpRequest) -> int:
    """How many bytes the request says that it brings; what it doesn't say is not read."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page that says so (413, RFC 9110 15.5.14)."""
    return HttpResponse(render_to_string("413.html", request=request), status=413)
