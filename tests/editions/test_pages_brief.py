"""A brief's page: its parts in order, its words as published, the names and addresses of today, and who else asks."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editions.dates import to_the_minute
from editions.models import Edition
from editions.publishing import publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = datetime.timedelta(hours=1)


def read(client: Client, edition: Edition) -> str:
    response = client.get(edition.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def test_the_parts_stand_in_the_order_of_a_brief(client: Client) -> None:
    edition = cast.published(
        "Grain Moves",
        date=datetime.date(2023, 9, 20),
        developments="<p>Four ships left.</p>",
        quotes=[("<p>It holds.</p>", "Mara Quist", "Fellow"), ("<p>Barely.</p>", "Ivo Tamm", "Director")],
        sections=[("How It Works", "<p>Slowly.</p>"), ("What It Costs", "<p>Much.</p>")],
        links=[
            cast.link_out("Insurance at Sea", "https://example.org/sea", ["Ivo Tamm", "Mara Quist"], "Notes")
        ],
        issues=["Ukraine", "Food Security"],
    )
    assert edition.get_absolute_url() == "/briefs/2023/09/20/grain-moves/"
    assert (
        words(read(client, edition))
        .strip()
        .startswith(
            "September 20, 2023 — Flash Brief Grain Moves 1 minute to read "
            f"Published {to_the_minute(edition.live_from)} "
            "Cite PDF http://testserver/briefs/2023/09/20/grain-moves/ "
            "Latest Developments Four ships left. "
            "Expert Analysis It holds. Mara Quist Fellow Link Barely. Ivo Tamm Director Link "
            "How It Works Slowly. What It Costs Much. "
            "Related Insurance at Sea Ivo Tamm and Mara Quist, Notes "
            "Issues Food Security Ukraine "
            "Cite and keep PDF Plain text Markdown Data Cite this brief Chicago Dateline. “Grain Moves.” Flash Brief, "
        )
    )


def test_the_markup_says_what_each_part_is(client: Client) -> None:
    edition = cast.published("Grain Moves", date=datetime.date(2023, 9, 20))
    page = read(client, edition)
    assert page.count("<h1>Grain Moves</h1>") == page.count("<h1") == 1
    assert '<html lang="en">' in page
    assert '<time datetime="2023-09-20">September 20, 2023</time>' in page
    assert re.search(
        r'<figure class="quotation" id="quote-\w+">\s*<blockquote><p>Insurance is the harbour.</p></blockquote>\s*'
        r'<figcaption>\s*<cite><a href="/experts/mara-quist/">Mara Quist</a></cite>\s*<span>Senior Fellow</span>',
        page,
    )
    assert '<meta name="description" content="Four ships entered the corridor before noon.' in page


def test_parts_that_a_brief_has_not_leave_no_empty_heading(client: Client) -> None:
    page = read(client, cast.published(quotes=[], sections=[], links=[]))
    assert re.findall(r"<h2>([^<]+)", page) == ["Latest Developments", "Issues", "Cite and keep"]


def test_nothing_on_the_page_runs_or_is_styled_in_place(client: Client) -> None:
    page = read(client, cast.published())
    scripts = re.findall(r"<script([^>]*)>(.)", page)
    assert all("src=" in attributes or "ld+json" in attributes for attributes, _ in scripts)
    assert all(first == "<" for attributes, first in scripts if "src=" in attributes)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


def test_a_public_page_sets_no_cookie_and_is_the_same_for_all(client: Client) -> None:
    edition = cast.published()
    for address in (
        "/",
        "/briefs/",
        edition.get_absolute_url(),
        "/issues/",
        "/experts/mara-quist/",
        "/nothing/",
    ):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert "nonce-" not in response.headers["Content-Security-Policy"]


def test_edits_are_read_when_they_are_published_and_not_before(client: Client) -> None:
    edition = cast.published("Grain Moves", slug="grain")
    cast.change(edition.brief, title="Grain Stops")
    assert "Grain Stops" not in read(client, edition)
    publish(edition.brief, None)
    page = read(client, edition)
    assert "Grain Stops" in page
    assert "Grain Moves" not in page


def test_a_quotation_keeps_the_title_and_the_name_of_its_day(client: Client) -> None:
    edition = cast.published(quotes=[("<p>It holds.</p>", "Mara Quist", "Research Fellow")])
    mara = cast.expert("Mara Quist")
    mara.name, mara.title, mara.slug = "Mara Quist-Tamm", "President", "mara-quist-tamm"
    mara.save()
    page = read(client, edition)
    assert '<cite><a href="/experts/mara-quist-tamm/">Mara Quist</a></cite>' in page
    assert "Research Fellow" in page
    assert "President" not in page


def test_an_issue_bears_its_name_of_today(client: Client) -> None:
    edition = cast.published(issues=["Ukraine"])
    issue = cast.issue("Ukraine")
    issue.name, issue.slug = "Ukraine and the Black Sea", "ukraine-black-sea"
    issue.save()
    assert '<a href="/issues/ukraine-black-sea/">Ukraine and the Black Sea</a>' in read(client, edition)


def test_a_link_to_a_brief_of_ours_leads_to_its_address_of_today(client: Client) -> None:
    target = cast.published("Old Title")
    edition = cast.published("Grain Moves", links=[cast.link_to(target.brief, "As It Was Printed")])
    publish(cast.change(target.brief, title="New Title", slug="new-title"), None)
    assert 'href="/briefs/2024/03/14/new-title/"' in read(client, edition)
    assert "As It Was Printed" in read(client, edition)


def test_a_link_to_a_brief_of_ours_is_printed_only_while_that_is_live(client: Client) -> None:
    target = cast.make_brief("Not Yet")
    edition = cast.published("Grain Moves", links=[cast.link_to(target, "What Comes Next")])
    assert "What Comes Next" not in read(client, edition)
    assert "Related" not in read(client, edition)
    publish(target, None)
    assert "What Comes Next" in read(client, edition)
    withdraw(target, None)
    assert "What Comes Next" not in read(client, edition)


def test_a_link_whose_address_was_lost_is_plain_words(client: Client) -> None:
    page = read(client, cast.published(links=[cast.link_out("Lost at Sea", source="Notes")]))
    assert '<span class="title">Lost at Sea</span>' in page
    assert ">Lost at Sea</a>" not in page


def test_a_wrong_date_leads_to_the_brief_for_good(client: Client) -> None:
    edition = cast.published("Grain Moves", date=datetime.date(2023, 9, 20))
    for date in ("2023/09/21", "2023/9/20", "2023/02/30", "1/1/1", "999999/99/99"):
        response = client.get(f"/briefs/{date}/grain-moves/?utm_source=mail")
        assert (response.status_code, response.headers["Location"]) == (301, edition.get_absolute_url())


def test_each_address_a_brief_once_had_leads_to_the_present_one_in_one_step(client: Client) -> None:
    first = cast.published("Grain Moves")
    second = publish(cast.change(first.brief, slug="grain-stops", date=datetime.date(2024, 3, 15)), None)
    third = publish(cast.change(first.brief, slug="grain-rots"), None)
    for edition in (first, second):
        response = client.get(edition.get_absolute_url())
        assert (response.status_code, response.headers["Location"]) == (301, third.get_absolute_url())
    response = client.get("/briefs/2001/01/01/grain-moves/")
    assert (response.status_code, response.headers["Location"]) == (301, third.get_absolute_url())
    assert client.get(third.get_absolute_url()).status_code == 200


def test_who_stands_at_an_address_goes_before_who_stood_there(client: Client) -> None:
    first = cast.published("Grain Moves")
    publish(cast.change(first.brief, slug="moved-on"), None)
    second = cast.published("Grain Moves")
    assert second.get_absolute_url() == first.get_absolute_url()
    assert f"<title>{second.title}" in read(client, second)


def test_an_address_that_fits_several_days_is_not_guessed(client: Client) -> None:
    for day in (1, 2):
        cast.published("Week in Review", date=datetime.date(2024, 3, day))
    assert client.get("/briefs/2024/03/03/week-in-review/").status_code == 404


def test_a_withdrawn_brief_is_gone_and_its_words_with_it(client: Client) -> None:
    edition = cast.published("Grain Moves")
    withdraw(edition.brief, None)
    response = client.get(edition.get_absolute_url())
    assert response.status_code == 410
    page = response.content.decode()
    assert "This brief has been withdrawn" in page
    assert "Grain" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert client.get("/briefs/2001/01/01/grain-moves/").status_code == 404


def test_each_address_of_a_withdrawn_brief_is_gone(client: Client) -> None:
    first = cast.published("Grain Moves")
    publish(cast.change(first.brief, slug="grain-stops"), None)
    withdraw(first.brief, None)
    assert client.get(first.get_absolute_url()).status_code == 410


def test_a_scheduled_brief_is_as_unknown_as_one_that_never_was(client: Client) -> None:
    edition = cast.published("Grain Moves", at=NOW + HOUR)
    never = client.get("/briefs/2024/03/14/never-was/")
    response = client.get(edition.get_absolute_url())
    assert response.status_code == never.status_code == 404
    assert response.content == never.content


def test_a_withdrawn_brief_can_come_back(client: Client) -> None:
    edition = cast.published("Grain Moves")
    withdraw(edition.brief, None)
    publish(edition.brief, None)
    assert "Four ships" in read(client, edition)


def test_an_address_in_another_script_is_read(client: Client) -> None:
    edition = cast.published("Зерно вышло в море")
    assert "Зерно" in read(client, edition)
    response = client.get(f"/briefs/2001/01/01/{quote(edition.slug)}/")
    assert (response.status_code, response.headers["Location"]) == (301, edition.get_absolute_url())


@pytest.mark.parametrize(
    "slug",
    ["%00", "a%00b", "%ED%A0%80", "%FF", "a%0A", "%E2%80%AE", "..%2F", "a" * 5000, "e%CC%81", "%F0%9F%9A%A2"],
)
@pytest.mark.parametrize("place", ["/briefs/2024/03/14/", "/issues/", "/experts/", "/"])
def test_an_address_of_odd_characters_is_unknown(client: Client, place: str, slug: str) -> None:
    cast.published()
    assert client.get(f"{place}{slug}/").status_code == 404


@pytest.mark.parametrize(
    "date", ["99999999999/1/1", f"{'9' * 5000}/1/1", "-1/1/1", "٢٠٢٤/٠٣/١٤", "2024/March/14"]
)
def test_an_address_with_an_odd_date_is_unknown(client: Client, date: str) -> None:
    edition = cast.published()
    assert client.get(f"/briefs/{date}/{edition.slug}/").status_code == 404


def test_a_page_costs_the_same_however_much_it_says(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    targets = [cast.published(f"Target {number}").brief for number in range(4)]
    for size in (0, 1, 4):
        said = [("<p>It holds.</p>", f"Speaker {number}", "Fellow") for number in range(size)]
        links = [cast.link_to(target) for target in targets[:size]]
        edition = cast.published(
            f"Size {size}",
            quotes=said,
            links=links,
            sections=[("Why", "<p>So.</p>")] * size,
            issues=["Ukraine", *(f"Issue {number}" for number in range(size))],
        )
        with django_assert_num_queries(9 if size else 8):  # one for links, where there are any
            assert client.get(edition.get_absolute_url()).status_code == 200
