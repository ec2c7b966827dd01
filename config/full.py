"""The answer when a disk is full: nothing was changed, and whoever sent something is told so."""

import errno
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg.errors import DiskFull


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


def is_full(exception: BaseException) -> bool:
    """Whether a database or a file could not be written for want of room."""
    cause: Any = exception.__cause__
    if isinstance(exception, OperationalError):
        return isinstance(cause, DiskFull) or "disk is full" in str(exception)
    return isinstance(exception, OSError) and exception.errno in {errno.ENOSPC, errno.EDQUOT}
