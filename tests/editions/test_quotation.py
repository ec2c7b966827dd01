"""One quotation at its own address: the words of today, what stands around them, and what is said of gone ones."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from briefs.models import Brief
from briefs.richtext import CleanHTML
from editions.models import Edition
from editions.publishing import cancel, expire, publish, withdraw
from tests import cast
from tests.editions.timeline import Clock

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def address_of(edition: Edition, name: str = "Mara Quist") -> str:
    return edition.quote_rows.get(name=name).get_absolute_url()


def reworded(brief: Brief, words: str) -> Brief:
    """The brief with other words in its one quotation, saved at the desk."""
    brief.quotes.update(text=CleanHTML(f"<p>{words}</p>"))
    return cast.change(brief)


def test_a_quotation_has_a_page_with_its_speaker_as_that_day_its_brief_and_its_issues(client: Client) -> None:
    edition = cast.published("Grain Moves", issues=["Iran"])
    mara = cast.expert("Mara Quist")
    mara.title = "President"
    mara.save()
    page = text_of(client, address_of(edition))
    assert "<p>Insurance is the harbour.</p></blockquote>" in page
    assert '<a href="/experts/mara-quist/">Mara Quist</a></cite> <span>Senior Fellow</span>' in page
    assert "President" not in page
    assert ">Grain Moves</a></h3>" in page
    assert "Four ships entered the corridor before noon." in page
    assert '<a href="/issues/iran/">Iran</a>' in page
    assert "<title>Mara Quist: “Insurance is the harbour.” — Dateline</title>" in page
    assert f'<link rel="canonical" href="http://testserver{address_of(edition)}">' in page


def test_the_words_can_be_taken_along_with_all_that_tells_where_they_come_from(client: Client) -> None:
    edition = cast.published(
        "Is “Later” Never?", quotes=[("<p>He said “no.”</p><p>Twice.</p>", "Mara Quist", "Fellow")]
    )
    page = client.get(address_of(edition)).content.decode()
    assert (
        "“He said ‘no.’\nTwice.”\n— Mara Quist, Fellow\n“Is ‘Later’ Never?” Dateline, March 14, 2024\n"
        f"http://testserver{address_of(edition)}</p>"
    ) in page
    assert '<button type="button" hidden data-copies="attribution"' in page


def test_its_neighbours_and_what_else_its_speaker_said_stand_around_it(client: Client) -> None:
    one = ("<p>It holds.</p>", "Mara Quist", "Fellow")
    edition = cast.published("Grain Moves", quotes=[one, ("<p>It leaks.</p>", "Ivo Tamm", "Fellow")])
    other = cast.published("Grain Stops", quotes=[("<p>It broke.</p>", "Mara Quist", "Fellow")])
    cast.make_brief("Draft", quotes=[("<p>Not yet.</p>", "Mara Quist", "Fellow")])
    page = text_of(client, address_of(edition))
    for words, own in (("It leaks.", address_of(edition, "Ivo Tamm")), ("It broke.", address_of(other))):
        assert f'<blockquote cite="{own}"><p>{words}</p></blockquote>' in page
    assert "More from Mara Quist" in page
    assert "Not yet." not in page
    assert page.count("It holds.</p></blockquote>") == 1


def test_the_same_words_in_another_language_are_nothing_else_that_the_speaker_said(client: Client) -> None:
    edition = cast.published("Grain Moves")
    cast.published("Das Getreide fährt", language="de", original=edition.brief)
    assert "More from Mara Quist" not in text_of(client, address_of(edition))


def test_words_in_another_language_are_told_apart_from_those_of_the_site(client: Client) -> None:
    edition = cast.published("Title", language="ar", quotes=[("<p>It holds.</p>", "Mara Quist", "Fellow")])
    page = text_of(client, address_of(edition))
    assert '<figure class="quotation" lang="ar" dir="rtl">' in page
    assert '<h3 lang="ar" dir="rtl">' in page
    assert 'lang="en" dir="ltr" aria-label="Link to this quotation of Mara Quist"' in text_of(
        client, "/quotes/"
    )


def test_it_keeps_its_address_through_editions_and_says_what_the_present_one_says(client: Client) -> None:
    edition = cast.published()
    address = address_of(edition)
    publish(reworded(edition.brief, "Insurance was the harbour."), None)
    page = text_of(client, address)
    assert "Insurance was the harbour." in page
    assert "Insurance is" not in page


def test_edits_that_are_not_public_do_not_show(client: Client) -> None:
    edition = cast.published()
    reworded(edition.brief, "Unsaid.")
    assert "Unsaid" not in text_of(client, address_of(edition))


@pytest.mark.parametrize("key", ["0" * 32, "x", "٣", "ÿ" * 32, "-"])
def test_what_was_never_public_has_no_page(client: Client, key: str) -> None:
    assert "There is no page here" in text_of(client, f"/quotes/{key}/", 404)


@pytest.mark.parametrize(
    "address", ["/quotes/%00/", f"/quotes/{'a' * 33}/", "/quotes/a/b/", "/quotes/%F0%9F%98%80/"]
)
def test_rubbish_has_no_page(client: Client, address: str) -> None:
    text_of(client, address, 404)


def test_a_draft_a_scheduled_and_a_cancelled_one_were_never_public(client: Client) -> None:
    draft = cast.make_brief("Draft").quotes.get()
    scheduled = cast.published("Later", at=timezone.now() + datetime.timedelta(hours=1))
    address = address_of(scheduled)
    text_of(client, f"/quotes/{draft.key}/", 404)
    text_of(client, address, 404)
    cancel(scheduled, None)
    text_of(client, address, 404)


def test_a_withdrawn_brief_takes_its_quotations_down_in_words(client: Client) -> None:
    edition = cast.published()
    withdraw(edition.brief, None)
    page = text_of(client, address_of(edition), 410)
    assert "This quotation has been withdrawn" in page
    assert "Insurance" not in page
    assert "Mara" not in page


def test_a_brief_whose_time_is_over_takes_its_quotations_along(client: Client, clock: Clock) -> None:
    edition = cast.published()
    expire(edition.brief, None, clock.now + datetime.timedelta(hours=1))
    text_of(client, address_of(edition))
    clock.now += datetime.timedelta(hours=2)
    assert "This quotation is public no longer" in text_of(client, address_of(edition), 410)


def test_a_quotation_that_the_brief_dropped_is_gone_and_leads_to_the_brief(client: Client) -> None:
    edition = cast.published(
        "Grain Moves", quotes=[("<p>A.</p>", "Mara Quist", "F"), ("<p>B.</p>", "Ivo Tamm", "F")]
    )
    address = address_of(edition)
    edition.brief.quotes.filter(name="Mara Quist").delete()
    publish(cast.change(edition.brief, title="Grain Stops"), None)
    page = text_of(client, address, 410)
    assert "This quotation was taken out" in page
    assert f'<a href="{edition.get_absolute_url()}">Grain Stops</a>' in page
    assert "<p>A.</p>" not in page


def test_a_page_answers_head_and_refuses_to_be_posted_to(client: Client) -> None:
    address = address_of(cast.published())
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    assert not client.get(address).cookies


def test_a_page_costs_six_queries_however_much_is_around_it(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 30):
        edition = cast.published(
            f"Brief {number}",
            quotes=[("<p>A.</p>", "Mara Quist", "F")] * number,
            issues=[f"Issue {n}" for n in range(number)],
        )
        address = edition.quote_rows.all()[0].get_absolute_url()
        with django_assert_num_queries(6):
            assert client.get(address).status_code == 200
