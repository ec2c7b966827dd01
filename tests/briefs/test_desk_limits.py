"""The page that comes down by itself and the embargo, at the desk; and who may see the pages about time."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Act, Entry
from briefs.models import Brief
from editions.models import Edition
from editions.publishing import publish
from tests import cast
from tests.cast import Cast
from tests.desk import Desk

pytestmark = pytest.mark.django_db
UTC, NEW_YORK = datetime.UTC, ZoneInfo("America/New_York")
NOON = datetime.datetime(2027, 6, 1, 12, tzinfo=NEW_YORK)
HOUR = datetime.timedelta(hours=1)
ONE = {"out__day": "2027-06-01", "out__hour": "13:00"}
SAID = "2027-06-01T17:00:00+00:00"
ONE_IN_WORDS = "Tue 1 Jun, 13:00 New York (17:00 UTC)"


@pytest.fixture(autouse=True)
def new_york_at_noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TIME_ZONE = "America/New_York"
    monkeypatch.setattr(timezone, "now", lambda: NOON.astimezone(UTC))


@pytest.fixture
def people() -> Cast:
    return cast.people()


@pytest.fixture
def piet(client: Client, people: Cast) -> Desk:
    return Desk(client, people.piet)


@pytest.fixture
def brief() -> Brief:
    return cast.make_brief("Grain Moves")


def address(name: str, *args: int) -> str:
    return reverse(f"admin:briefs_brief_{name}", args=args)


# The page that comes down


def test_a_page_is_told_to_come_down_and_to_stand_again(piet: Desk, brief: Brief) -> None:
    publish(brief, None)
    where = address("expiry", brief.pk)
    assert where in piet.open(brief).text()
    said = piet.client.post(where, {"day": "2027-06-01", "hour": "13:00"}, follow=True).content.decode()
    assert f"The page comes down by itself on {ONE_IN_WORDS}." in said
    assert Edition.objects.get().live_until == NOON + HOUR
    shown = piet.client.get(where).content.decode()
    assert 'value="13:00"' in shown
    assert "Let it stand" in shown
    piet.client.post(where, {"_clear": "", "day": "nonsense"})
    assert Edition.objects.get().live_until is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Choose a day."),
        ({"day": "2027-06-01", "hour": "11:00"}, "has passed"),
        ({"day": "2027-06-01", "hour": "12:30"}, "An edition goes out on Tue 1 Jun, 13:00"),
    ],
)
def test_an_end_that_cannot_be_is_refused_and_stays_on_the_page(
    values: dict[str, str], sentence: str, piet: Desk, brief: Brief
) -> None:
    publish(brief, None, NOON + HOUR)
    answer = piet.client.post(address("expiry", brief.pk), values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{values.get("hour", "")}"' in answer.content.decode() or not values
    assert Edition.objects.get().live_until is None


def test_a_brief_that_nobody_sees_has_no_page_to_take_down(piet: Desk, brief: Brief) -> None:
    assert address("expiry", brief.pk) not in piet.open(brief).text()
    answer = piet.client.post(address("expiry", brief.pk), {"day": "2027-06-02", "hour": "12:00"})
    assert "no page can come down" in answer.content.decode()


# The embargo


def test_an_editor_sets_an_embargo_and_a_publisher_lifts_it_with_a_reason(
    client: Client, people: Cast, brief: Brief
) -> None:
    where = address("embargo", brief.pk)
    edda = Desk(client, people.edda)
    assert where in edda.open(brief).text()
    said = client.post(where, {"day": "2027-06-01", "hour": "13:00"}, follow=True).content.decode()
    assert f"Under embargo until {ONE_IN_WORDS}" in said
    refused = client.post(where, {"day": "2027-06-01", "hour": "12:30", "reason": "They agreed."})
    assert (refused.status_code, "Ask a publisher" in refused.content.decode()) == (403, True)
    assert "They agreed." in refused.content.decode()
    client.force_login(people.piet)
    refused = client.post(where, {"_clear": ""})
    assert (refused.status_code, "Say why the embargo ends early" in refused.content.decode()) == (422, True)
    client.post(where, {"_clear": "", "reason": "They published it themselves."})
    assert Brief.objects.get().embargo_until is None
    assert Entry.objects.get(act=Act.EMBARGO_LIFTED).note == "They published it themselves."


def test_an_embargo_over_what_waits_is_refused_by_name(piet: Desk, brief: Brief) -> None:
    publish(brief, None, NOON + HOUR)
    answer = piet.client.post(address("embargo", brief.pk), {"day": "2027-06-01", "hour": "14:00"})
    assert answer.status_code == 422
    assert f"Edition 1 goes out on {ONE_IN_WORDS}" in answer.content.decode()


# Who may, and what is no brief


@pytest.mark.parametrize("page", ["publish", "expiry", "cancel", "when", "embargo"])
def test_only_who_may_sees_these_pages(page: str, client: Client, people: Cast, brief: Brief) -> None:
    waiting = publish(brief, None, NOON + HOUR)
    args = {"when": [], "cancel": [brief.pk, waiting.pk]}.get(page, [brief.pk])
    client.force_login(people.wren)
    assert client.get(address(page, *args)).status_code == 403
    assert client.post(address(page, *args)).status_code in {403, 405}
    assert Edition.objects.count() == 1
    client.logout()
    assert client.get(address(page, *args)).status_code == 302


def test_a_writer_is_offered_no_time_but_sees_what_waits(client: Client, people: Cast, brief: Brief) -> None:
    publish(brief, None, NOON + HOUR)
    page = Desk(client, people.wren).open(brief).text()
    assert ONE_IN_WORDS in page
    assert "Publish at another time" not in page
    assert "/cancel/" not in page


@pytest.mark.parametrize("page", ["publish", "expiry", "embargo"])
@pytest.mark.parametrize("pk", [4242, 10**30])
def test_a_brief_that_is_gone_is_not_found(page: str, pk: int, piet: Desk) -> None:
    assert piet.client.get(address(page, pk)).status_code == 404
    assert piet.client.post(address(page, pk)).status_code == 404


def test_the_form_costs_the_same_however_much_waits(piet: Desk, brief: Brief) -> None:
    publish(brief, None, NOON + HOUR)
    piet.open(brief)
    costs = []
    for hours in (1, 2, 3, 4):
        publish(cast.change(brief, title=f"At {hours}"), None, NOON + (hours + 1) * HOUR)
        with CaptureQueriesContext(connection) as queries:
            piet.open(brief)
        costs.append(len(queries))
    assert len(set(costs)) == 1
