"""The feeds: what they tell, of which briefs, under which names, and what they cost."""

import dataclasses
import datetime
import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from briefs.content import Picture
from briefs.drafting import record
from briefs.imaging import file_name, receive
from briefs.writing import write
from editions.feeds import gathering
from editions.publishing import publish, withdraw
from issues.renaming import rename
from tests import cast, pictures
from tests.editions.feed_rules import ATOM, CONTENT, atom, json_feed, links, rss, text, titles
from tests.editions.timeline import Clock

pytestmark = pytest.mark.django_db
FEEDS = ["/feed.atom", "/feed.rss", "/feed.json"]


def test_every_feed_tells_the_newest_briefs_first_with_all_their_words(client: Client) -> None:
    cast.published("Older", date=datetime.date(2024, 3, 13))
    cast.published("Newer", date=datetime.date(2024, 3, 14), issues=["Ukraine", "Grain"])
    entry = atom(client).find(f"{ATOM}entry")
    item = rss(client).find("item")
    told = json_feed(client)["items"][0]
    assert titles(atom(client)) == ["Newer", "Older"]
    for html in (text(entry, "content"), item.findtext(f"{CONTENT}encoded"), told["content_html"]):
        for words in (
            "Four ships entered the corridor before noon. A fifth waits for its insurer.",
            "<p>Insurance is the harbour.</p>",
            "Mara Quist, Senior Fellow",
            "<h2>How the Corridor Works</h2>",
            "<p>Ships keep to the coast.</p>",
        ):
            assert words in html
    summary = "Four ships entered the corridor before noon. A fifth waits for its insurer."
    assert text(entry, "summary") == item.findtext("description") == told["summary"] == summary
    categories = [each.get("term") for each in entry.findall(f"{ATOM}category")]
    assert (
        categories == [each.text for each in item.findall("category")] == told["tags"] == ["Grain", "Ukraine"]
    )
    page = "http://testserver/briefs/2024/03/14/newer/"
    assert links(entry, "alternate") == [item.findtext("link")] == [told["url"]] == [page]


def test_a_feed_holds_so_many_and_no_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "SIZE", 3)
    for each in range(4):
        cast.published(f"Brief {each}", date=cast.DAY + datetime.timedelta(days=each))
    assert titles(atom(client)) == ["Brief 3", "Brief 2", "Brief 1"]


def test_a_feed_takes_the_filters_of_the_list_and_says_them_in_its_title(client: Client) -> None:
    cast.published("Both", issues=["Iran", "Russia"])
    cast.published("Iran Alone", issues=["Iran"])
    for query in ("issue=iran&not=russia", "not=russia&issue=iran&after=2030-01-01.1"):
        feed = atom(client, f"/feed.atom?{query}")
        assert titles(feed) == ["Iran Alone"]
        assert text(feed, "title") == "Dateline: Briefs on Iran, not on Russia"
        assert links(feed, "self") == ["http://testserver/feed.atom?issue=iran&not=russia"]
        assert links(feed, "alternate") == ["http://testserver/briefs/?issue=iran&not=russia"]
        assert [item["title"] for item in json_feed(client, f"/feed.json?{query}")["items"]] == ["Iran Alone"]
        assert [each.text for each in rss(client, f"/feed.rss?{query}").findall("item/title")] == [
            "Iran Alone"
        ]


def test_a_feed_of_words_tells_what_the_search_finds(client: Client) -> None:
    cast.published("Grain Moves", sections=[("Ships", "<p>A tanker waits.</p>")])
    cast.published("Ships Wait")
    for address, check in (("/feed.atom", atom), ("/feed.rss", rss)):
        feed: Any = check(client, f"{address}?q=tanker")
        assert [each.text for each in feed.iter("{*}title")][1:] == ["Grain Moves"]
    assert [item["title"] for item in json_feed(client, "/feed.json?q=-tanker")["items"]] == ["Ships Wait"]
    assert json_feed(client, "/feed.json?q=tanker")["feed_url"].endswith("/feed.json?q=tanker")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("issue=atlantis", "There is no issue “atlantis”."),
        ("from=2023-02-30", "“2023-02-30” is not a date: write it as 2023-09-20."),
        ("expert=%00", "There is no expert “�”."),
        ("issue=%F0%9F%8C%8D%F3%A0%84%80", "There is no issue “🌍\U000e0100”."),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_a_sentence(
    client: Client, query: str, sentence: str
) -> None:
    for address in FEEDS:
        response = client.get(f"{address}?{query}")
        assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert response.content.decode() == sentence + "\n"


def test_a_former_address_of_an_issue_leads_on(client: Client) -> None:
    cast.published(issues=["Persia"])
    rename(cast.issue("Persia"), None, "Iran", "iran")
    for address in FEEDS:
        response = client.get(f"{address}?issue=persia&to=2030-01-01")
        assert (response.status_code, response["Location"]) == (301, f"{address}?issue=iran&to=2030-01-01")


def test_a_brief_keeps_its_id_through_new_titles_dates_and_withdrawal(client: Client, clock: Clock) -> None:
    edition = cast.published("First Title")
    began = clock.now
    (first,) = json_feed(client)["items"]
    assert first["id"] == f"tag:testserver,{began.date()}:brief/{edition.brief_id}"
    clock.now = clock.at(30)
    publish(
        cast.change(edition.brief, title="Second Title", slug="second", date=cast.DAY.replace(day=1)), None
    )
    (second,) = json_feed(client)["items"]
    assert (second["id"], second["url"]) == (first["id"], "http://testserver/briefs/2024/03/01/second/")
    assert second["date_published"] == first["date_published"] == first["date_modified"] == began.isoformat()
    assert second["date_modified"] == clock.now.isoformat()
    clock.now = clock.at(1)
    withdraw(edition.brief, None)
    assert json_feed(client)["items"] == []
    clock.now = clock.at(30)
    publish(cast.change(edition.brief, title="Third Title"), None)
    (entry,) = atom(client).findall(f"{ATOM}entry")
    (guid,) = rss(client).findall("item/guid")
    assert text(entry, "id") == guid.text == first["id"]
    assert text(entry, "published") == began.isoformat()


