"""Briefs by the hundred thousand, written a batch at a time.

The rows are those that saving and publishing each brief by itself would have written.
"""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from briefs.content import Content
from briefs.management.demo.dealing import Dealt, Pool, deal
from briefs.management.demo.newsroom import State
from briefs.models import Brief, BriefIssue, RelatedLink, Revision, Section, Status
from editions.models import Edition, EditionIssue, EditionLink, EditionQuote
from editions.publishing import freeze
from experts.models import ExpertQuote

BATCH = 1000
BRIEFS_A_DAY = 12
FEWEST_DAYS, MOST_DAYS = 365, 30 * 365
STATUSES = {State.DRAFT: Status.DRAFT, State.WITHDRAWN: Status.WITHDRAWN}
SHOWN_FOR = datetime.timedelta(hours=2)
WRITING_TAKES = datetime.timedelta(minutes=40)


def fill(pool: Pool, count: int) -> Iterator[int]:
    """Make `count` briefs dealt from `pool`, a transaction a batch; yields how many each batch made."""
    days = min(max(FEWEST_DAYS, count // BRIEFS_A_DAY), MOST_DAYS)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    newest = Brief.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    # A number once used may be in the address of a page, so numbers go on from the newest key, which none has passed.
    numbers = range(newest + 1, newest + 1 + count)
    public = Edition.objects.filter(live_until__isnull=True).values_list("brief_id", "title")
    earlier = deque(public.order_by("-brief_id")[:BATCH], maxlen=BATCH)
    with _statements_unlogged():
        for start in range(0, count, BATCH):
            batch = [
                deal(pool, number, yesterday, days, earlier) for number in numbers[start : start + BATCH]
            ]
            briefs = _write(batch)
            earlier.extend((brief.pk, brief.title) for brief in briefs if brief.status == Status.PUBLISHED)
            yield len(briefs)


@contextmanager
def _statements_unlogged() -> Iterator[None]:
    """Django keeps every statement in development: that would fill the memory and take most of the time."""
    before, settings.DEBUG = settings.DEBUG, False
    try:
        yield
    finally:
        settings.DEBUG = before


@transaction.atomic
def _write(batch: list[Dealt]) -> list[Brief]:
    briefs = Brief.objects.bulk_create(_brief(dealt) for dealt in batch)
    pairs = list(zip(briefs, batch, strict=True))
    now = [(brief, dealt.changed or dealt.content) for brief, dealt in pairs]
    ExpertQuote.objects.bulk_create(row for brief, content in now for row in _quotes(brief, content))
    Section.objects.bulk_create(row for brief, content in now for row in _sections(brief, content))
    RelatedLink.objects.bulk_create(row for brief, content in now for row in _links(brief, content))
    BriefIssue.objects.bulk_create(row for brief, content in now for row in _issues(brief, content))
    first = Revision.objects.bulk_create(_revision(b, 1, dealt.content, dealt.at) for b, dealt in pairs)
    Revision.objects.bulk_create(
        _revision(brief, 2, dealt.changed, dealt.at + SHOWN_FOR) for brief, dealt in pairs if dealt.changed
    )
    _publish([(b, d, r) for b, d, r in zip(briefs, batch, first, strict=True) if d.state is not State.DRAFT])
    return briefs


def _publish(batch: list[tuple[Brief, Dealt, Revision]]) -> None:
    frozen = [freeze(brief, revision, 1, dealt.at, by=None) for brief, dealt, revision in batch]
    for each, (_, dealt, _) in zip(frozen, batch, strict=True):
        if dealt.state is State.WITHDRAWN:
            each.edition.live_until = dealt.at + SHOWN_FOR
    Edition.objects.bulk_create(each.edition for each in frozen)
    EditionIssue.objects.bulk_create(row for each in frozen for row in each.issues)
    EditionQuote.objects.bulk_create(row for each in frozen for row in each.quotes)
    EditionLink.objects.bulk_create(row for each in frozen for row in each.links)


def _brief(dealt: Dealt) -> Brief:
    content = dealt.changed or dealt.content
    return Brief(
        label=content.label,
        date=content.date,
        title=content.title,
        slug=content.slug,
        developments=content.developments,
        status=STATUSES.get(dealt.state, Status.PUBLISHED),
    )


def _revision(brief: Brief, number: int, content: Content, published: datetime.datetime) -> Revision:
    return Revision(
        brief=brief,
        number=number,
        content=content.to_json(),
        digest=content.digest(),
        saved_at=published - WRITING_TAKES,
    )


def _quotes(brief: Brief, content: Content) -> Iterator[ExpertQuote]:
    for place, q in enumerate(content.quotes):
        yield ExpertQuote(
            brief=brief,
            key=q.key,
            position=place,
            expert_id=q.expert,
            name=q.name,
            title=q.title,
            text=q.text,
        )


def _sections(brief: Brief, content: Content) -> Iterator[Section]:
    for place, section in enumerate(content.sections):
        yield Section(
            brief=brief, key=section.key, position=place, heading=section.heading, body=section.body
        )


def _links(brief: Brief, content: Content) -> Iterator[RelatedLink]:
    for place, link in enumerate(content.links):
        yield RelatedLink(
            brief=brief,
            key=link.key,
            position=place,
            title=link.title,
            url=link.url,
            target_id=link.brief,
            authors="; ".join(link.authors),
            source=link.source,
        )


def _issues(brief: Brief, content: Content) -> Iterator[BriefIssue]:
    for tag in content.issues:
        yield BriefIssue(content_object=brief, tag_id=tag.issue)
