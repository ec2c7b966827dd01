"""The page of words that are not public: as readers would get it, and marked so that nobody takes it for public."""

import datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from briefs.composing import compose
from briefs.content import Content, Quote, Tag, new_key
from briefs.richtext import CleanHTML
from editions.publishing import withdraw
from editions.reading import Article, article, unpublished
from issues.merging import merge
from tests import cast

pytestmark = pytest.mark.django_db


def page(content: Content) -> str:
    shown = unpublished(content, timezone.now())
    return render_to_string("editions/brief.html", {"article": shown}, RequestFactory().get("/"))


def without_edition(shown: Article) -> tuple[object, ...]:
    return shown.content, shown.voices, shown.related, shown.issues


def test_words_show_before_publication_as_they_show_after() -> None:
    other = cast.published("Another Brief").brief
    links = [cast.link_to(other), cast.link_out("Elsewhere", "https://example.org/")]
    edition = cast.published(links=links, issues=["Ukraine", "Aden"])
    now = timezone.now()
    assert without_edition(unpublished(compose(edition.brief), now)) == without_edition(article(edition, now))


def test_the_page_says_that_it_is_not_public_and_hides_from_search_engines() -> None:
    shown = page(compose(cast.make_brief()))
    assert "Preview – not public" in shown
    assert '<meta name="robots" content="noindex, nofollow">' in shown
    assert 'rel="canonical"' not in shown
    assert cast.TITLE in shown


def test_a_page_of_nothing_at_all_can_be_shown() -> None:
    shown = page(Content())
    assert "Untitled brief" in shown
    assert "No date yet" in shown


def test_a_link_to_a_brief_that_readers_do_not_see_is_left_out() -> None:
    gone = cast.published("Gone").brief
    draft = cast.make_brief(links=[cast.link_to(gone), cast.link_to(cast.make_brief("Never"))])
    assert "Gone" in page(compose(draft))
    withdraw(gone, None)
    assert "Gone" not in page(compose(draft))
    assert "Never" not in page(compose(draft))


def test_what_it_names_may_be_gone() -> None:
    shown = unpublished(
        Content(
            date=datetime.date(2024, 3, 14),
            quotes=(Quote(new_key(), CleanHTML("<p>Said.</p>"), 999_999, "Ana", "Fellow"),),
            issues=(Tag(999_999, "Gone"),),
        ),
        timezone.now(),
    )
    assert (shown.voices[0].expert, shown.issues) == (None, [])


@pytest.mark.parametrize("parts", [1, 20])
def test_it_costs_the_same_few_queries_however_much_it_shows(
    django_assert_num_queries: Any, parts: int
) -> None:
    content = compose(
        cast.make_brief(
            quotes=[("<p>Said.</p>", f"Ana {n}", "Fellow") for n in range(parts)],
            links=[cast.link_to(cast.published(f"Other {n}").brief) for n in range(parts)],
            issues=[f"Issue {n}" for n in range(parts)],
        )
    )
    with django_assert_num_queries(3):
        page(content)


def test_an_old_version_leads_to_what_its_people_and_issues_were_merged_into() -> None:
    content = compose(cast.make_brief(quotes=[("<p>Ships.</p>", "M. Quist", "Fellow")], issues=["Persia"]))
    merge(cast.expert("M. Quist"), cast.expert("Mara Quist"), None)
    merge(cast.issue("Persia"), cast.issue("Iran"), None)
    shown = unpublished(content, timezone.now())
    assert shown.voices[0].expert == cast.expert("Mara Quist")
    assert shown.voices[0].quote.name == "M. Quist"
    assert shown.issues == [cast.issue("Iran")]
