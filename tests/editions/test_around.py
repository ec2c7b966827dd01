"""What stands around a brief: related coverage, what cites it, what came before and after."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from briefs import roles, sharing
from editions.around import MOST, Around, around
from editions.imprint import changes
from editions.models import Edition
from editions.publishing import publish, withdraw
from editions.reading import article
from tests import cast

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def day(number: int) -> datetime.date:
    return datetime.date(2024, 3, number)


def brief(title: str, on: int, *issues: str) -> Edition:
    return cast.published(title, date=day(on), issues=issues)


def found(edition: Edition) -> Around:
    at = timezone.now()
    return around(article(edition, at), edition, at)


def titles(editions: list[Edition]) -> list[str]:
    return [edition.title for edition in editions]


def test_the_more_issues_are_shared_the_better_and_then_the_newer() -> None:
    brief("Old, two", 1, "Iran", "Russia")
    brief("New, one", 9, "Iran")
    brief("Newer, one", 10, "Russia", "Cyber")
    brief("Elsewhere", 12, "Cyber")
    brief("New, two", 8, "Russia", "Iran", "Cyber")
    assert titles(found(brief("Here", 5, "Iran", "Russia")).coverage) == [
        "New, two", "Old, two", "Newer, one", "New, one",
    ]  # fmt: skip


def test_a_handful_is_enough() -> None:
    for number in range(MOST + 3):
        brief(f"Brief {number}", number + 1, "Iran")
    assert titles(found(brief("Here", 20, "Iran")).coverage) == [f"Brief {n}" for n in range(MOST + 2, 2, -1)]


def test_what_is_linked_already_is_not_listed_once_more() -> None:
    linked = brief("Linked", 1, "Iran")
    brief("Other", 2, "Iran")
    here = cast.published("Here", date=day(3), issues=["Iran"], links=[cast.link_to(linked.brief)])
    assert titles(found(here).coverage) == ["Other"]


def test_only_live_briefs_stand_around_one() -> None:
    gone = brief("Gone", 2, "Iran")
    withdraw(gone.brief, None)
    cast.published("To come", at=timezone.now() + HOUR, date=day(4), issues=["Iran"])
    edited = brief("Before the edit", 1, "Iran")
    publish(cast.change(edited.brief, title="After the edit"), None)
    around_it = found(brief("Here", 3, "Iran"))
    assert titles(around_it.coverage) == ["After the edit"]
    assert around_it.earlier == around_it.coverage[0]
    assert around_it.later is None


def test_before_and_after_are_the_nearest_on_any_of_the_same_issues() -> None:
    brief("Long ago", 1, "Iran")
    brief("Just before", 4, "Russia")
    here = brief("Here", 5, "Iran", "Russia")
    same_day = brief("Later that day", 5, "Iran")
    brief("After", 6, "Russia")
    brief("Not ours", 5, "Cyber")
    beside = found(here)
    assert beside.earlier is not None
    assert beside.later is not None
    assert (beside.earlier.title, beside.later.title) == ("Just before", "Later that day")
    back = found(same_day).earlier
    assert back is not None
    assert back.title == "Here"


def test_a_translation_is_no_neighbour_of_its_original() -> None:
    brief("Long ago", 1, "Iran")
    here = brief("Here", 5, "Iran")
    translated = cast.published("Hier", date=day(5), issues=["Iran"], language="de", original=here.brief)
    brief("After", 9, "Iran")
    for each in (here, translated):
        beside = found(each)
        assert beside.earlier is not None
        assert beside.later is not None
        assert (beside.earlier.title, beside.later.title) == ("Long ago", "After")


def test_who_links_here_is_named_while_the_link_is_public(client: Client) -> None:
    here = brief("Here", 1, "Iran")
    citing = cast.published("Citing", issues=["Cyber"], links=[cast.link_to(here.brief)])
    cast.published(
        "To come",
        at=timezone.now() + HOUR,
        issues=["Cyber"],
        links=[cast.link_to(here.brief)],
        slug="to-come",
    )
    page = client.get(here.get_absolute_url()).content.decode()
    cited = page[page.index("<h2>Cited by</h2>") :]
    assert re.findall(r'<a href="([^"]+)"><bdi>([^<]+)</bdi></a></li>', cited) == [
        (citing.get_absolute_url(), "Citing")
    ]
    withdraw(citing.brief, None)
    assert "Cited by" not in client.get(here.get_absolute_url()).content.decode()


def test_what_stands_around_costs_the_same_in_any_archive(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 2, 3):
        brief(f"Earlier {number}", number, "Iran", "Russia")
    for issues in (["Iran"], ["Iran", "Russia", *(f"Issue {number}" for number in range(20))]):
        edition = cast.published(f"On {len(issues)}", date=day(9), issues=issues)
        at = timezone.now()
        shown = article(edition, at)
        with django_assert_num_queries(3):
            around(shown, edition, at)
        brief("Later", 15, *issues)


def test_a_brief_without_neighbours_shows_no_empty_list(client: Client) -> None:
    page = client.get(brief("Alone", 1, "Iran").get_absolute_url()).content.decode()
    assert "On the same issues" not in page
    assert 'class="beside"' not in page


def test_a_page_tells_when_it_was_published_and_when_other_words_came(client: Client) -> None:
    first = timezone.now() - 5 * HOUR
    edition = cast.published("Grain Moves", at=first)
    assert changes(edition, timezone.now()) == (edition.live_from, None)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "Published <time" in page
    assert "Updated" not in page
    second = publish(cast.change(edition.brief, title="Grain Stops"), None)
    assert changes(second, timezone.now()) == (edition.live_from, second.live_from)
    assert "Updated <time" in client.get(second.get_absolute_url()).content.decode()


def test_a_brief_that_comes_back_unchanged_is_as_old_as_it_was() -> None:
    edition = cast.published("Grain Moves")
    withdraw(edition.brief, None)
    back = publish(edition.brief, None)
    assert changes(back, timezone.now()) == (edition.live_from, None)


def test_a_preview_shows_neither_what_stands_around_nor_other_forms(client: Client) -> None:
    brief("Around", 1, "Iran")
    draft = cast.make_brief("Not Yet", issues=["Iran"])
    editor = cast.person("edda", roles.EDITOR)
    _, token = sharing.share(draft, 1, editor, timezone.now() + HOUR, "Nadia")
    page = client.get(reverse("preview", args=[token])).content.decode()
    assert "Not Yet" in page
    for trace in ("On the same issues", "Cite", "ld+json", "citation_title", ".pdf", "minutes to read"):
        assert trace not in page
