"""Errors to Sentry, where SENTRY_DSN names one. Loaded only then, because the library takes 20 MB of each worker."""

import sentry_sdk
from sentry_sdk.types import Event, Hint

from config.logs import without_tokens


def start(dsn: str) -> None:
    """No personal data: no users, addresses, cookies, queries, bodies, or values of variables."""
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=sparse,
    )


def sparse(event: Event, hint: Hint) -> Event:
    """What is left of the request: its method, and its path without tokens."""
    if request := event.get("request"):
        event["request"] = {
            "method": request.get("method"),
            "url": without_tokens(str(request.get("url", "")).partition("?")[0]),
        }
    return event
