"""A question that very many briefs fit is counted as far as that is cheap, and the page says so."""

import datetime
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editions import hits
from editions.filters import BriefFilter
from issues.merging import merge, undo
from tests import cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 1)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine briefs that say missile, on two issues in turn; more than four are many, more than five are not counted."""
    monkeypatch.setattr(hits, "MANY", 4)
    monkeypatch.setattr(hits, "COUNTED", 5)
    for number in range(9):
        day = DAY + datetime.timedelta(days=number % 5)
        subject = ("Iran", "Cyber")[number % 2]
        cast.published(f"Missile {number}", date=day, slug=f"m{number}", issues=[subject])


def told(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


@pytest.mark.usefixtures("archive")
def test_more_than_can_be_counted_is_said_in_words_in_every_form(client: Client) -> None:
    page = client.get("/briefs/?q=missile").content.decode()
    assert '<p class="tally">More than 5 briefs</p>' in page
    assert "more than 5 briefs, newest first." in page
    assert "Show more than 5 briefs" in page
    assert "More than 5 briefs" in client.get("/briefs.md?q=missile").content.decode()


@pytest.mark.usefixtures("archive")
def test_choices_stand_without_numbers_that_nobody_counted(client: Client) -> None:
    page = client.get("/briefs/?q=missile").content.decode()
    assert "So many briefs fit that how many are on each issue is not counted." in page
    choices = page.split('<ul class="choices">')[1].split("</ul>")[0]
    assert 'href="/briefs/?issue=iran&amp;q=missile">Iran</a>' in choices
    assert 'class="count"' not in choices
    narrower = told(client, "/briefs/?issue=iran&q=missile")
    assert "5 briefs" in narrower
    assert "is not counted" not in narrower


@pytest.mark.usefixtures("archive")
def test_the_newest_come_first_to_the_last_page(client: Client) -> None:
    listed = re.findall(r"/2024/03/0\d/(m\d)", client.get("/briefs/?q=missile").content.decode())
    assert list(dict.fromkeys(listed)) == ["m4", "m8", "m3", "m7", "m2", "m6", "m1", "m5", "m0"]


@pytest.mark.usefixtures("archive")
def test_every_statement_of_such_a_page_ends_at_a_limit(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/briefs/?q=missile")
    by_words = [query["sql"] for query in asked if "editions_edition" in query["sql"]]
    unbounded = [sql for sql in by_words if "LIMIT" not in sql and "issue_id" not in sql]
    assert len(by_words) > 2
    assert unbounded == []


def found(query: str) -> set[str]:
    at = timezone.now()
    return {edition.slug for edition in BriefFilter.parse(QueryDict(query), at).editions(at)}


@pytest.mark.usefixtures("archive")
def test_words_on_an_issue_are_found_through_merging_and_its_undoing() -> None:
    iran, cyber = cast.issue("Iran"), cast.issue("Cyber")
    assert found("q=missile&issue=cyber") == {"m1", "m3", "m5", "m7"}
    record = merge(cyber, iran, None)
    assert len(found("q=missile&issue=iran")) == 9
    assert found("q=missile&not=iran") == set()
    undo(record, None)
    assert found("q=missile&issue=cyber") == {"m1", "m3", "m5", "m7"}
    assert found("q=missile&not=cyber") == {"m0", "m2", "m4", "m6", "m8"}


def test_a_mark_is_no_word_that_anyone_can_type() -> None:
    cast.published("Missile", slug="m")
    assert found("q=łall") == found("q=lall") == found('q="łi1"') == set()
