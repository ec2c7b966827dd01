"""Who has a feed or a sitemap already is told so in a line; and never when anything in it has changed since."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date

from editions.models import Edition
from editions.publishing import TICK, expire, publish, withdraw
from experts.models import Expert
from issues.merging import merge
from issues.renaming import rename
from tests import cast
from tests.editions.test_sitemaps import part_of
from tests.editions.timeline import HOUR, Clock

pytestmark = pytest.mark.django_db
KINDS = ["/feed.atom", "/feed.rss", "/feed.json"]
FILTERED = "/feed.atom?issue=iran&expert=mara-quist"
SITEMAPS = [
    "/sitemap.xml",
    "/sitemap-briefs-0.xml",
    "/sitemap-issues.xml",
    "/sitemap-experts.xml",
    "/news-sitemap.xml",
]
ALL = [*KINDS, FILTERED, *SITEMAPS, "/sitemap-pages.xml"]

Act = Callable[[Edition, Clock], object]


class Reader:
    """A program that asks again with what it was told the last time: its tag and the time, or the time alone."""

    def __init__(self, client: Client, address: str, edition: Edition) -> None:
        self.client, self.address = client, address.replace("briefs-0", part_of(edition))
        self.had = client.get(self.address)

    def asks_again(self, by_tag: bool = True) -> Any:
        headers: dict[str, str] = {}
        if by_tag:
            headers["If-None-Match"] = self.had["ETag"]
        if "Last-Modified" in self.had:
            headers["If-Modified-Since"] = self.had["Last-Modified"]
        return self.client.get(self.address, headers=headers)


@pytest.fixture
def edition(clock: Clock) -> Edition:
    """A brief that has been public for an hour, beside another."""
    cast.published("Beside", issues=["Iran", "Grain"])
    edition = cast.published(
        "Grain Moves", issues=["Iran"], links=[cast.link_out("Elsewhere", "https://example.org/")]
    )
    clock.now = clock.at(0.75)
    cast.published("Later", date=cast.DAY.replace(day=1))
    clock.now = clock.at(0.25)
    return edition


def test_who_has_it_already_is_told_so(client: Client, edition: Edition, clock: Clock) -> None:
    readers = [Reader(client, address, edition) for address in ALL]
    clock.now = clock.at(1)
    for reader in readers:
        for by_tag in (True, False):
            again = reader.asks_again(by_tag)
            assert (again.status_code, again.content) == (304, b"")
            for header in ("ETag", "Last-Modified", "Cache-Control"):
                assert again[header] == reader.had[header]
        assert not reader.had["ETag"].startswith("W/")
        assert reader.had["Cache-Control"] == "public, no-cache"
        assert "Vary" not in reader.had
        assert client.head(reader.address)["ETag"] == reader.had["ETag"]


def publish_another(edition: Edition, clock: Clock) -> None:
    cast.published("Another", issues=["Iran"])


def correct(edition: Edition, clock: Clock) -> None:
    publish(cast.change(edition.brief, title="Grain Moves Again"), None)


def take_down(edition: Edition, clock: Clock) -> None:
    withdraw(edition.brief, None)


def take_down_as_of_before(edition: Edition, clock: Clock) -> None:
    withdraw(edition.brief, None, clock.at(-0.5))


def bring_in_an_archive(edition: Edition, clock: Clock) -> None:
    cast.published("Archived", issues=["Iran"], at=clock.at(-40), date=cast.DAY.replace(year=2023))


def rename_the_issue(edition: Edition, clock: Clock) -> None:
    rename(cast.issue("Iran"), None, "Persia", "iran")


def rename_the_expert(edition: Edition, clock: Clock) -> None:
    rename(cast.expert("Mara Quist"), None, "M. Quist", "m-quist")


def merge_the_issue(edition: Edition, clock: Clock) -> None:
    merge(cast.issue("Grain"), cast.issue("Wheat"), None)


EVERY_FEED = [*KINDS, FILTERED]
ACTS: list[tuple[Act, list[str]]] = [
    (publish_another, [*EVERY_FEED, *SITEMAPS]),
    (correct, [*EVERY_FEED, *SITEMAPS]),
    (take_down, [*EVERY_FEED, "/sitemap.xml", "/sitemap-briefs-0.xml", "/news-sitemap.xml"]),
    (take_down_as_of_before, [*EVERY_FEED, "/sitemap-briefs-0.xml", "/news-sitemap.xml"]),
    (bring_in_an_archive, [*EVERY_FEED, "/sitemap-briefs-0.xml", "/news-sitemap.xml"]),
    (rename_the_issue, EVERY_FEED),
    (merge_the_issue, [*KINDS, "/sitemap-issues.xml"]),
    (rename_the_expert, ["/sitemap-experts.xml"]),
]


@pytest.mark.parametrize(("act", "told"), ACTS, ids=[act.__name__ for act, _ in ACTS])
def test_what_changes_is_told_at_once(
    client: Client, edition: Edition, clock: Clock, act: Act, told: list[str]
) -> None:
    readers = [Reader(client, address, edition) for address in told]
    clock.now += datetime.timedelta(seconds=1)
    act(edition, clock)
    for reader in readers:
        for by_tag in (True, False):
            again = reader.asks_again(by_tag)
            assert again.status_code == 200, reader.address
            assert again.content != reader.had.content, reader.address


def test_what_the_clock_brings_and_takes_is_told_at_its_second(
    client: Client, edition: Edition, clock: Clock
) -> None:
    publish(cast.make_brief("To Come", issues=["Iran"]), None, clock.at(1))
    expire(edition.brief, None, clock.at(2))
    start, told = clock.now, [*EVERY_FEED, "/sitemap.xml", "/sitemap-briefs-0.xml", "/news-sitemap.xml"]
    for hours in (1, 2):
        readers = [Reader(client, address, edition) for address in told]
        for instant, status in ((start + hours * HOUR - TICK, 304), (start + hours * HOUR, 200)):
            clock.now = instant
            for reader in readers:
                assert [reader.asks_again(by_tag).status_code for by_tag in (True, False)] == [status] * 2
        clock.now += datetime.timedelta(seconds=1)


def test_what_nobody_may_see_changes_nothing(client: Client, edition: Edition, clock: Clock) -> None:
    readers = [Reader(client, address, edition) for address in ALL]
    cast.change(edition.brief, title="Edited")
    cast.make_brief("A Draft", issues=["Iran"])
    publish(cast.make_brief("To Come", issues=["Iran"]), None, clock.at(5))
    clock.now = clock.at(1)
    assert {reader.asks_again().status_code for reader in readers} == {304}


def test_two_changes_in_one_second_are_both_told(client: Client, clock: Clock) -> None:
    fetched = http_date(clock.now.timestamp())
    clock.now += datetime.timedelta(milliseconds=500)
    edition = cast.published("First")
    reader = Reader(client, "/feed.atom", edition)
    clock.now += datetime.timedelta(milliseconds=100)
    cast.published("Second")
    clock.now += datetime.timedelta(seconds=5)
    assert "Last-Modified" not in reader.had
    assert client.get("/feed.atom", headers={"If-Modified-Since": fetched}).status_code == 200
    assert reader.asks_again().status_code == 200


def test_another_name_of_the_newsroom_another_host_or_filter_is_another_feed(
    client: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    cast.published(issues=["Iran"])
    tags = [client.get("/feed.atom")["ETag"], client.get("/feed.atom?issue=iran")["ETag"]]
    tags.append(client.get("/feed.atom", headers={"Host": "briefs.example.org"})["ETag"])
    settings.NEWSROOM_NAME = "The Gazette"
    tags.append(client.get("/feed.atom")["ETag"])
    assert len(set(tags)) == len(tags)


def test_a_merge_of_experts_is_told(client: Client, edition: Edition, clock: Clock) -> None:
    reader = Reader(client, "/sitemap-experts.xml", edition)
    clock.now = clock.at(1)
    merge(cast.expert("Mara Quist"), Expert.objects.create(name="M. Quist"), None)
    assert reader.asks_again(False).status_code == 200
