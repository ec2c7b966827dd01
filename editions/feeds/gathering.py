"""What a feed tells, before it is drawn: the newest editions of a list and all that shows beside their own words."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, QuerySet

from briefs.content import Content
from editions.filters import BriefFilter
from editions.links import EditionLink
from editions.models import Edition, EditionIssue
from editions.paging import some
from editions.reading import Reading, readings
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
    """The newest editions of what is `wanted` at the instant `at` (aware). Five queries, however many there are, and
    one for the words of those that are not at hand.
    """
    editions = some(wanted, at, None, SIZE)
    keys = [edition.pk for edition in editions]
    first = dict(_first([edition.brief_id for edition in editions], at))
    issues: dict[int, list[str]] = defaultdict(list)
    targets: dict[int, dict[str, int]] = defaultdict(dict)
    for edition, name in _issues(keys):
        issues[edition].append(name)
    for edition, link, target in _targets(keys):
        targets[edition][link] = target
    live = _live({target for found in targets.values() for target in found.values()}, at)
    addresses = {each.brief_id: each.get_absolute_url() for each in live}
    return [
        Gathered(
            each,
            each.value(),
            first[each.brief_id],
            issues[each.pk],
            readings(each.value(), targets[each.pk], addresses),
        )
        for each in editions
    ]


@prepared
def _issues(editions: list[int]) -> QuerySet[EditionIssue, tuple[int, str]]:
    rows = EditionIssue.objects.filter(edition__in=editions).order_by("issue__name")
    return rows.values_list("edition", "issue__name")


@prepared
def _targets(editions: list[int]) -> QuerySet[EditionLink, tuple[int, str, int]]:
    return EditionLink.objects.filter(edition__in=editions).values_list("edition", "key", "target")


@prepared
def _first(briefs: list[int], at: datetime.datetime) -> QuerySet[Edition, tuple[int, datetime.datetime]]:
    known = Edition.objects.filter(brief__in=briefs, live_from__lte=at)
    return known.order_by().values_list("brief").annotate(first=Min("live_from"))


@prepared
def _live(briefs: set[int], at: datetime.datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(brief__in=briefs).defer("content")
