"""What a page says of itself where its address is passed on."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from briefs import roles, sharing
from editions.publishing import publish
from tests import cast
from tests.editions.timeline import HOUR, Clock

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def told(client: Client, address: str) -> dict[str, str]:
    """What the page tells by property, in a reader's letters; the tags of an article in one string."""
    page = client.get(address).content.decode()
    found: dict[str, str] = {}
    for name, content in re.findall(
        r'<meta (?:property|name)="((?:og|article|twitter):[^"]+)" content="([^"]*)">', page
    ):
        found[name] = " ".join(filter(None, (found.get(name, ""), html.unescape(content))))
    return found


def test_a_brief_tells_its_title_words_times_issues_and_card(client: Client, clock: Clock) -> None:
    edition = cast.published("Grain & “Ships”", slug="grain", issues=["Iran", "Russia"])
    page = told(client, edition.get_absolute_url())
    image = page.pop("og:image")
    assert page == {
        "og:site_name": "Dateline",
        "og:type": "article",
        "og:title": "Grain & “Ships”",
        "og:description": "Four ships entered the corridor before noon. A fifth waits for its insurer.",
        "og:url": f"{HOST}{edition.get_absolute_url()}",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Dateline | March 14, 2024 — Flash Brief | Grain & “Ships” | Iran · Russia",
        "twitter:card": "summary_large_image",
        "article:published_time": clock.now.isoformat(),
        "article:modified_time": clock.now.isoformat(),
        "article:tag": "Iran Russia",
    }
    assert client.get(image.removeprefix(HOST))["Content-Type"] == "image/png"


def test_a_brief_published_again_tells_both_times(client: Client, clock: Clock) -> None:
    first = cast.published("Grain Moves")
    begun = clock.now
    clock.now += HOUR
    again = publish(cast.change(first.brief, title="Grain Stops"), None)
    page = told(client, again.get_absolute_url())
    assert page["article:published_time"] == begun.isoformat()
    assert page["article:modified_time"] == clock.now.isoformat()


@pytest.mark.parametrize(
    ("address", "kind", "title"),
    [
        ("/", "website", "Flash briefs"),
        ("/briefs/?issue=iran", "website", "Briefs on Iran"),
        ("/issues/iran/", "website", "Iran"),
        ("/experts/mara-quist/", "profile", "Mara Quist"),
        ("/experts/", "website", "Experts"),
        ("/quotes/", "website", "Quotations"),
    ],
)
def test_every_other_page_tells_its_own_title_and_a_card(
    client: Client, address: str, kind: str, title: str
) -> None:
    cast.published(issues=["Iran"])
    page = told(client, address)
    assert (page["og:type"], page["og:title"], page["og:url"]) == (kind, title, HOST + address)
    assert page["og:description"]
    assert client.get(page["og:image"].removeprefix(HOST)).status_code == 200


def test_a_quotation_tells_whose_it_is_and_shows_its_own_card(client: Client) -> None:
    row = cast.published().quote_rows.get()
    page = told(client, row.get_absolute_url())
    assert page["og:title"].startswith("Mara Quist: “Insurance is the harbour.")
    assert "“Insurance is the harbour.” | Mara Quist, Senior Fellow" in page["og:image:alt"]
    assert client.get(page["og:image"].removeprefix(HOST)).status_code == 200


def test_marks_in_words_stay_words(client: Client) -> None:
    edition = cast.published('"Grain"><script>alert(1)</script>', slug="marks", issues=['"><b>'])
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert '"><b>' not in page
    assert told(client, edition.get_absolute_url())["og:title"] == '"Grain"><script>alert(1)</script>'


def test_errors_tell_nothing(client: Client) -> None:
    assert not told(client, "/briefs/2024/03/14/nothing/")


def test_a_preview_tells_nothing_and_offers_nothing_to_embed(client: Client) -> None:
    until = timezone.now() + HOUR
    _, token = sharing.share(cast.make_brief(), 1, cast.person("edda", roles.EDITOR), until)
    address = reverse("preview", args=[token])
    assert not told(client, address)
    assert "oembed" not in client.get(address).content.decode()
