"""The page of a person at the desk: their titles over time, what they said, and who may be the same."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefs import roles
from experts.duplicates import duplicates, may_be_one
from experts.models import Expert
from tests import cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2024, 3, 1)


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def page_of(desk: Desk, expert: Expert, query: str = "") -> str:
    html = desk.client.get(f"/admin/experts/expert/{expert.pk}/change/{query}").text
    record = html[html.index('class="curated-record"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", record))


def said(title: str, words: str = "It holds.") -> list[cast.Said]:
    return [(f"<p>{words}</p>", "Mara Quist", title)]


def test_titles_stand_in_order_of_time_from_drafts_and_from_the_record(edda: Desk) -> None:
    cast.published("One", date=MARCH, quotes=said("Fellow"))
    second = cast.published("Two", date=MARCH.replace(day=9), quotes=said("Fellow"))
    cast.make_brief("Three", date=MARCH.replace(day=20), quotes=said("Director"))
    cast.make_brief("Four", date=None, quotes=said("Adviser"))
    second.brief.quotes.all().delete()
    mara = cast.expert("Mara Quist")
    mara.title = "Director"
    mara.save()
    page = page_of(edda, mara)
    assert (
        "Titles over time Adviser In drafts without a date "
        "Fellow 1 March 2024 to 9 March 2024 Director current 20 March 2024"
    ) in page
    assert "3 quotations It holds. Four no date, draft; Adviser" in page
    assert "1 more stands on pages that readers see , though its brief no longer has it." in page


def test_a_person_nobody_quoted_has_a_page_that_says_so(edda: Desk) -> None:
    page = page_of(edda, cast.expert("Mara Quist"))
    assert "Nobody has quoted Mara Quist yet." in page
    assert "No brief at the desk quotes Mara Quist." in page
    assert "Perhaps the same person" not in page


@pytest.mark.parametrize(
    ("query", "number"), [("", 1), ("?quotes=2", 2), ("?quotes=99", 2), ("?quotes=x", 1), ("?quotes=%00", 1)]
)
def test_many_quotations_come_in_pages(query: str, number: int, edda: Desk) -> None:
    for day in range(1, 14):
        cast.make_brief(f"Brief {day:02}", date=MARCH.replace(day=day), quotes=said("Fellow"))
    page = page_of(edda, cast.expert("Mara Quist"), query)
    assert "13 quotations" in page
    assert f"Page {number} of 2" in page
    assert ("Brief 13" in page, "Brief 01" in page) == (number == 1, number == 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mara Quist", "M. Quist", True),
        ("Mara Quist", "Maria Quist", True),
        ("Mara Quist", "Mara L. Quist", True),
        ("Mara Quist", "Lt. Mara Quist, Ph.D.", True),
        ("Mara Quist", "Màra Quíst (ret.)", True),
        ("H. R. Quist", "Hugo Quist Jr.", True),
        ("Mara Quist", "Ivo Quist", False),
        ("Mara Quist", "Mara Holm", False),
        ("Quist", "Mara Quist", False),
        ("“”", "…", False),
    ],
)
def test_two_forms_of_one_name_are_told_from_two_names(one: str, other: str, same: bool) -> None:
    cast.expert(one)
    cast.expert(other)
    found = {expert.name: duplicates(expert) for expert in Expert.objects.all()}
    assert bool(found[one]) == bool(found[other]) == same
    assert may_be_one("", "") is True


def test_whoever_shares_another_form_of_the_name_may_be_the_same(edda: Desk) -> None:
    mara, other = cast.expert("Mara Quist"), cast.expert("Captain Kingfisher")
    other.aliases.create(name="M. Quist")
    page = page_of(edda, mara)
    assert "Perhaps the same person Captain Kingfisher , Senior Fellow Merge into this page" in page
    link = f"/admin/experts/expert/{other.pk}/merge/?into={mara.pk}"
    assert link in edda.client.get(f"/admin/experts/expert/{mara.pk}/change/").text
    assert "Merge “Captain Kingfisher” into “Mara Quist”?" in edda.client.get(link).text


def test_looking_for_the_same_person_costs_three_queries_among_many() -> None:
    mara = cast.expert("Mara Quist")
    for number in range(30):
        Expert.objects.create(name="M. Quist").aliases.create(name=f"Maria {number} Quist")
    with CaptureQueriesContext(connection) as asked:
        assert len(duplicates(mara)) == 10
    assert len(asked) == 3
