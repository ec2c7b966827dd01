"""The pages of experts: only of those whom a live brief quotes, with every word and the title of its day."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from briefs.richtext import CleanHTML
from editions.publishing import publish, withdraw
from tests import cast
from tests.experts.test_portraits import address_of, drawn

pytestmark = pytest.mark.django_db
MARA = "/experts/mara-quist/"


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def said(words: str, title: str = "Fellow") -> list[cast.Said]:
    return [(f"<p>{words}</p>", "Mara Quist", title)]


def test_the_index_has_those_who_are_quoted_with_their_present_titles(client: Client) -> None:
    cast.published(quotes=said("It holds.") + said("It broke."))
    mara = cast.expert("Mara Quist")
    mara.title, mara.organisation = "President", "Harbour Institute"
    mara.save()
    cast.expert("Never Quoted")
    page = text_of(client, "/experts/")
    assert '<a href="/experts/mara-quist/">Mara Quist</a>' in page
    assert "President, Harbour Institute" in page
    assert "2 quotations" in page
    assert "Never Quoted" not in page


def test_an_index_of_nobody_says_so(client: Client) -> None:
    assert "Nobody has been quoted yet." in text_of(client, "/experts/")


def test_a_person_has_every_quotation_with_the_title_of_its_day_newest_first(client: Client) -> None:
    day = datetime.date(2024, 3, 1)
    cast.published("Grain Moves", date=day, quotes=said("It holds.", "Research Fellow"))
    cast.published(
        "Grain Stops",
        date=day.replace(day=2),
        quotes=said("It broke.", "Director") + said("Badly.", "Director"),
    )
    mara = cast.expert("Mara Quist")
    mara.title, mara.biography = "President", CleanHTML("<p>Mara was a <em>pilot</em>.</p>")
    mara.save()
    page = text_of(client, MARA)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))
    assert "Experts Mara Quist President Mara was a pilot . 3 quotations in 2 briefs" in words
    assert (
        "Titles over time Director Mar 2, 2024 Research Fellow Mar 1, 2024 What this person speaks on "
        "Speaking on Ukraine 3 quotations" in words
    )
    assert (
        "Mar 2, 2024 Grain Stops It broke. Mara Quist , Director Link Badly. Mara Quist , Director Link "
        "Mar 1, 2024 Grain Moves It holds. Mara Quist , Research Fellow"
    ) in words


def test_each_quotation_leads_to_its_place_in_its_brief(client: Client) -> None:
    edition = cast.published("Grain Moves", quotes=said("It holds."))
    page = text_of(client, MARA)
    [address] = re.findall(r'<blockquote cite="([^"]+)">', page)
    path, _, anchor = address.partition("#")
    assert path == edition.get_absolute_url()
    assert f'<a href="{path}">Grain Moves</a>' in page
    assert f'id="{anchor}"' in text_of(client, path)


def test_others_who_speak_in_the_same_brief_are_not_on_the_page(client: Client) -> None:
    cast.published(quotes=[*said("It holds."), ("<p>It leaks.</p>", "Ivo Tamm", "Fellow")])
    page = text_of(client, MARA)
    assert "It holds." in page
    assert "It leaks." not in page


def test_a_quotation_that_was_published_again_stands_there_once_as_it_is_now(client: Client) -> None:
    brief = cast.published("Grain Moves", quotes=said("It holds.")).brief
    publish(cast.change(brief, title="Grain Stops"), None)
    page = text_of(client, MARA)
    assert page.count("It holds.") == 1
    assert "Grain Stops" in page


def test_a_person_without_a_live_quotation_has_no_page(client: Client) -> None:
    brief = cast.make_brief(quotes=said("It holds."))
    assert "Mara" not in text_of(client, MARA, 404)
    publish(brief, None, timezone.now() + datetime.timedelta(hours=1))
    text_of(client, MARA, 404)
    cast.published("Another", quotes=said("It broke."))
    assert "It holds." not in text_of(client, MARA)


def test_a_person_whose_last_quotation_is_withdrawn_has_no_page(client: Client) -> None:
    edition = cast.published(quotes=said("It holds."))
    text_of(client, MARA)
    withdraw(edition.brief, None)
    text_of(client, MARA, 404)


def test_a_person_leads_on_to_what_they_said_by_issue(client: Client) -> None:
    cast.published(issues=["Iran"], quotes=said("It holds.") + said("It broke."))
    page = text_of(client, MARA)
    assert '<a href="/quotes/?issue=iran&amp;expert=mara-quist">Iran <span class="count">2<' in page
    assert "Quotations of Mara Quist on Iran" in text_of(client, "/quotes/?issue=iran&expert=mara-quist")
    assert '<a href="/briefs/?expert=mara-quist">1 brief</a>' in page


def test_the_years_are_drawn_and_told_in_a_table(client: Client) -> None:
    for year in (2022, 2024):
        cast.published(date=datetime.date(year, 5, 1), quotes=said("It holds."))
    page = text_of(client, MARA)
    assert '<svg class="years" viewBox="0 0 144 112"' in page
    for year, count in ((2022, 1), (2023, 0), (2024, 1)):
        assert f'<tr><th scope="row">{year}</th><td>{count}</td></tr>' in page


def test_the_index_is_grouped_by_letters_with_portraits_counts_and_the_last_day(client: Client) -> None:
    cast.published(quotes=[*said("It holds."), ("<p>It leaks.</p>", "Ivo Tamm", "Fellow")])
    mara = drawn()
    page = text_of(client, "/experts/")
    assert '<a href="#letter-1">Q</a></li><li><a href="#letter-2">T</a>' in page
    assert f'srcset="{address_of(mara, "-160.jpg")} 160w, ' in page
    assert 'width="56" height="56" alt=""' in page
    assert '<span class="portrait" aria-hidden="true">IT</span>' in page
    assert "1 quotation, Mar 14, 2024" in page


def test_the_page_shows_the_portrait_with_its_words_and_its_room(client: Client) -> None:
    cast.published(quotes=said("It holds."))
    mara = drawn(portrait_credit="Harbour Office", portrait_focus_x=21)
    page = text_of(client, MARA)
    assert 'width="240" height="240" alt="Mara Quist" class="x20 y50"' in page
    assert "<figcaption>Harbour Office</figcaption>" in page
    mara.portrait_alt = "Mara “<Quist>” at sea"
    mara.save()
    assert 'alt="Mara “&lt;Quist&gt;” at sea"' in text_of(client, MARA)
