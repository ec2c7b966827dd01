"""What production tells those who run it: its log, and Sentry."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import brotli
import pytest

from tests.config.conftest import Start

ASK = """
from wsgiref.util import setup_testing_defaults
from config.wsgi import application
for path, _, query in (each.partition("?") for each in {paths}):
    asked = {{"HTTP_HOST": "briefs.example.org", "PATH_INFO": path, "QUERY_STRING": query, "wsgi.url_scheme": "https"}}
    setup_testing_defaults(asked)
    b"".join(application(asked, lambda *_: None))
"""


@pytest.fixture
def sentry() -> Iterator[tuple[str, list[Any]]]:
    """The address of a Sentry, and the events that it was sent."""
    events: list[Any] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            sent = (
                brotli.decompress(sent) if self.headers["Content-Encoding"] == "br" else gzip.decompress(sent)
            )
            events.extend(json.loads(line) for line in sent.splitlines() if b'"exception"' in line)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", events
    server.shutdown()
    server.server_close()


def lines(start: Start, production: dict[str, str], *paths: str, **environment: str) -> list[dict[str, Any]]:
    process = start("-c", ASK.format(paths=paths), **production, **environment)
    assert process.returncode == 0, process.stderr
    told = [json.loads(line) for line in process.stderr.splitlines()]
    return [line for line in told if line["logger"] != "py.warnings"]  # of static files not gathered yet


def test_each_request_has_one_line_and_an_error_tells_whose_it_is(
    start: Start, production: dict[str, str]
) -> None:
    calm, error, failed = lines(start, production, "/healthz?token=private", "/briefs/?q=private")
    assert (calm["path"], calm["status"], calm["view"]) == ("/healthz", 200, "healthz")
    assert (error["level"], error["request_id"]) == ("error", failed["request_id"])
    assert "no such table" in error["exception"]
    assert (failed["path"], failed["status"]) == ("/briefs/", 500)
    assert "private" not in json.dumps([calm, failed])


def test_sentry_is_told_of_an_error_and_of_nobody(
    start: Start, production: dict[str, str], sentry: tuple[str, list[Any]]
) -> None:
    address, events = sentry
    lines(start, production, "/briefs/?q=private", SENTRY_DSN=address)
    (event,) = events
    assert "no such table" in json.dumps(event["exception"])
    assert event["request"] == {"method": "GET", "url": "https://briefs.example.org/briefs/"}
    assert "private" not in json.dumps(event)
    assert "user" not in event
