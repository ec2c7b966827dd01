"""Counts for the reader's next click."""

from dataclasses import dataclass

from django.db.models import Count

from editions.models import EditionIssue, EditionQuerySet
from issues.models import Issue


@dataclass(frozen=True, slots=True)
class IssueCount:
    issue: Issue
    count: int


def issue_counts(editions: EditionQuerySet) -> list[IssueCount]:
    """How many of `editions` are about each issue, the most frequent first, without those of none. Two queries."""
    rows = (
        EditionIssue.objects.filter(edition__in=editions.order_by())
        .values_list("issue")
        .annotate(n=Count("pk"))
    )
    counts = dict(rows.order_by())
    found = Issue.objects.filter(pk__in=counts)
    return sorted(
        (IssueCount(i, counts[i.pk]) for i in found), key=lambda each: (-each.count, each.issue.name)
    )
