"""What is scheduled appears at its instant on every page that readers have, and goes at its end, without any act."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from briefs.models import Brief
from editions.publishing import expire, publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
TITLE = "Grain Moves at Noon"
PLACES = [
    "/", "/briefs/", "/briefs/?issue=ukraine", "/briefs/2024/03/14/another/",
    "/issues/ukraine/", "/experts/mara-quist/",
]  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.now = timezone.now().replace(microsecond=0) + HOUR


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def brief(clock: Clock) -> Brief:
    """A brief that goes out in an hour and comes down an hour later, linked from one that is live."""
    brief = cast.make_brief(TITLE, issues=["Ukraine"], quotes=[("<p>Ships.</p>", "Mara Quist", "Fellow")])
    publish(brief, None, clock.now + HOUR)
    expire(brief, None, clock.now + 2 * HOUR)
    cast.published("Another", issues=["Ukraine"], links=[cast.link_to(brief)])
    return brief


def pages_that_show(client: Client) -> set[str]:
    places = [
        "/",
        "/briefs/",
        "/issues/ukraine/",
        "/experts/mara-quist/",
        "/briefs/?issue=ukraine",
        "/briefs/2024/03/14/another/",
    ]
    return {place for place in places if TITLE in client.get(place).content.decode()}


def counted(client: Client) -> int:
    """How many briefs the page of issues counts for the one issue."""
    page = client.get("/issues/ukraine/").content.decode()
    return 2 if "2 briefs" in page else 1


def test_every_page_shows_it_from_its_second_to_its_last(client: Client, brief: Brief, clock: Clock) -> None:
    address = brief.editions.get().get_absolute_url()
    begins = clock.now + HOUR
    clock.now = begins - SECOND
    assert (pages_that_show(client), counted(client), client.get(address).status_code) == (set(), 1, 404)
    clock.now = begins
    assert len(pages_that_show(client)) == 6
    assert (counted(client), client.get(address).status_code) == (2, 200)
    clock.now = begins + HOUR - SECOND
    assert len(pages_that_show(client)) == 6
    clock.now = begins + HOUR
    assert (pages_that_show(client), counted(client), client.get(address).status_code) == (set(), 1, 410)


def test_a_page_whose_time_is_over_is_told_from_one_that_was_withdrawn(
    client: Client, brief: Brief, clock: Clock
) -> None:
    address = brief.editions.get().get_absolute_url()
    clock.now += 3 * HOUR
    gone = client.get(address)
    assert (gone.status_code, "for a set time, which is over" in gone.content.decode()) == (410, True)
    publish(brief, None)
    withdraw(brief, None)
    clock.now += SECOND
    gone = client.get(address)
    assert (gone.status_code, "The newsroom has taken it down" in gone.content.decode()) == (410, True)
    assert TITLE not in gone.content.decode()


def test_an_edit_that_waits_leaks_neither_its_words_nor_its_address(client: Client, clock: Clock) -> None:
    brief = cast.published("Now", slug="now").brief
    waiting = publish(cast.change(brief, title="Soon", slug="soon"), None, clock.now + HOUR)
    assert client.get(waiting.get_absolute_url()).status_code == 404
    assert "Soon" not in client.get("/").content.decode()
    clock.now += HOUR
    assert client.get("/briefs/2024/03/14/now/", follow=True).redirect_chain == [
        (waiting.get_absolute_url(), 301)
    ]
