"""The curated vocabulary: one name, one issue."""

import pytest
from django.core.exceptions import ValidationError

from issues.models import Issue, IssueAlias
from issues.names import fold
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["Türkiye", "türkiye", "  TURKIYE ", "Turkiye"])
def test_an_issue_is_known_whatever_the_case_accents_and_spaces(spelling: str) -> None:
    turkey = cast.issue("Türkiye")
    assert Issue.objects.known(spelling) == turkey


def test_an_unknown_name_is_nobody() -> None:
    cast.issue("Iran")
    assert Issue.objects.known("Iraq") is None


def test_curly_and_straight_apostrophes_and_dashes_are_one() -> None:
    assert fold("Iran–backed  Actors’ Networks") == fold("iran-backed actors' networks")


def test_a_name_or_spelling_that_means_another_issue_is_refused_with_a_sentence() -> None:
    iran = cast.issue("Iran")
    with pytest.raises(ValidationError, match="“IRAN” already means the issue “Iran”"):
        Issue(name="IRAN", slug="iran-2").full_clean()
    with pytest.raises(ValidationError, match="already means the issue “Iran”"):
        IssueAlias(issue=cast.issue("Russia"), name="iran").full_clean()
    IssueAlias(issue=iran, name="Islamic Republic").full_clean()


def test_issues_cannot_contain_each_other() -> None:
    gulf = cast.issue("Gulf States")
    qatar = Issue.objects.create(name="Qatar", parent=gulf)
    gulf.parent = qatar
    with pytest.raises(ValidationError, match="already belongs to “Gulf States”"):
        gulf.full_clean()
    gulf.parent = gulf
    with pytest.raises(ValidationError):
        gulf.full_clean()
