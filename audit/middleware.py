"""Where a request came from, for the entries that its acts write."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit import log
from audit.origin import address_of


class AuditMiddleware:
    """Lets the audit log know who sent the request at work, and from which address. Asks the database nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with log.request_of(request.user, address_of(request)):
            return self.get_response(request)
