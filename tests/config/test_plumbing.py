"""What tests that drive a browser, or commit, can rely on."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from briefs.models import ReaderPhrase
from tests.conftest import Complaints

APPEND = (
    "([name, text]) => document.body.append(Object.assign(document.createElement(name), {textContent: text}))"
)


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def watched(chromium: Browser, live_server: LiveServer, complaints: Complaints) -> Iterator[Page]:
    with chromium.new_context(base_url=live_server.url) as context:
        complaints.listen(context)
        yield context.new_page()


def test_a_quiet_page_gives_no_complaint(watched: Page, complaints: Complaints) -> None:
    watched.goto("/admin/")
    assert complaints.heard() == []


@pytest.mark.parametrize("element", ["script", "style"])
def test_a_breach_of_the_content_security_policy_is_heard(
    watched: Page, complaints: Complaints, element: str
) -> None:
    watched.goto("/admin/")
    watched.evaluate(APPEND, [element, "/* inline */"])
    watched.wait_for_timeout(100)
    assert "Content Security Policy" in complaints.heard()[0]


def test_a_script_that_fails_is_heard(watched: Page, complaints: Complaints) -> None:
    watched.goto("/admin/")
    watched.evaluate("setTimeout(() => { throw new Error('a loose wire') })")
    watched.wait_for_timeout(100)
    assert "a loose wire" in complaints.heard()[0]


def test_a_missing_file_is_heard_and_a_missing_page_is_for_the_test_to_judge(
    watched: Page, complaints: Complaints
) -> None:
    answer = watched.goto("/nowhere")
    assert answer
    assert answer.status == 404
    assert complaints.heard() == []
    watched.goto("/admin/")
    watched.evaluate("fetch('/static/nothing.css')")
    watched.wait_for_timeout(100)
    assert "/static/nothing.css" in complaints.heard()[0]


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_test_that_empties_the_database_begins_with_what_migrations_put_in(time: str) -> None:
    assert ReaderPhrase.objects.exists()
    assert Group.objects.filter(name="Publisher").count() == 1


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_workers_share_is_forgotten_between_tests(time: str) -> None:
    assert cache.get("failed_sign_ins") is None
    cache.set("failed_sign_ins", 3)
    assert connection.introspection.table_names().count("shared_cache") == 1
