"""The production stack as visitors and monitors meet it: the application behind nginx, from the files in deploy/."""

import http.client
import json
import os
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connections

from config import env
from scripts import serve, stack
from tests.config.free import ports

CSS = b"body { color: #123 }\n" * 100
HASHED = "/static/css/site.0123456789ab.css"

# Without the mark no database would be made. The stack only reads from it: on SQLite a test holds the lock for writing.
pytestmark = pytest.mark.django_db


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Site:
    """The running stack, to be asked."""

    def __init__(self, folder: Path, at: stack.Ports, app: stack.Part) -> None:
        self.folder, self.at, self.app = folder, at, app
        self.trusted = ssl.create_default_context(cafile=str(folder / "certificate.pem"))

    def get(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        line = http.client.HTTPSConnection("localhost", self.at.https, context=self.trusted, timeout=30)
        return answer(line, path, method, body, headers)

    def plain(self, port: int, path: str, **headers: str) -> Answer:
        return answer(http.client.HTTPConnection("127.0.0.1", port, timeout=30), path, "GET", b"", headers)

    def logged(self, file: str, request_id: str) -> dict[str, Any]:
        """The line about one request in a log of JSON lines, as soon as it is there."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for line in (self.folder / file).read_text().splitlines():
                if request_id in line:
                    return dict(json.loads(line))
            time.sleep(0.05)
        raise AssertionError(f"{request_id} is not in {file}")


def answer(
    line: http.client.HTTPConnection, path: str, method: str, body: bytes, headers: dict[str, str]
) -> Answer:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path, body or None, told)
    response = line.getresponse()
    got = {name.lower(): value for name, value in response.getheaders()}
    result = Answer(response.status, got, response.read())
    line.close()
    return result


def database_url() -> str:
    told = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    host = told.get("HOST") or told.get("OPTIONS", {}).get("host", "")
    login = f"{told['USER']}:{told['PASSWORD']}"
    return f"postgres://{login}@:{told['PORT'] or 5432}/{told['NAME']}?host={host}"


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for name, missing in (("nginx", stack.NGINX_MISSING), ("openssl", stack.OPENSSL_MISSING)):
        try:
            stack.program(name, missing)
        except env.Misconfigured as sentence:
            (pytest.fail if env.flag("REQUIRE_ALL", default=False) else pytest.skip)(str(sentence))
    folder, at = tmp_path_factory.mktemp("stack"), ports()
    if not (env.ROOT / "var" / "static" / "staticfiles.json").exists():  # else `make test` has seen to it
        serve.manage(
            serve.settings(folder, database_url(), folder, at), "collectstatic", "--noinput", "--verbosity=0"
        )
    static = folder / "static"
    (static / "css").mkdir(parents=True)
    (static / "css" / "site.0123456789ab.css").write_bytes(CSS)
    (static / "css" / "site.css").write_bytes(CSS)
    with ExitStack() as running:
        # The path of a socket may have 103 bytes.
        short = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="dateline-", dir="/tmp")))
        (short / "metrics").mkdir()
        socket = short / "app.sock"
        told = serve.settings(folder, database_url(), short / "metrics", at)
        certificate = stack.certify(folder)
        app = running.enter_context(stack.application(folder, socket, told))
        front = running.enter_context(stack.nginx(folder, socket, static, at))
        stack.await_ready([app, front], certificate, at)
        yield Site(folder, at, app)


def test_plain_http_leads_to_https(site: Site) -> None:
    led = site.plain(site.at.http, "/briefs/?q=iran", Host="localhost")
    assert (led.status, led.headers["location"]) == (
        301,
        f"https://localhost:{site.at.https}/briefs/?q=iran",
    )


def test_what_is_read_comes_compressed_and_on_the_second_visit_not_at_all(site: Site) -> None:
    first = site.get("/llms.txt", Accept_Encoding="gzip")
    assert (first.status, first.headers["content-encoding"]) == (200, "gzip")
    assert first.headers["strict-transport-security"].startswith("max-age=31536000")
    again = site.get("/llms.txt", Accept_Encoding="gzip", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_static_files_come_from_the_disk_and_are_kept_for_a_year_by_their_digest(site: Site) -> None:
    kept = site.get(HASHED)
    assert (kept.status, kept.body) == (200, CSS)
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert site.get("/static/css/site.css").headers["cache-control"] == "max-age=600"
    assert site.get("/static/../site.conf").status in (400, 404)


def test_too_many_searches_are_refused_for_a_moment_and_reading_goes_on(site: Site) -> None:
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda _: site.get("/static/css/site.css?q=iran"), range(60)))
    refused = [each for each in answers if each.status == 429]
    assert 20 <= len(refused) < 60
    assert refused[0].body == b"That was too often in a short time: wait half a minute, then try again.\n"
    assert refused[0].headers["retry-after"] == "30"
    assert site.get("/robots.txt").status == 200


def test_too_many_attempts_to_sign_in_are_refused_before_they_cost_anything(site: Site) -> None:
    tried = [site.get("/admin/login/", "POST").status for _ in range(16)]
    assert 429 not in tried[:10]
    assert tried[-1] == 429
    assert site.get("/robots.txt").status == 200


def test_a_body_that_is_too_large_is_refused_with_a_sentence(site: Site) -> None:
    refused = site.get("/admin/login/", "POST", bytes(14 * 1024 * 1024))
    assert refused.status == 413
    assert refused.body.startswith(b"This is larger than the 12 megabytes that are taken at once")


def test_a_request_has_one_id_for_nginx_the_application_and_the_visitor(site: Site) -> None:
    seen = site.get("/robots.txt?name=private", X_Request_ID="wren-asks-0001")
    assert seen.headers["x-request-id"] == "wren-asks-0001"
    inside = site.logged("application.log", "wren-asks-0001")
    assert (inside["path"], inside["status"], inside["user"]) == ("/robots.txt", 200, None)
    assert (inside["level"], inside["logger"]) == ("info", "config.requests")
    assert inside["ms"] > 0
    outside = site.logged("requests.log", "wren-asks-0001")
    assert (outside["path"], outside["status"]) == ("/robots.txt", 200)
    assert "private" not in (site.folder / "application.log").read_text()
    assert "private" not in (site.folder / "requests.log").read_text()


def test_an_id_that_could_not_stand_in_a_log_is_replaced(site: Site) -> None:
    made = site.get("/robots.txt", X_Request_ID='x", "user": "ada').headers["x-request-id"]
    assert len(made) == 32
    assert made.isalnum()


def test_the_token_of_a_preview_stands_in_no_log(site: Site) -> None:
    seen = site.get("/preview/a-token-that-opens-it/")
    assert seen.status == 404
    shown = site.logged("application.log", seen.headers["x-request-id"])
    assert shown["path"] == "/preview/…"
    assert site.logged("requests.log", seen.headers["x-request-id"])["path"] == "/preview/..."
    for file in ("application.log", "requests.log", "nginx-errors.log"):
        assert "a-token-that-opens-it" not in (site.folder / file).read_text()


def test_metrics_are_for_the_monitor_on_this_machine_and_count_all_workers(site: Site) -> None:
    token = (site.folder / "metrics-token").read_text()
    assert site.get("/metrics", Authorization=f"Bearer {token}").status == 404
    assert site.plain(site.at.metrics, "/metrics").status == 404
    assert site.plain(site.at.metrics, "/metrics", Authorization="Bearer guess").status == 404
    with ThreadPoolExecutor(8) as readers:
        list(readers.map(lambda _: site.get("/news-sitemap.xml?uncached=yes"), range(24)))
    told = site.plain(site.at.metrics, "/metrics", Authorization=f"Bearer {token}").body.decode()
    assert 'dateline_requests_total{method="GET",status="200",view="news_sitemap"} 24.0' in told
    assert 'dateline_page_cache_total{answer="pass"}' in told
    assert 'dateline_request_seconds_count{view="news_sitemap"} 24.0' in told
    assert "dateline_briefs_live 0.0" in told
    assert "dateline_database_errors_total" in told


def test_another_name_is_shown_no_certificate(site: Site) -> None:
    line = http.client.HTTPSConnection("127.0.0.1", site.at.https, context=site.trusted, timeout=30)
    with pytest.raises(OSError, match=r"(?i)unrecognized.name"):
        line.request("GET", "/")


def test_nginx_finds_no_fault_in_its_site(site: Site) -> None:
    nginx, main = stack.program("nginx", stack.NGINX_MISSING), site.folder / "nginx.conf"
    command = [nginx, "-t", "-p", str(site.folder), "-c", str(main)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "[warn]" not in told.stderr.replace('the "user" directive', "")


def test_a_worker_that_dies_is_replaced_and_none_of_the_pages_fails(site: Site) -> None:
    children = subprocess.check_output(["pgrep", "-P", str(site.app.process.pid)], text=True).split()
    os.kill(int(children[0]), 9)
    assert {site.get("/robots.txt").status for _ in range(10)} <= {200, 503}
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        now = subprocess.check_output(["pgrep", "-P", str(site.app.process.pid)], text=True).split()
        if len(now) == 2 and children[0] not in now:
            break
        time.sleep(0.2)
    assert len(now) == 2
    assert site.get("/readyz").status == 200


def test_while_the_application_is_away_a_sentence_says_so_and_static_files_still_come(site: Site) -> None:
    site.app.process.terminate()  # the last test of all, for it does not come back
    site.app.process.wait(timeout=30)
    away = site.get("/robots.txt")
    assert (away.status, away.headers["retry-after"]) == (503, "5")
    assert away.body == b"The site is just being restarted: try again in a moment.\n"
    assert site.get(HASHED).status == 200
