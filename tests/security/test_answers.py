"""What browsers are told with answers that no view gives: errors, refusals, files, and the way to HTTPS."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tests import cast
from tests.security.headers import assert_told

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a loose wire")


urlpatterns = [path("broken/", broken), path("", include("config.urls"))]
handler400 = "config.errors.bad_request"


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/nowhere/", {}, 404),
        ("/%00", {}, 404),
        ("/admin/nowhere/", {}, 302),
        ("/admin/briefs/brief", {}, 302),
        ("/", {"host": "elsewhere.example"}, 400),
        ("/?" + "&".join(["issue=x"] * 5001), {}, 400),
        ("/static/css/site.css", {}, 200),
        ("/static/nothing.css", {}, 404),
        ("/feed.atom", {"if-none-match": "*"}, 304),
    ],
)
def test_what_no_view_answers_tells_browsers_as_much_as_a_page(
    client: Client, address: str, headers: dict[str, str], status: int
) -> None:
    answer = client.get(address, headers=headers)
    answer.close()
    assert answer.status_code == status
    assert_told(answer)


@pytest.mark.urls(__name__)
def test_so_does_a_fault_of_ours(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert_told(answer)


def test_so_does_the_refusal_of_a_form_from_elsewhere() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {})
    assert answer.status_code == 403
    assert_told(answer)


def test_in_production_so_does_the_way_to_https_and_https_stays(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 365 * 24 * 60 * 60
    answer = client.get("/briefs/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/briefs/")
    assert_told(answer)
    there = client.get("/briefs/", secure=True)
    assert there.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert client.get("/briefs/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client, settings: Any) -> None:
    settings.LARGEST_BODY = 1000
    answer = client.post("/admin/login/", {"username": "x" * 2000})
    assert answer.status_code == 413
    assert "This is too large to be taken in" in answer.content.decode()
    assert_told(answer)
    assert client.post("/admin/login/", {}, headers={"content-length": "nonsense"}).status_code == 200


def test_a_form_of_too_many_words_is_refused_with_what_to_do(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.force_login(cast.person("wren", "Writer"))
    answer = client.post("/admin/briefs/brief/paste/", {"text": "word " * 500})
    assert answer.status_code == 413
    assert "go back, where what you wrote still stands" in answer.content.decode()


def test_another_method_is_answered_with_those_that_there_are(client: Client) -> None:
    answer = client.put("/briefs/", {})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert answer.content.decode() == "This address answers GET, HEAD and POST alone.\n"


def test_a_host_that_a_proxy_is_said_to_have_been_asked_for_is_not_believed(client: Client) -> None:
    cast.published("Grain Moves")
    told = {"x-forwarded-host": "evil.example", "x-forwarded-port": "99", "forwarded": "host=evil.example"}
    for address in ("/", "/briefs/", "/feed.atom", "/sitemap.xml", "/robots.txt", "/admin/login/"):
        assert b"evil.example" not in client.get(address, headers=told).content


@pytest.mark.parametrize(
    "leading", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_signing_in_leads_nowhere_else(client: Client, leading: str) -> None:
    cast.person("wren", "Writer")
    sent = {"username": "wren", "password": cast.PASSWORD, "next": leading}
    answer = client.post("/admin/login/", sent, follow=True)
    assert answer.redirect_chain
    assert all(address.startswith("/") and "evil" not in address for address, _ in answer.redirect_chain)


def test_signing_in_begins_a_new_session_and_a_new_token(client: Client) -> None:
    cast.person("wren", "Writer")
    client.get("/admin/login/")
    session = client.session
    session["planted"] = "by someone else"
    session.save()
    before = {"session": session.session_key, "token": client.cookies[configured.CSRF_COOKIE_NAME].value}
    client.post("/admin/login/", {"username": "wren", "password": cast.PASSWORD})
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert cookie.value != before["session"]
    assert client.cookies[configured.CSRF_COOKIE_NAME].value != before["token"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_server_s_log_has_a_line_for_a_request_whatever_its_address_says(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/nowhere%0d%0aERROR%20forged%1b[31m/")
    assert [record.getMessage().splitlines() for record in caplog.records] == [
        [record.getMessage()] for record in caplog.records
    ]
    assert all("\x1b" not in record.getMessage() for record in caplog.records)


def test_the_editors_scripts_know_the_name_of_the_token_in_production() -> None:
    script = (Path(configured.BASE_DIR) / "static/js/desk-post.js").read_text()
    assert "(?:__Host-)?csrftoken=" in script
