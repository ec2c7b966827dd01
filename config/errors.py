"""The page of a request that Django refused to read."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from config.limits import too_large


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where there was only too much of it."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return defaults.bad_request(request, exception)
