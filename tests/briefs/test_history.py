"""A brief's versions at the desk: listed, named, looked at and compared."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefs import roles
from briefs.clock import told
from briefs.models import Revision
from briefs.writing import write
from editions.publishing import publish
from tests import cast
from tests.briefs.versions import a_rich_brief, address, see
from tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


# The list


def test_the_list_says_who_saved_when_why_and_what_was_published(wren: Desk) -> None:
    brief = cast.make_brief(by=wren.user)
    wren.open(brief).fill(title="Second Title", note="The ministry rang").save()
    publish(brief, None)
    page = see(wren, "history", brief)
    assert "The ministry rang" in page
    assert "Wren" in page
    assert told(brief.revisions.get(number=1).saved_at.replace(second=0, microsecond=0)) in page
    assert "Published as edition 1" in page
    assert "The live page" in page


def test_quick_saves_of_one_person_are_folded_away_and_named_ones_are_not(wren: Desk) -> None:
    brief = cast.make_brief(by=wren.user)
    for number in range(4):
        cast.change(brief, wren.user, title=f"Title {number}")
    brief.revisions.filter(number=2).update(name="as sent to legal")
    page = see(wren, "history", brief)
    assert "2 more saves of Wren just before" in page
    assert page.index("as sent to legal") > page.index("2 more saves")
    assert "1 more save of Wren just before" in page


def test_a_save_a_quarter_of_an_hour_later_or_of_someone_else_stands_by_itself(wren: Desk) -> None:
    brief = cast.make_brief(by=wren.user)
    brief.revisions.update(saved_at=timezone.now() - datetime.timedelta(minutes=15))
    cast.change(brief, wren.user, title="Later")
    cast.change(brief, cast.person("edda", roles.EDITOR), title="Edda’s")
    assert "more save" not in see(wren, "history", brief)


def test_the_list_costs_the_same_for_few_versions_and_for_many(wren: Desk) -> None:
    brief, costs = cast.make_brief(by=wren.user), []
    for _ in range(2):
        for _ in range(4):
            cast.change(brief, wren.user, title=f"Title {Revision.objects.count()}")
        with CaptureQueriesContext(connection) as asked:
            see(wren, "history", brief)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_many_versions_come_in_pages(wren: Desk) -> None:
    brief = cast.make_brief(by=wren.user)
    first = brief.revisions.get()
    Revision.objects.bulk_create(
        Revision(brief=brief, number=n, content=first.content, digest=f"{n}", saved_at=first.saved_at)
        for n in range(2, 61)
    )
    assert "Page 1 of 2" in see(wren, "history", brief)
    assert 'id="version-1"' in see(wren, "history", brief, query="?page=2")
    assert 'id="version-1"' in see(wren, "history", brief, query="?page=99")
    assert 'id="version-60"' in see(wren, "history", brief, query="?page=x")


# One version


def test_a_version_can_be_looked_at_and_named(wren: Desk) -> None:
    brief = a_rich_brief()
    cast.change(brief, wren.user, title="Later")
    assert cast.TITLE in see(wren, "version", brief, 1)
    wren.page = wren.client.post(
        address("version_name", brief, 1), {"name": " as sent \x00to  legal "}, follow=True
    )
    assert "Version 1 is now called “as sent to legal”." in wren.text()
    assert brief.revisions.get(number=1).name == "as sent to legal"
    assert "as sent to legal" in see(wren, "history", brief)


def test_a_name_too_long_is_refused_with_a_sentence(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.page = wren.client.post(address("version_name", brief, 1), {"name": "x" * 10_000}, follow=True)
    assert "This name has 10000 characters; 80 are the most." in wren.text()
    assert brief.revisions.get().name == ""


def test_a_version_can_be_seen_as_a_page_that_says_it_is_not_public(wren: Desk) -> None:
    brief = a_rich_brief()
    page = see(wren, "version_page", brief, 1)
    assert "Ships keep to the coast." in page
    assert "noindex" in page


@pytest.mark.parametrize("what", ["version", "restore", "version_page"])
def test_versions_that_do_not_exist_are_not_found(wren: Desk, what: str) -> None:
    brief = cast.make_brief()
    see(wren, what, brief, 7, status=404)
    see(wren, what, brief, 10**30, status=404)


@pytest.mark.parametrize("what", ["history", "compare"])
def test_who_may_not_see_briefs_sees_no_version(what: str) -> None:
    brief, rhea = cast.make_brief(), Desk(Client(), cast.person("rhea"))
    see(rhea, what, brief, status=403)
    see(rhea, "version", brief, 1, status=403)
    see(rhea, "version_page", brief, 1, status=403)


# Comparing


def test_two_versions_are_compared_at_an_address_that_can_be_shared(wren: Desk) -> None:
    brief = a_rich_brief()
    first = brief.revisions.get().value()
    quotes = (first.quotes[1], first.quotes[0])
    write(brief, replace(first, quotes=quotes, sections=first.sections[1:]))
    cast.change(brief, wren.user, title="Grain Ships Return Slowly")
    page = see(wren, "compare", brief, query="?from=1&to=2")
    assert "<ins>" in page
    assert "<del>" in page
    assert "Moved from place" in page
    assert "Background section 1, How It Works" in page
    assert "Removed" in page


def test_the_draft_is_compared_with_the_live_page(wren: Desk) -> None:
    brief = cast.published().brief
    cast.change(brief, wren.user, title="Grain Ships Return Slowly")
    page = see(wren, "compare", brief, query="?from=live&to=2")
    assert "The live page" in page
    assert "Slowly" in page
    assert see(wren, "compare", brief).count("<ins>") == page.count("<ins>")


def test_a_brief_compared_with_itself_says_so(wren: Desk) -> None:
    assert "Both say the same" in see(wren, "compare", cast.make_brief(), query="?from=1&to=1")


@pytest.mark.parametrize(
    "query", ["?from=7&to=1", "?from=live&to=1", "?from=x&to=%00", "?from=²&to=1", "?to=" + "9" * 40]
)
def test_a_comparison_of_what_is_not_there_says_so(wren: Desk, query: str) -> None:
    assert "There is nothing to compare" in see(wren, "compare", cast.make_brief(), query=query, status=404)


def test_a_comparison_costs_the_same_for_few_parts_and_for_many(wren: Desk) -> None:
    costs = []
    for many in (2, 12):
        said = [(f"<p>{n}</p>", f"Person {n}", "Fellow") for n in range(many)]
        brief = cast.make_brief(f"Brief of {many}", quotes=said)
        cast.change(brief, wren.user, title=f"Later {many}")
        with CaptureQueriesContext(connection) as asked:
            see(wren, "compare", brief, query="?from=1&to=2")
        costs.append(len(asked))
    assert costs[0] == costs[1]
