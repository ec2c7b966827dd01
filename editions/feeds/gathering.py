"""What a feed tells, before it is drawn: the newest editions of a list and all that shows beside their own words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, prefetch_related_objects

from briefs.content import Content
from editions.filters import BriefFilter
from editions.models import Edition
from editions.paging import some
from editions.reading import Reading, readings
from issues.models import Issue

SIZE = 30


@dataclass(frozen=True, slots=True)
class Gathered:
    """An edition, when its brief was first public, and what of its page is not its own words."""

    edition: Edition
    content: Content
    published: datetime.datetime
    issues: list[Issue]
    related: list[Reading]

    def state(self) -> list[Any]:
        """All that an item hangs on. An edition's words never change, so its key stands for them."""
        issues = [issue.name for issue in self.issues]
        return [self.edition.pk, self.published, issues, [each.address for each in self.related]]


def gather(wanted: BriefFilter, at: datetime.datetime) -> list[Gathered]:
    """The newest editions of what is `wanted` at the instant `at` (aware). Five queries, however many there are."""
    editions = some(wanted, at, None, SIZE)
    prefetch_related_objects(editions, "issues", "link_rows")
    first, addresses = first_public(editions, at), live_targets(editions, at)
    return [_gathered(edition, first[edition.brief_id], addresses) for edition in editions]


def _gathered(edition: Edition, published: datetime.datetime, addresses: dict[int, str]) -> Gathered:
    content = edition.value()
    targets = {row.key: row.target_id for row in edition.link_rows.all()}
    related = readings(content, targets, addresses)
    return Gathered(edition, content, published, list(edition.issues.all()), related)


def first_public(editions: list[Edition], at: datetime.datetime) -> dict[int, datetime.datetime]:
    """When each of their briefs was first public, by the brief's key. One query."""
    known = Edition.objects.filter(brief__in={each.brief_id for each in editions}, live_from__lte=at)
    return dict(known.order_by().values_list("brief").annotate(first=Min("live_from")))


def live_targets(editions: list[Edition], at: datetime.datetime) -> dict[int, str]:
    """Where the live briefs stand that `editions` link to, by the brief's key. One query."""
    targets = {row.target_id for edition in editions for row in edition.link_rows.all()}
    live = Edition.objects.live(at).filter(brief__in=targets).defer("content")
    return {each.brief_id: each.get_absolute_url() for each in live}
