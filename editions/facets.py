"""Counts for the reader's next click: what the live editions are about, and whom they quote."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from editions.models import EditionIssue, EditionQuerySet, EditionQuote
from experts.models import Expert, ExpertQuerySet
from issues.models import Issue


@dataclass(frozen=True, slots=True)
class IssueCount:
    issue: Issue
    count: int


@dataclass(frozen=True, slots=True)
class ExpertCount:
    expert: Expert
    count: int


@dataclass(frozen=True, slots=True)
class Branch:
    """An issue with its count, and the narrower issues under it."""

    issue: Issue
    count: int
    children: list[Branch]


def issue_counts(editions: EditionQuerySet) -> list[IssueCount]:
    """How many of `editions` are about each issue, the most frequent first, without those of none. Two queries."""
    counts = tally(editions)
    found = (IssueCount(issue, counts[issue.pk]) for issue in Issue.objects.filter(pk__in=counts))
    return sorted(found, key=lambda each: (-each.count, each.issue.name))


def issue_tree(editions: EditionQuerySet) -> list[Branch]:
    """Every issue under its parent, by name, and how many of `editions` are about it. Two queries."""
    counts = tally(editions)
    children = defaultdict[int | None, list[Issue]](list)
    for issue in Issue.objects.in_order():
        children[issue.parent_id].append(issue)

    def grow(parent: int | None) -> list[Branch]:
        return [Branch(each, counts.get(each.pk, 0), grow(each.pk)) for each in children[parent]]

    return grow(None)


def tally(editions: EditionQuerySet) -> dict[int, int]:
    """How many of `editions` are about each issue, by the issue's primary key. One query."""
    rows = EditionIssue.objects.filter(edition__in=editions.order_by()).values_list("issue")
    return dict(rows.annotate(n=Count("pk")).order_by())


def expert_counts(editions: EditionQuerySet) -> list[ExpertCount]:
    """How many quotations of each expert stand in `editions`, by name, without those of none. Two queries."""
    rows = EditionQuote.objects.filter(edition__in=editions.order_by()).values_list("expert")
    counts = dict(rows.annotate(n=Count("pk")).order_by())
    found = Expert.objects.filter(pk__in=counts).defer("biography").order_by("name", "pk")
    return [ExpertCount(expert, counts[expert.pk]) for expert in found]


def quoted(at: datetime.datetime | None = None) -> ExpertQuerySet:
    """The experts whom a brief quotes that is live at `at` (aware; now when it is left out): the public ones."""
    live = EditionQuote.objects.live(at).filter(expert=OuterRef("pk"))
    return Expert.objects.filter(Exists(live))
