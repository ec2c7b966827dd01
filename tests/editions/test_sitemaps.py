"""Sitemaps and robots.txt: every public page at its second, and nothing else."""

import datetime
import re

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from editions.models import Edition
from editions.publishing import publish, withdraw
from editions.sitemaps import pages
from experts.models import Expert
from issues.models import Issue
from tests import cast
from tests.editions.feed_rules import fetched
from tests.editions.timeline import Clock

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
HOST = "http://testserver"


def sitemap(client: Client, address: str) -> dict[str, str | None]:
    """The addresses of a sitemap, each with its lastmod, held to the rules of sitemaps.org."""
    body = fetched(client, address, "application/xml; charset=utf-8")
    root = etree.fromstring(body)
    kind = {f"{SPACE}urlset": "url", f"{SPACE}sitemapindex": "sitemap"}[root.tag]
    found = {each.findtext(f"{SPACE}loc"): each.findtext(f"{SPACE}lastmod") for each in root}
    assert all(each.tag == f"{SPACE}{kind}" for each in root)
    assert 0 < len(root) == len(found) <= 50_000
    assert len(body) <= 50 * 1024 * 1024
    assert all(
        address.startswith(f"{HOST}/") and address.isascii() and len(address) < 2048 for address in found
    )
    assert all(lastmod is None or INSTANT.fullmatch(lastmod) for lastmod in found.values())
    return found


def every_page(client: Client) -> dict[str, str | None]:
    """All pages that the index leads to."""
    found: dict[str, str | None] = {}
    for part in sitemap(client, "/sitemap.xml"):
        listed = sitemap(client, part.removeprefix(HOST))
        assert not found.keys() & listed.keys()
        found |= listed
    return found


def part_of(edition: Edition) -> str:
    """What the part is called that lists a brief."""
    return f"briefs-{edition.brief_id // pages.SPAN}"


def news(client: Client) -> dict[str, str]:
    """The titles in the news sitemap with their publication dates, in order."""
    root = etree.fromstring(fetched(client, "/news-sitemap.xml", "application/xml; charset=utf-8"))
    assert root.tag == f"{SPACE}urlset"
    found = {}
    for url in root:
        (story,) = url.findall(f"{NEWS}news")
        publication = story.find(f"{NEWS}publication")
        assert (publication.findtext(f"{NEWS}name"), publication.findtext(f"{NEWS}language")) == (
            "Dateline",
            "en",
        )
        assert INSTANT.fullmatch(story.findtext(f"{NEWS}publication_date"))
        found[story.findtext(f"{NEWS}title")] = story.findtext(f"{NEWS}publication_date")
    assert len(found) == len(root)
    return found


def test_the_sitemaps_list_every_public_page_and_when_it_changed(client: Client, clock: Clock) -> None:
    region = cast.issue("Middle East")
    Issue.objects.filter(pk=cast.issue("Iran").pk).update(parent=region)
    cast.issue("Nobody Wrote On This")
    Expert.objects.create(name="Never Quoted")
    first = cast.published("Grain Moves", issues=["Iran"], slug="größe")
    cast.make_brief("A Draft", issues=["China"], quotes=[("<p>No.</p>", "Una Draft", "Fellow")])
    clock.now = clock.at(30)
    cast.published("Ships Wait", issues=["Iran", "Grain"])
    began, now = first.live_from.isoformat(), clock.now.isoformat()
    found = every_page(client)
    assert found == {
        f"{HOST}/": None,
        f"{HOST}/briefs/": None,
        f"{HOST}/issues/": None,
        f"{HOST}/issues/matrix/": None,
        f"{HOST}/experts/": None,
        f"{HOST}/quotes/": None,
        f"{HOST}/issues/middle-east/": now,
        f"{HOST}/issues/iran/": now,
        f"{HOST}/issues/grain/": now,
        f"{HOST}/experts/mara-quist/": now,
        f"{HOST}/briefs/2024/03/14/gr%C3%B6%C3%9Fe/": began,
        f"{HOST}/briefs/2024/03/14/ships-wait/": now,
    }
    for address in found:
        assert client.get(address).status_code == 200
        assert "noindex" not in client.get(address).content.decode()


def test_before_the_first_brief_only_the_fixed_pages_are_told_of(client: Client) -> None:
    fixed = ["/", "/briefs/", "/issues/", "/issues/matrix/", "/experts/", "/quotes/"]
    assert list(every_page(client)) == [f"{HOST}{page}" for page in fixed]
    for part in ("briefs-0", "briefs-1", "briefs-999999999", "issues", "experts"):
        assert client.get(f"/sitemap-{part}.xml").status_code == 404
    assert news(client) == {}


