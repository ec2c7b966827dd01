"""Every request has an id, a line in the log and a place in the metrics. A cache in front tells of its own pages."""

import logging
import re
import uuid
from collections.abc import Callable
from time import perf_counter

import structlog
from django.db import Error
from django.http import HttpRequest, HttpResponse

from config import metrics
from config.logs import without_tokens

logger = logging.getLogger(__name__)

# What somebody in front sent is taken over only where it can stand in a log as it is.
SAFE = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestMiddleware:
    """Notes a request when it has been answered. Must be the first, so that it sees every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if SAFE.fullmatch(given) else uuid.uuid4().hex
        began = perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            note(request, response, perf_counter() - began)
        response.headers["X-Request-ID"] = request_id
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, Error):
            metrics.DATABASE_ERRORS.inc()


def note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Never the query, which may be private or a secret; the person only where the request asked who it was."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    status, method = response.status_code, request.method or ""
    metrics.REQUESTS.labels(view, method if method in metrics.METHODS else "other", status).inc()
    metrics.SECONDS.labels(view).observe(seconds)
    path = without_tokens(request.path)
    told = {
        "method": method,
        "path": path,
        "view": view,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": getattr(getattr(request, "_cached_user", None), "pk", None),
    }
    logger.info("%s %s", method, path, extra=told)
