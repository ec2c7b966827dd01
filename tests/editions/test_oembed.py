"""How briefs and quotations are embedded in pages of others."""

import html
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from editions.publishing import publish, withdraw
from tests import cast
from tests.editions.timeline import HOUR, Clock

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
MARKS = '"Grain"><script>alert(1)</script>&'


def asked(client: Client, path: str, **more: int) -> Any:
    """The answer, read as JSON, for the page at that path."""
    query: dict[str, str | int] = {"url": HOST + path, **more}
    answer = client.get("/oembed", query)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


class Shown(HTMLParser):
    """The tags and the words of some HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_brief_is_embedded_as_its_title_and_opening_with_a_link(client: Client) -> None:
    edition = cast.published("Grain Moves")
    told = asked(client, edition.get_absolute_url())
    shown = Shown(told.pop("html"))
    card = told.pop("thumbnail_url")
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": "Grain Moves",
        "author_name": "Dateline",
        "provider_name": "Dateline",
        "provider_url": f"{HOST}/",
        "cache_age": 60,
        "width": 600,
        "height": 176,
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    assert shown.tags[0] == (
        "blockquote",
        {"cite": HOST + edition.get_absolute_url(), "lang": "en", "dir": "ltr"},
    )
    assert ("a", {"href": HOST + edition.get_absolute_url()}) in shown.tags
    assert shown.words == (
        "Grain MovesFour ships entered the corridor before noon. A fifth waits for its insurer."
        "— Dateline, March 14, 2024, Flash Brief"
    )
    assert client.get(card.removeprefix(HOST))["Content-Type"] == "image/png"


def test_a_quotation_is_embedded_with_its_speaker_and_title_as_they_were(client: Client) -> None:
    edition = cast.published()
    row = edition.quote_rows.get()
    by_page = asked(client, row.get_absolute_url())
    by_brief = asked(client, f"{edition.get_absolute_url()}#quote-{row.key}")
    assert by_page == by_brief
    assert (by_page["author_name"], by_page["title"]) == (
        "Mara Quist",
        "Mara Quist: “Insurance is the harbour.”",
    )
    assert Shown(by_page["html"]).words == (
        "“Insurance is the harbour.”— Mara Quist, Senior Fellow, Dateline, March 14, 2024"
    )


def test_a_brief_in_another_language_says_so(client: Client) -> None:
    told = asked(client, cast.published("سفن الحبوب", slug="ships", language="ar").get_absolute_url())
    assert Shown(told["html"]).tags[0][1] | {"cite": ""} == {"cite": "", "lang": "ar", "dir": "rtl"}


def test_words_with_marks_are_embedded_as_words(client: Client) -> None:
    edition = cast.published(
        MARKS, slug="marks", label=MARKS, quotes=[("<p>1 &lt; 2 &amp; <b>so</b></p>", MARKS, MARKS)]
    )
    for path in (edition.get_absolute_url(), edition.quote_rows.get().get_absolute_url()):
        shown = Shown(asked(client, path)["html"])
        assert {tag for tag, _ in shown.tags} <= {"blockquote", "p", "a", "cite", "strong"}
        assert {name for _, attributes in shown.tags for name in attributes} == {
            "cite",
            "href",
            "lang",
            "dir",
        }
        assert "<script>alert(1)" in shown.words


def test_xml_says_the_same_as_json(client: Client) -> None:
    path = cast.published(MARKS, slug="marks").get_absolute_url()
    answer = client.get("/oembed", {"url": HOST + path, "format": "xml"})
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    read = {each.tag: each.text for each in ElementTree.fromstring(answer.content)}  # noqa: S314 - our own
    assert read == {name: str(value) for name, value in asked(client, path).items()}


def test_a_page_says_where_it_can_be_embedded_from(client: Client) -> None:
    edition = cast.published()
    for path in (edition.get_absolute_url(), edition.quote_rows.get().get_absolute_url()):
        page = client.get(path).content.decode()
        links = re.findall(r'<link rel="alternate" type="(\w+/\w+)\+oembed" href="([^"]+)"', page)
        assert [kind for kind, _ in links] == ["application/json", "text/xml"]
        for kind, address in links:
            answer = client.get(html.unescape(address).removeprefix(HOST))
            assert answer.status_code == 200
            assert answer["Content-Type"].startswith(kind)


def test_the_room_that_a_page_has_is_kept_to(client: Client) -> None:
    long = "<p>" + "The frigates left the harbour before dawn, said the ministry. " * 12 + "</p>"
    path = cast.published(quotes=[(long, "Mara Quist", "Senior Fellow")]).quote_rows.get().get_absolute_url()
    whole, small = asked(client, path), asked(client, path, maxwidth=400, maxheight=300)
    assert small["width"] == 400
    assert small["height"] <= 300
    assert len(small["html"]) < len(whole["html"])
    assert "thumbnail_url" not in small
    assert asked(client, path, maxwidth=640)["thumbnail_width"] == 600
    assert asked(client, path, maxwidth=1)["width"] == 1


def test_where_there_is_hardly_room_for_a_letter_something_is_embedded_all_the_same(client: Client) -> None:
    edition = cast.published()
    for path in (edition.get_absolute_url(), edition.quote_rows.get().get_absolute_url()):
        for width in (1, 7, 8, 16, 31, 32, 40, 90, 200):
            for height in (1, 100, 147, 148, 176, 400):
                told = asked(client, path, maxwidth=width, maxheight=height)
                assert (told["width"], told["height"] <= height) == (width, True)
                assert re.search(r"\w|…", Shown(told["html"]).words)


def test_a_former_address_is_embedded_as_the_present_page(client: Client) -> None:
    first = cast.published(slug="once")
    publish(cast.change(first.brief, slug="now"), None)
    assert "/now/" in asked(client, first.get_absolute_url())["html"]


def test_only_what_is_public_is_embedded(client: Client, clock: Clock) -> None:
    to_come, taken = cast.published("To Come", at=clock.at(1)), cast.published("Taken")
    withdraw(taken.brief, None)
    clock.now += HOUR / 2
    for edition, status in ((to_come, 404), (taken, 410)):
        for path in (edition.get_absolute_url(), edition.quote_rows.get().get_absolute_url()):
            assert client.get("/oembed", {"url": HOST + path}).status_code == status
    clock.now += HOUR
    assert asked(client, to_come.get_absolute_url())["title"] == "To Come"


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({}, 400, "Say in “url” which page is to be embedded."),
        ({"url": ""}, 400, "Say in “url” which page is to be embedded."),
        (
            {"url": "https://example.org/briefs/2024/03/14/grain/"},
            400,
            "The “url” is no address of this site.",
        ),
        ({"url": "ftp://testserver/"}, 400, "The “url” is no address of this site."),
        ({"url": "http://["}, 400, "The “url” is no address of this site."),
        ({"url": "http://testserver@example.org/"}, 400, "The “url” is no address of this site."),
        ({"url": f"{HOST}/" + "a" * 9000}, 400, "The “url” is no address of this site."),
        ({"url": HOST}, 404, "There is no brief and no quotation at that address."),
        ({"url": f"{HOST}/admin/"}, 404, "There is no brief and no quotation at that address."),
        (
            {"url": f"{HOST}/briefs/2023/02/30/grain/"},
            404,
            "There is no brief and no quotation at that address.",
        ),
        ({"url": f"{HOST}/quotes/%00/"}, 404, "There is no brief and no quotation at that address."),
        (
            {"url": f"{HOST}/briefs/2024/03/14/\x00%ff/"},
            404,
            "There is no brief and no quotation at that address.",
        ),
        ({"url": HOST, "format": "yaml"}, 501, "Only the formats json and xml are spoken here."),
        ({"url": HOST, "maxwidth": "wide"}, 400, "“maxwidth” is a whole number of pixels."),
        ({"url": HOST, "maxheight": "0"}, 400, "“maxheight” is a whole number of pixels."),
        ({"url": HOST, "maxheight": "9" * 5000}, 400, "“maxheight” is a whole number of pixels."),
        ({"url": HOST, "maxheight": "٣"}, 400, "“maxheight” is a whole number of pixels."),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(
    client: Client, query: dict[str, str], status: int, sentence: str
) -> None:
    answer = client.get("/oembed", query)
    assert (answer.status_code, answer.content.decode()) == (status, sentence)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_an_unreadable_fragment_means_the_whole_brief(client: Client) -> None:
    path = cast.published("Grain Moves").get_absolute_url()
    assert asked(client, f"{path}#quote-\x00")["title"] == "Grain Moves"
    assert asked(client, f"{path}#quote-unknown")["title"] == "Grain Moves"


def test_anyone_s_page_may_read_it_and_it_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = cast.published()
    for path in (edition.get_absolute_url(), edition.quote_rows.get().get_absolute_url()):
        with django_assert_num_queries(1):
            answer = client.get("/oembed", {"url": HOST + path})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cache-Control"] == "public, no-cache"
        again = client.get("/oembed", {"url": HOST + path}, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        assert not answer.cookies
