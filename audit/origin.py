"""Where a request came from."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The IP address that the request came from; None where there is none, as on a Unix socket.

    Behind a proxy of ours it is the last hop of X-Forwarded-For, which that proxy wrote; whatever stands before it
    anyone can have made up.
    """
    hop = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        hop = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or hop
    try:
        return str(ip_address(hop.partition("%")[0]))
    except ValueError:
        return None
