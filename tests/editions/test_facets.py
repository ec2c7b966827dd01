"""Counts for the next click: of what is live, and of nothing else."""

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editions.facets import issue_tree, quoted
from editions.filters import BriefFilter
from editions.publishing import publish, withdraw
from issues.models import Issue
from tests import cast

pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    return {each.issue.name: each.count for each in BriefFilter().counts()}


def test_issues_are_counted_by_how_many_live_briefs_are_about_them() -> None:
    cast.published("One", issues=["Iran", "Russia"])
    cast.published("Two", issues=["Iran"])
    cast.make_brief("Draft", issues=["Iran", "China"])
    assert counted() == {"Iran": 2, "Russia": 1}
    assert list(counted()) == ["Iran", "Russia"]


def test_a_brief_published_again_counts_once_and_under_its_new_issues() -> None:
    brief = cast.published("One", issues=["Iran", "Russia"]).brief
    brief.issues.set([cast.issue("Iran"), cast.issue("China")])
    assert counted() == {"Iran": 1, "Russia": 1}
    cast.change(brief, title="Once More")
    publish(brief, None)
    assert counted() == {"Iran": 1, "China": 1}


def test_a_scheduled_brief_counts_from_its_instant_and_a_withdrawn_one_no_longer() -> None:
    later = timezone.now() + datetime.timedelta(days=1)
    cast.published("Soon", issues=["Iran"], at=later)
    gone = cast.published("Gone", issues=["Iran"])
    withdraw(gone.brief, None)
    assert counted() == {}
    assert [each.count for each in BriefFilter().counts(later)] == [1]


def test_the_tree_has_every_issue_once_the_narrower_under_the_wider() -> None:
    iran = cast.issue("Iran")
    network = Issue.objects.create(name="Iran Global Threat Network", parent=iran)
    Issue.objects.create(name="Militias in Iraq", parent=network)
    cast.published("One", issues=["Iran", "Iran Global Threat Network", "Russia"])
    first, second = issue_tree(timezone.now())
    assert (first.issue, first.count, second.issue.name, second.count) == (iran, 1, "Russia", 1)
    assert [(branch.issue, branch.count) for branch in first.children] == [(network, 1)]
    assert [branch.issue.name for branch in first.children[0].children] == ["Militias in Iraq"]


def test_whom_a_live_brief_quotes_is_public() -> None:
    words = "<p>It holds.</p>"
    cast.published("One", quotes=[(words, "Mara Quist", "Fellow"), (words, "Ivo Tamm", "Fellow")])
    cast.make_brief("Draft", quotes=[(words, "Una Drafted", "Fellow")])
    assert {expert.name for expert in quoted()} == {"Ivo Tamm", "Mara Quist"}


def test_counts_cost_as_many_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for size in (1, 4):
        for number in range(size):
            said = [("<p>It holds.</p>", f"Speaker {number}", "Fellow")]
            cast.published(f"Brief {number}", issues=[f"Issue {number}", "Iran"], quotes=said)
        with django_assert_num_queries(3):
            BriefFilter().counts()
        with django_assert_num_queries(2):
            issue_tree(timezone.now())
