"""What a reader gets when something is wrong: a clear sentence, the right status, a way on."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the house")


urlpatterns = [path("broken/", broken), path("", include("config.urls"))]


@pytest.mark.django_db
def test_an_unknown_address_leads_on(client: Client) -> None:
    response = client.get("/no/such/page/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>There is no page here</h1>" in page
    assert 'href="/briefs/"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "no/such" not in page


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_says_so_and_nothing_more(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in page
    assert "secret" not in page
    assert "<style" not in page
    assert "<script" not in page


@pytest.mark.django_db
def test_a_request_to_a_host_that_is_not_ours_is_refused_politely(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "This request makes no sense to us" in response.content.decode()


@pytest.mark.django_db
def test_a_query_of_thousands_of_fields_is_refused_politely(client: Client) -> None:
    query = "&".join(["issue=x"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    response = client.get(f"/briefs/?{query}")
    assert response.status_code == 400
    assert "This request makes no sense to us" in response.content.decode()


@pytest.mark.django_db
def test_a_form_sent_from_elsewhere_is_refused_with_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "wren"})
    assert response.status_code == 403
    assert "The form was not accepted" in response.content.decode()


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "410", "500"])
def test_an_error_page_needs_nothing_to_be_shown(status: str) -> None:
    page = render_to_string(f"{status}.html")
    assert page.count("<h1>") == 1
    assert "noindex" in page


@pytest.mark.django_db
def test_crawlers_are_kept_from_the_desk(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("User-agent: *\nDisallow: /admin/\nDisallow: /preview/\n")
