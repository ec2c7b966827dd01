"""What a WSGI application answers, asked as a server asks it."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def hit(self) -> bool:
        return self.headers.get("cache-status", "").endswith("hit")


def ask(application: WSGIApplication, address: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to a request with these headers, such as if_none_match; `host` is testserver if it is not named."""
    path, _, query = quote(address, safe="/?&=%+:#-._~").partition("?")
    told = {"host": "testserver", **headers}
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(),
    }
    environ |= {f"HTTP_{name.upper()}": value for name, value in told.items()}
    setup_testing_defaults(environ)
    said: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        said[:] = [int(status[:3]), {name.lower(): value for name, value in headers}]

    body: Iterable[bytes] = application(environ, start_response)
    whole = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Answer(said[0], said[1], whole)
