"""Briefs in several languages on one site: what is said of each, and who finds the other."""

import datetime
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.utils import timezone, translation

from briefs import languages
from editions.models import Edition
from editions.publishing import publish, withdraw
from tests import cast

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def arabic(**more: Any) -> Edition:
    return cast.published("عودة السفن", label="موجز عاجل", language="ar", issues=["Ukraine"], **more)


def test_a_brief_is_marked_with_its_language_and_read_from_its_side(client: Client) -> None:
    page = read(client, arabic().get_absolute_url())
    assert page.startswith('<!doctype html> <html lang="en">')
    assert '<article class="brief" lang="ar" dir="rtl">' in page
    assert '<a href="/issues/ukraine/" lang="en" dir="ltr">Ukraine</a>' in page


def test_a_brief_in_the_language_of_the_site_needs_no_mark(client: Client) -> None:
    page = read(client, cast.published().get_absolute_url())
    assert '<article class="brief">' in page
    assert "dir=" not in page


@pytest.mark.parametrize("tag", settings.BRIEF_LANGUAGES)
def test_a_brief_has_its_date_and_headings_in_its_own_language(client: Client, tag: str) -> None:
    edition = cast.published(language=languages.stored(tag), date=datetime.date(2024, 5, 14))
    page = read(client, edition.get_absolute_url())
    headings = re.findall(r"<h2>([^<]+)</h2>", page[: page.index("</article>")])
    english = ["Latest Developments", "Expert Analysis", "How the Corridor Works", "Issues"]
    assert len(headings) == 4
    assert [each in english for each in headings] == [tag == "en", tag == "en", True, tag == "en"]
    assert ("May 14, 2024" in page[page.index('class="dateline"') :][:200]) is (tag == "en")


def test_a_brief_in_a_language_without_a_translation_has_the_headings_of_the_site(client: Client) -> None:
    page = read(client, cast.published(language="pl").get_absolute_url())
    assert '<article class="brief" lang="pl" dir="ltr">' in page
    assert '<h2 lang="en" dir="ltr">Latest Developments</h2>' in page
    assert '<time datetime="2024-03-14" lang="en" dir="ltr">March 14, 2024</time>' in page


def test_a_site_speaks_the_language_of_its_newsroom(client: Client) -> None:
    edition = cast.published("Schiffe kehren zurück", date=datetime.date(2024, 5, 14))
    with override_settings(LANGUAGE_CODE="de"), translation.override("de"):
        page = read(client, edition.get_absolute_url())
        assert page.startswith('<!doctype html> <html lang="de">')
        assert ">Was geschehen ist</h2>" in page
        assert ">14. Mai 2024</time>" in page
        assert "1 Meldung<" in read(client, "/briefs/?issue=ukraine")
        assert ">Meldungen zu Ukraine</h1>" in read(client, "/briefs/?issue=ukraine")
        assert "nicht zu Ukraine" in read(client, "/briefs/?not=ukraine")
        assert "Hier ist keine Seite" in read(client, "/nirgends/")


def test_its_words_are_marked_wherever_they_are_printed(client: Client) -> None:
    cast.published("An Older Brief")
    edition = arabic(date=cast.DAY.replace(day=20))
    expert = edition.quote_rows.get().expert
    for address in ("/", "/briefs/", "/issues/ukraine/", expert.get_absolute_url()):
        page = read(client, address)
        words = page[: page.index("عودة السفن")].rsplit('lang="ar" dir="rtl"', 1)
        assert len(words) == 2, address
        assert "</article>" not in words[1]


def languages_of(client: Client, edition: Edition) -> list[tuple[str, str]]:
    """What the page tells search engines of its languages."""
    page = read(client, edition.get_absolute_url())
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)">', page)


def test_translations_lead_to_each_other_and_to_themselves(client: Client) -> None:
    english = cast.published("Ships Return")
    other = arabic(original=english.brief)
    hebrew = cast.published("הספינות חוזרות", language="he", original=english.brief)
    told = [(tag, each.get_absolute_url()) for tag, each in (("ar", other), ("en", english), ("he", hebrew))]
    for edition in (english, other, hebrew):
        found = languages_of(client, edition)
        assert [pair for pair in found if pair[0] != "x-default"] == told
        assert [address for tag, address in found if tag == "x-default"] == [english.get_absolute_url()]
    page = read(client, english.get_absolute_url())
    assert '<p class="versions"><span>Also in:</span> <a href="/briefs/2024/03/14/%D8' in page
    assert 'hreflang="ar" lang="ar" dir="rtl" title="عودة السفن">العربيّة</a>' in page
    assert 'lang="he" dir="rtl" title="הספינות חוזרות">עברית</a></p>' in page
    assert 'title="Ships Return">English</a>' in read(client, other.get_absolute_url())


def test_only_what_readers_can_see_is_another_language(client: Client) -> None:
    english = cast.published("Ships Return")
    draft = cast.make_brief("سفن", language="ar", original=english.brief)
    later = cast.published(
        "Bateaux",
        language="fr",
        original=english.brief,
        at=timezone.now() + datetime.timedelta(hours=1),
    )
    assert languages_of(client, english) == []
    shown = publish(draft, None)
    assert [tag for tag, _ in languages_of(client, english)] == ["ar", "en", "x-default"]
    withdraw(shown.brief, None)
    assert languages_of(client, english) == []
    assert not later.is_live(timezone.now())


def test_translations_of_a_brief_that_is_not_public_lead_to_each_other(client: Client) -> None:
    original = cast.make_brief("Ships Return")
    other = arabic(original=original)
    french = cast.published("Bateaux", language="fr", original=original)
    expected = [("ar", other), ("x-default", other), ("fr", french)]
    assert languages_of(client, french) == [(tag, each.get_absolute_url()) for tag, each in expected]


def test_what_an_edition_translates_stays_until_another_is_published(client: Client) -> None:
    english = cast.published("Ships Return")
    other = arabic(original=english.brief)
    cast.change(other.brief, original=None)
    assert len(languages_of(client, english)) == 3
    publish(other.brief, None)
    assert languages_of(client, english) == []


def test_a_brief_that_was_made_a_translation_since_belongs_to_its_own_original_alone(client: Client) -> None:
    english, german = cast.published("Ships Return"), cast.published("Schiffe", language="de")
    other = arabic(original=german.brief)
    cast.change(german.brief, original=english.brief)
    publish(german.brief, None)
    assert [tag for tag, _ in languages_of(client, english)] == ["de", "en", "x-default"]
    assert languages_of(client, other) == []


def test_of_two_in_one_language_the_first_is_named(client: Client) -> None:
    english = cast.published("Ships Return")
    first = arabic(original=english.brief)
    cast.published("سفن", language="ar", original=english.brief)
    assert ("ar", first.get_absolute_url()) in languages_of(client, english)
    assert len(languages_of(client, english)) == 3


def test_the_database_keeps_what_an_edition_translates() -> None:
    row = arabic(original=cast.make_brief("Ships Return")).translation_row
    row.original = cast.make_brief("Other")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
