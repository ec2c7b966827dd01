"""Counts for the reader's next click: what the live editions are about, and whom they quote."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Exists, OuterRef, QuerySet, Subquery, TextField

from editions.counts import keys_of
from editions.known import known
from editions.models import Edition, EditionIssue, EditionQuerySet, EditionQuote
from experts.models import Expert, ExpertQuerySet
from issues.families import Families
from issues.models import Issue
from issues.prepared import prepared


@dataclass(frozen=True, slots=True)
class IssueCount:
    issue: Issue
    count: int


@dataclass(frozen=True, slots=True)
class Branch:
    """An issue with its count and the day of its newest brief, and the narrower issues under it."""

    issue: Issue
    count: int
    latest: datetime.date | None
    children: list[Branch]


def named(counts: dict[int, int]) -> list[IssueCount]:
    """Counts with the issues themselves instead of their keys, the most frequent first. One query."""
    found = (IssueCount(issue, counts[issue.pk]) for issue in _issues(counts.keys()))
    return sorted(found, key=lambda each: (-each.count, each.issue.name))


@prepared
def _issues(keys: Collection[int]) -> QuerySet[Issue]:
    return Issue.objects.filter(pk__in=keys)


def issue_tree(at: datetime.datetime) -> list[Branch]:
    """Every issue under its parent, by name, how many of the editions live at `at` (aware) are about it or a narrower
    one, and when the newest of these came. Two queries; another where the counts can't tell.
    """
    live = Edition.objects.live(at)
    issues: list[Any] = list(Issue.objects.in_order().annotate(newest=_newest(live)))
    families, newest = Families(issues), {issue.pk: issue.newest for issue in issues}
    stored = known(at, families)
    counts = (
        {key: number.briefs for key, number in stored.issues.items()} if stored else tally(live, families)
    )
    children = defaultdict[int | None, list[Issue]](list)
    for issue in issues:
        children[issue.parent_id].append(issue)

    def latest(issue: Issue) -> datetime.date | None:
        return max((day for key in families.below(issue.pk) if (day := newest[key])), default=None)

    def grow(parent: int | None) -> list[Branch]:
        return [
            Branch(each, counts.get(each.pk, 0), latest(each), grow(each.pk)) for each in children[parent]
        ]

    return grow(None)


def _newest(editions: EditionQuerySet) -> Subquery:
    """The day of the newest of `editions` on an issue itself, found by walking the issue's index rows."""
    own = Exists(editions.order_by().filter(pk=OuterRef("edition")))
    return Subquery(EditionIssue.objects.filter(own, issue=OuterRef("pk")).newest_first().values("date")[:1])


def tally(rows: QuerySet[Any], families: Families, edition: str = "pk") -> dict[int, int]:
    """How many of `rows` are about each issue or a narrower one, by the issue's primary key. One query.

    They are editions, or rows that name their edition in the column `edition`.
    """
    counts = Counter[int]()
    for together, number in mixtures(rows, edition):
        for issue in families.above(together):
            counts[issue] += number
    return dict(counts)


def mixtures(rows: QuerySet[Any], edition: str = "pk") -> Iterator[tuple[list[int], int]]:
    """Which issues stand on the edition of one of `rows` together, and on that of how many just these. One query.

    The database gathers each edition's own issues, so that a brief on two issues of one family counts once for that
    family. Counting what is alike is left to Python: SQLite would gather twice for that.
    """
    gathered = rows.order_by().values_list(issues_together(edition), flat=True)
    return ((keys_of(text), number) for text, number in Counter(gathered.iterator()).items() if text)


def issues_together(edition: str = "pk") -> Subquery:
    """The issues of an edition in one text, for `keys_of`; NULL for an edition of none."""
    own = EditionIssue.objects.filter(edition=OuterRef(edition)).order_by().values("edition")
    return Subquery(own.annotate(together=_Gathered("issue")).values("together"))


class _Gathered(Aggregate):
    """The values of a column in one text, with commas between."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s::text, ',')"
        )


def quoted(at: datetime.datetime | None = None) -> ExpertQuerySet:
    """The experts whom a brief quotes that is live at `at` (aware; now when it is left out): the public ones."""
    # Edition by edition of one person's, up to the first that is live: not a list of all that are.
    live = Exists(Edition.objects.live(at).filter(pk=OuterRef("edition")))
    return Expert.objects.filter(Exists(EditionQuote.objects.filter(live, expert=OuterRef("pk"))))
