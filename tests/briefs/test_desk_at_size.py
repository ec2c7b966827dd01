"""The list of briefs asks for no more than it shows, however many there are."""

import datetime
import re
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefs import roles, searching
from briefs.admin import counting, filters
from briefs.models import Brief
from editions.publishing import withdraw
from tests import cast
from tests.briefs.test_desk_lists import counts, listed
from tests.desk import Desk

pytestmark = pytest.mark.django_db
BOUNDED = re.compile(r"LIMIT \d|json_each|unnest")  # by a number, or by the keys of some briefs
COUNTS = re.compile(r"COUNT\(", re.IGNORECASE)


@pytest.fixture
def edda() -> Desk:
    desk = Desk(Client(), cast.person("edda", roles.EDITOR))
    for number in range(6):
        cast.make_brief(f"Missile {number}", issues=["Iran", "Russia"][: 1 + number % 2])
    return desk


@pytest.mark.parametrize("query", ["", "?issue=iran", "?q=missile", "?q=missile&issue=iran", "?status=draft"])
def test_nothing_is_counted_without_an_end(edda: Desk, query: str) -> None:
    listed(edda, query)
    with CaptureQueriesContext(connection) as asked:
        assert len(listed(edda, query)) == 6
    counting_briefs = [q["sql"] for q in asked if COUNTS.search(q["sql"]) and "briefs_brief" in q["sql"]]
    assert counting_briefs
    assert [sql for sql in counting_briefs if not BOUNDED.search(sql)] == []


def test_of_very_many_that_hold_a_word_a_part_is_counted_and_all_are_listed(
    edda: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MANY", 3)
    assert len(listed(edda, "?q=missile")) == 6
    assert all(each.endswith("+") for each in counts(edda, "Issue")[1:])
    assert counts(edda, "State")[1:3] == ["Draft : 3+", "In review"]
    assert len(listed(edda, "?q=missile&issue=russia")) == 3


def test_of_very_many_editions_that_ended_the_last_are_counted(edda: Desk, monkeypatch: Any) -> None:
    for number in range(4):
        withdraw(cast.published(f"Taken Down {number}").brief, None)
    for module in (counting, filters):
        monkeypatch.setattr(module, "COUNTED", 2)
    listed(edda)
    assert counts(edda, "State")[-2:] == ["Expired", "Withdrawn : 2+"]
    assert len(listed(edda, "?status=withdrawn")) == 4


def test_a_page_of_a_list_has_its_briefs_in_the_order_asked_for(edda: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(Brief), "list_per_page", 4)
    for number in (2, 4):
        cast.make_brief(f"Day {number}", date=datetime.date(2024, 3, number))
    assert listed(edda, "?o=3")[:2] == ["Day 2", "Day 4"]
    assert listed(edda, "?o=-3&p=2")[-2:] == ["Day 4", "Day 2"]
    assert listed(edda)[0] == "Day 4"


def test_the_pages_of_a_list_end_somewhere_and_say_so(edda: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(counting, "PAGED", 4)
    listed(edda)
    assert "More than 4: the first of them are listed" in edda.text()
