"""What a feed tells, before it is drawn: the newest editions of a list and all that shows beside their own words."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, QuerySet

from briefs.content import Content
from editions.filters import BriefFilter
from editions.models import Edition, EditionIssue
from editions.paging import some
from editions.reading import Reading, cited, readings
from issues.prepared import prepared

SIZE = 30


@dataclass(frozen=True, slots=True)
class Gathered:
    """An edition, when its brief was first public, and what of its page is not its own words."""

    edition: Edition
    content: Content
    published: datetime.datetime
    issues: list[str]
    related: list[Reading]

    def state(self) -> list[Any]:
        """All that an item hangs on. An edition's words never change, so its key stands for them."""
        addresses = [each.address for each in self.related]
        return [self.edition.pk, self.published, self.issues, addresses]


def gather(wanted: BriefFilter, at: datetime.datetime) -> list[Gathered]:
    """The newest editions of what is `wanted` at the instant `at` (aware). Four queries, however many there are, and
    one for the words of those that are not at hand.
    """
    editions = some(wanted, at, None, SIZE)
    keys = [edition.pk for edition in editions]
    first = dict(_first([edition.brief_id for edition in editions], at))
    issues: dict[int, list[str]] = defaultdict(list)
    for edition, name in _issues(keys):
        issues[edition].append(name)
    ours = cited(editions, at)
    return [
        Gathered(
            each,
            each.value(),
            first[each.brief_id],
            issues[each.pk],
            readings(each.value(), ours[each.pk]),
        )
        for each in editions
    ]


@prepared
def _issues(editions: list[int]) -> QuerySet[EditionIssue, tuple[int, str]]:
    rows = EditionIssue.objects.filter(edition__in=editions).order_by("issue__name")
    return rows.values_list("edition", "issue__name")


@prepared
def _first(briefs: list[int], at: datetime.datetime) -> QuerySet[Edition, tuple[int, datetime.datetime]]:
    known = Edition.objects.filter(brief__in=briefs, live_from__lte=at)
    return known.order_by().values_list("brief").annotate(first=Min("live_from"))
