"""The schedule board: what goes out when, who may see it, months that there are not, and what it costs."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from briefs.models import Brief
from editions.agenda import Kind, agenda
from editions.embargo import set_embargo
from editions.publishing import expire, publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime.datetime(2027, 6, 1, 12, tzinfo=NEW_YORK)
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
NO_MONTHS = [
    "",
    "x",
    "2027-13",
    "2027-00",
    "0000-01",
    "9999-12",
    "2027-6",
    "２０２７-０６",
    "\x00",
    "9" * 5000,
]


class Clock:
    now = NOON


@pytest.fixture(autouse=True)
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.TIME_ZONE = "America/New_York"
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now.astimezone(datetime.UTC))
    return clock


@pytest.fixture
def piet(client: Client) -> Client:
    client.force_login(cast.people().piet)
    return client


def board(client: Client, month: str | None = None) -> Any:
    return client.get(reverse("admin:briefs_brief_schedule"), {} if month is None else {"month": month})


def plan() -> Brief:
    """A live brief with an edit tomorrow at 23:30 and an end in a week; another scheduled, due and under embargo."""
    brief = publish(cast.make_brief("Grain Moves"), User.objects.get(username="piet"), NOON - HOUR).brief
    publish(
        cast.change(brief, title="Grain Stops"), User.objects.get(username="piet"), NOON + DAY + 11.5 * HOUR
    )
    expire(brief, None, NOON + 7 * DAY)
    first = publish(cast.make_brief("Ships Sail"), None, NOON + 2 * HOUR).brief
    draft = cast.make_brief("A Draft")
    set_embargo(draft, NOON + 3 * HOUR, None)
    Brief.objects.filter(pk=draft.pk).update(due_at=NOON - HOUR)
    Brief.objects.filter(pk=first.pk).update(due_at=NOON + HOUR)
    return brief


def test_all_that_is_to_come_is_listed_by_day_and_hour(piet: Client) -> None:
    plan()
    page = board(piet)
    told = [(day.told(), [(item.kind, item.title) for item in day.items]) for day in page.context["days"]]
    assert told == [
        ("Tue 1 Jun", [(Kind.DUE, "A Draft"), (Kind.FIRST, "Ships Sail"), (Kind.EMBARGO, "A Draft")]),
        ("Wed 2 Jun", [(Kind.EDIT, "Grain Stops")]),
        ("Tue 8 Jun", [(Kind.DOWN, "Grain Stops")]),
    ]
    text = page.content.decode()
    assert "23:30 New York (Thu 3 Jun, 03:30 UTC)" in text
    assert "scheduled by Piet" in text
    assert "Cancel “Ships Sail” of Tue 1 Jun, 14:00 New York (18:00 UTC)" in text


def test_a_month_is_a_table_with_what_went_out_and_what_will(piet: Client) -> None:
    plan()
    page = board(piet, "2027-06")
    text = " ".join(page.content.decode().split())
    assert "June 2027" in text
    days = {day.date.isoformat(): day for week in page.context["weeks"] for day in week}
    assert [item.title for item in days["2027-06-02"].items] == ["Grain Stops"]
    assert days["2027-06-01"].today
    assert days["2027-05-31"].outside
    assert 'Went out</span> <a href="/admin/briefs/brief/' in text
    assert "?month=2027-05" in text
    assert "?month=2027-07" in text


def test_nothing_to_come_says_what_to_do(piet: Client) -> None:
    assert "Open a brief and choose “Publish at another time”" in board(piet).content.decode()
    assert "Nothing is set for January 2030." in board(piet, "2030-01").content.decode()


@pytest.mark.parametrize(
    "month",
    NO_MONTHS,
)
def test_a_month_that_there_is_not_is_told_and_the_present_one_shown(month: str, piet: Client) -> None:
    page = board(piet, month)
    assert page.status_code == 400
    assert "There is no month" in page.content.decode()
    assert page.context["month"] == "June 2027"


@pytest.mark.parametrize("month", ["1900-01", "2200-12", "2027-03", "2027-11"])
def test_every_month_can_be_seen(month: str, piet: Client) -> None:
    assert board(piet, month).status_code == 200


def test_what_is_withdrawn_or_replaced_does_not_come_down(piet: Client, clock: Clock) -> None:
    brief = plan()
    clock.now = NOON + HOUR / 2
    withdraw(brief, None)
    titles = [item.title for day in board(piet).context["days"] for item in day.items]
    assert titles == ["A Draft", "Ships Sail", "A Draft"]
    begins, ends = NOON - DAY, NOON + 30 * DAY
    assert Kind.DOWN not in {item.kind for item in agenda(begins, ends, clock.now, 99)}


def test_whoever_sees_briefs_sees_the_board_and_only_publishers_cancel(client: Client) -> None:
    people = cast.people()
    plan()
    client.force_login(people.wren)
    page = board(client)
    assert page.status_code == 200
    assert "/cancel/" not in page.content.decode()
    client.force_login(cast.person("stranger"))
    assert board(client).status_code == 403
    client.logout()
    assert board(client).status_code == 302


@pytest.mark.parametrize("month", [None, "2027-06"])
def test_the_board_costs_the_same_however_much_it_holds(month: str | None, piet: Client) -> None:
    costs = []
    for start in (0, 10):
        for number in range(start, start + 10):
            edition = publish(cast.make_brief(f"Brief {number}"), None, NOON + (number + 1) * HOUR)
            expire(edition.brief, None, NOON + (number + 30) * HOUR)
            draft = cast.make_brief(f"Draft {number}")
            Brief.objects.filter(pk=draft.pk).update(due_at=NOON + HOUR, embargo_until=NOON + HOUR)
        board(piet, month)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            board(piet, month)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