@pytest.mark.parametrize(
    "part", ["briefs-00", "briefs-", "briefs--1", "briefs-9999999999", "briefs-1e3", "briefs-٣"]
)
def test_a_part_that_nobody_made_is_not_found(client: Client, part: str) -> None:
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_a_range_without_a_live_brief_is_no_part(
    client: Client, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(pages, "SPAN", 2)
    editions = [cast.published(f"Brief {each}") for each in range(7)]
    clock.now = clock.at(24 * 40)
    for edition in editions[2:5]:
        withdraw(edition.brief, None)
    numbers = {each.brief_id // 2 for each in (*editions[:2], *editions[5:])}
    parts = {
        address: when for address, when in sitemap(client, "/sitemap.xml").items() if "briefs-" in address
    }
    assert list(parts) == [f"{HOST}/sitemap-briefs-{number}.xml" for number in sorted(numbers)]
    touched = {each.brief_id // 2 for each in editions[2:5]}
    for number in numbers:
        when = clock.now.isoformat() if number in touched else None
        assert parts[f"{HOST}/sitemap-briefs-{number}.xml"] == when
    listed = [page for page in every_page(client) if "/briefs/2" in page]
    assert len(listed) == 4


def test_the_news_are_what_was_first_public_in_two_days_newest_first(client: Client, clock: Clock) -> None:
    old = cast.published("Old", at=clock.at(-49))
    publish(cast.change(old.brief, title="Old, Corrected"), None)
    cast.published("On the Edge", at=clock.at(-48))
    cast.published("Just Within", at=clock.at(-48) + datetime.timedelta(seconds=1))
    fresh = cast.published("Fresh & <New>\x01", at=clock.at(-1))
    publish(cast.change(fresh.brief, title="Fresh, Corrected"), None)
    cast.published("To Come", at=clock.at(1))
    gone = cast.published("Gone", at=clock.at(-2))
    withdraw(gone.brief, None)
    assert news(client) == {
        "Fresh, Corrected": clock.at(-1).isoformat(),
        "Just Within": (clock.at(-48) + datetime.timedelta(seconds=1)).isoformat(),
    }
    clock.now = clock.at(48)
    assert news(client) == {"To Come": clock.at(-47).isoformat()}


def test_news_say_in_which_language_they_are(client: Client) -> None:
    for language in ("ar", "zh-hant", "pt-br", ""):
        cast.published(f"In {language}", language=language)
    told = re.findall("<news:language>([^<]*)", client.get("/news-sitemap.xml").content.decode())
    assert told == ["en", "pt", "zh-tw", "ar"]


def test_no_more_news_than_are_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_NEWS", 2)
    for each in range(3):
        cast.published(f"Brief {each}")
    assert list(news(client)) == ["Brief 2", "Brief 1"]


ADDRESSES = [
    "/sitemap.xml",
    "/sitemap-briefs-0.xml",
    "/sitemap-issues.xml",
    "/sitemap-experts.xml",
    "/news-sitemap.xml",
]


@pytest.mark.parametrize(("address", "queries"), list(zip(ADDRESSES, [4, 3, 2, 2, 2], strict=True)))
def test_a_sitemap_costs_the_same_however_much_it_lists(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    for number in (1, 4):
        for each in range(number):
            quotes = [("<p>So it is.</p>", f"Speaker {number} {each}", "Fellow")]
            edition = cast.published(
                f"Brief {number} {each}", issues=[f"Issue {number} {each}"], quotes=quotes
            )
        with django_assert_num_queries(queries):
            assert client.get(address.replace("briefs-0", part_of(edition))).status_code == 200


def test_crawlers_are_kept_from_the_desk_and_from_endless_lists_alone(client: Client) -> None:
    robots = client.get("/robots.txt")
    assert robots["Content-Type"] == "text/plain; charset=utf-8"
    text = robots.content.decode()
    assert f"Sitemap: {HOST}/sitemap.xml\n" in text
    assert f"Sitemap: {HOST}/news-sitemap.xml\n" in text
    for address, allowed in {
        "/": True,
        "/briefs/": True,
        "/briefs/?issue=iran&not=russia": True,  # says itself that it is not to be found
        "/briefs/?issue=iran&issue=russia&after=2024-01-01.5": True,
        "/briefs/?issue=iran&issue=russia&not=china": False,
        "/briefs/?from=2024-01-01&to=2024-02-01&expert=x&label=y": False,
        "/briefs/2024/03/14/grain-moves/": True,
        "/issues/iran/?after=2024-01-01.5": True,
        "/feed.atom?issue=iran": True,
        "/feed.json?issue=iran&issue=russia&not=china": False,
        "/static/css/site.css": True,
        "/images/0.jpg": True,
        "/admin/": False,
        "/preview/abc/": False,
    }.items():
        assert may_fetch(text, address) is allowed, address


def may_fetch(robots: str, address: str) -> bool:
    """What RFC 9309 makes of a robots.txt with one group: the longest rule that fits decides."""
    rules = re.findall(r"^(Allow|Disallow): (\S+)$", robots, re.MULTILINE)
    fits = [
        (len(path), kind == "Allow")
        for kind, path in rules
        if re.match(".*".join(map(re.escape, path.split("*"))), address)
    ]
    return max(fits, default=(0, True))[1]
