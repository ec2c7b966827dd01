"""JSON-LD: what machines are told of each kind of page, in words that schema.org knows."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client

from editions.publishing import publish
from tests import cast
from tests.editions.schema_org import faults

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert("1")</script><!-- \\u003c & \u2028'


def told(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address).content.decode()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(scripts) == 1
    document: dict[str, Any] = json.loads(scripts[0])
    return document


def node(document: dict[str, Any], kind: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [each for each in document["@graph"] if each["@type"] == kind]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/briefs/",
        "/briefs/?issue=iran",
        "/briefs/2024/03/14/grain-moves/",
        "/briefs/2024/03/14/little/",
        "/issues/",
        "/issues/iran/",
        "/experts/",
        "/experts/mara-quist/",
        "/quotes/",
        "quote",
    ],
)
def test_every_page_tells_only_what_schema_org_knows(client: Client, address: str) -> None:
    edition = cast.published("Grain Moves", issues=["Iran", "Cyber"])
    cast.published("Little", quotes=[], sections=[], links=[])
    expert = cast.expert("Mara Quist")
    expert.organisation, expert.biography = "The Harbour Institute", "<p>She counts ships.</p>"
    expert.save()
    document = told(client, address if address != "quote" else f"/quotes/{edition.value().quotes[0].key}/")
    assert faults(document) == []
    assert node(document, "NewsMediaOrganization")["name"] == "Dateline"


def test_the_check_itself_finds_faults() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": 3, "inked": "x", "author": {"@type": "Thing"}},
        {"@type": "Nws"},
    ]
    found = faults({"@context": "https://schema.org", "@graph": graph})
    assert "NewsArticle.headline does not take 3" in found
    assert "NewsArticle has no property inked" in found
    assert "NewsArticle.author takes no Thing" in found
    assert "NewsArticle lacks publisher" in found
    assert "'Nws' is no type" in found


def test_an_article_tells_who_said_what_with_the_title_of_that_day(client: Client) -> None:
    edition = cast.published(
        "Grain Moves", quotes=[("<p>It holds.</p>", "Mara Quist", "Fellow")], issues=["Iran"]
    )
    cast.expert("Mara Quist").title = "President"
    document = told(client, edition.get_absolute_url())
    article = node(document, "NewsArticle")
    assert article["headline"] == "Grain Moves"
    assert article["about"] == [{"@type": "Thing", "name": "Iran", "url": "http://testserver/issues/iran/"}]
    said = article["hasPart"][0]
    assert (said["text"], said["creator"]["name"], said["creator"]["jobTitle"]) == (
        "It holds.",
        "Mara Quist",
        "Fellow",
    )
    assert said["url"] == f"http://testserver/quotes/{edition.value().quotes[0].key}/"
    crumbs = node(document, "BreadcrumbList")["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["Dateline", "Briefs", "Grain Moves"]


def test_an_article_tells_when_it_came_and_when_its_words_changed(client: Client) -> None:
    edition = cast.published("Grain Moves")
    first = node(told(client, edition.get_absolute_url()), "NewsArticle")
    assert first["datePublished"] == first["dateModified"] == edition.live_from.isoformat()
    second = publish(cast.change(edition.brief, title="Grain Stops"), None)
    later = node(told(client, second.get_absolute_url()), "NewsArticle")
    assert datetime.datetime.fromisoformat(later["datePublished"]) == edition.live_from
    assert datetime.datetime.fromisoformat(later["dateModified"]) == second.live_from


def test_an_article_that_begins_with_a_list_is_described_without_its_bullet(client: Client) -> None:
    edition = cast.published(developments="<ul><li>Ships sail.</li><li>Ports open.</li></ul>")
    article = node(told(client, edition.get_absolute_url()), "NewsArticle")
    assert article["description"] == "Ships sail."


def test_words_that_would_end_the_script_do_not(client: Client) -> None:
    edition = cast.published(HOSTILE, slug="hostile", quotes=[("<p>&lt;/script&gt;</p>", HOSTILE, HOSTILE)])
    article = node(told(client, edition.get_absolute_url()), "NewsArticle")
    assert article["headline"] == HOSTILE
    assert article["hasPart"][0]["creator"]["jobTitle"] == HOSTILE


def test_the_home_page_tells_where_to_search(client: Client) -> None:
    action = node(told(client, "/"), "WebSite")["potentialAction"]
    assert action["target"]["urlTemplate"] == "http://testserver/briefs/?q={search_term_string}"