def test_links_of_the_text_work_where_the_feed_is_read(client: Client) -> None:
    other = cast.published("Other Brief")
    hidden = cast.make_brief("Never Published")
    words = '<p>See <a href="/issues/">issues</a>, <a href="#x">here</a>, <a href="https://example.org/?a=1&amp;b=2">there</a>.</p>'
    links = [
        cast.link_to(other.brief, "Ours"),
        cast.link_to(hidden, "Hidden"),
        cast.link_out("Theirs", "https://example.org/report", ["Ana Ruiz"], "The Gazette"),
        cast.link_out("Lost Address"),
    ]
    cast.published("Linking", developments=words, links=links)
    html = json_feed(client)["items"][0]["content_html"]
    for link in (
        '<a href="http://testserver/issues/"',
        '<a href="http://testserver/briefs/2024/03/14/linking/#x"',
        '<a href="https://example.org/?a=1&amp;b=2"',
        '<a href="http://testserver/briefs/2024/03/14/other-brief/">Ours</a>',
        '<a href="https://example.org/report">Theirs</a>, Ana Ruiz, The Gazette',
        "<li>Lost Address</li>",
    ):
        assert link in html
    assert "Hidden" not in html


def test_an_image_comes_along_as_a_file_and_in_the_text(client: Client) -> None:
    image = receive(io.BytesIO(pictures.drawn(size=(1000, 500))), None)
    picture = Picture(image.digest, 1000, 500, alt="A crane", credit="Photo: Ana Ruiz")
    brief = cast.make_brief("Pictured")
    record(write(brief, dataclasses.replace(cast.content("Pictured"), image=picture)), None)
    publish(brief, None)
    (item,) = json_feed(client)["items"]
    (attached,) = item["attachments"]
    assert attached["url"] == item["image"] == f"http://testserver/images/{image.digest}-1000.jpg"
    served = client.get(attached["url"])
    assert (len(served.content), served["Content-Type"]) == (attached["size_in_bytes"], "image/jpeg")
    assert (
        'width="1000" height="500" alt="A crane"><figcaption>Photo: Ana Ruiz</figcaption>'
        in item["content_html"]
    )
    (entry,) = atom(client).findall(f"{ATOM}entry")
    assert links(entry, "enclosure") == [attached["url"]]
    (enclosure,) = rss(client).findall("item/enclosure")
    assert enclosure.get("length") == str(attached["size_in_bytes"])
    default_storage.delete(file_name(image.digest, 1000, "jpg"))
    assert "attachments" not in json_feed(client)["items"][0]
    assert links(atom(client).findall(f"{ATOM}entry")[0], "enclosure") == []


def test_a_brief_in_another_language_says_so_and_from_which_side_it_is_read(client: Client) -> None:
    cast.published("Grain Moves")
    cast.published("عودة السفن", language="ar")
    arabic, english = json_feed(client)["items"]
    assert (arabic["language"], english["language"], json_feed(client)["language"]) == ("ar", "en", "en")
    assert arabic["content_html"].startswith('<div lang="ar" dir="rtl">')
    assert english["content_html"].startswith("<div>")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [entry.get(lang) for entry in atom(client).findall(f"{ATOM}entry")] == ["ar", "en"]
    told = rss(client).findall("item/{http://purl.org/dc/elements/1.1/}language")
    assert [each.text for each in told] == ["ar", "en"]


@pytest.mark.parametrize("address", FEEDS)
def test_before_the_first_brief_a_feed_is_empty_and_well_formed(client: Client, address: str) -> None:
    check: Any = {"/feed.atom": atom, "/feed.rss": rss, "/feed.json": json_feed}[address]
    check(client)
    assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_costs_the_same_however_much_it_tells(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    for number in (1, 5):
        for each in range(number):
            target = cast.published(f"Target {number} {each}", issues=["Iran"])
            cast.published(
                f"Brief {number} {each}", issues=["Iran", "Grain"], links=[cast.link_to(target.brief)]
            )
        with django_assert_num_queries(7):
            client.get(f"{address}?issue=iran")


@pytest.mark.parametrize(
    "page", ["/", "/briefs/", "/briefs/?not=quiet&issue=iran", "/issues/iran/", "/experts/mara-quist/"]
)
def test_pages_tell_programs_and_people_where_their_feed_is(client: Client, page: str) -> None:
    cast.issue("Quiet")
    cast.published(issues=["Iran"])
    html = client.get(page).content.decode()
    query = {
        "/briefs/?not=quiet&issue=iran": "?issue=iran&amp;not=quiet",
        "/issues/iran/": "?issue=iran",
    }.get(page, "")
    query = "?expert=mara-quist" if "experts" in page else query
    for kind, media in (("atom", "atom+xml"), ("rss", "rss+xml"), ("json", "feed+json")):
        link = f'<link rel="alternate" type="application/{media}" href="/feed.{kind}{query}" title="'
        assert link in html
        assert client.get(f"/feed.{kind}{query.replace('&amp;', '&')}").status_code == 200
    assert f'<a href="/feed.atom{query}" type="application/atom+xml">Feed' in html
