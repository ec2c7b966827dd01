"""The two acts that change what the public sees. This module alone writes editions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from briefs import drafting, workflow
from briefs.content import Content
from briefs.models import Brief, Revision
from briefs.readiness import Reason, reasons
from briefs.workflow import Move
from editions.models import Edition, EditionIssue, EditionLink, EditionQuote

TICK = datetime.timedelta(microseconds=1)


class NotReady(Exception):
    """The brief is not fit for readers; `reasons` says what it lacks and where."""

    def __init__(self, found: list[Reason]) -> None:
        super().__init__(" ".join(reason.text for reason in found))
        self.reasons = found


@transaction.atomic
def publish(brief: Brief, by: User | None, at: datetime.datetime | None = None) -> Edition:
    """Freeze what `brief` says now into an edition that is live from `at` (aware; now when left out), and return it.

    The edition before it ends where this one begins. Publishing again without a change returns the live edition.
    `by` is None for the operator at the command line. Raises PermissionDenied, briefs.workflow.NotAllowed or NotReady;
    then nothing has changed.
    """
    held = workflow.make(Move.PUBLISH, brief, by)
    if found := hindrances(held):
        raise NotReady(found)
    revision = drafting.record(held, by)
    newest = held.editions.order_by("-number").first()
    if newest is not None and newest.live_until is None and newest.digest == revision.digest:
        return newest
    start = _end_newest(newest, at or timezone.now())
    frozen = freeze(held, revision, number=newest.number + 1 if newest else 1, live_from=start, by=by)
    frozen.edition.save(force_insert=True)
    EditionIssue.objects.bulk_create(frozen.issues)
    EditionQuote.objects.bulk_create(frozen.quotes)
    EditionLink.objects.bulk_create(frozen.links)
    return frozen.edition


@transaction.atomic
def withdraw(brief: Brief, by: User | None, at: datetime.datetime | None = None) -> None:
    """Take the brief's page down at the instant `at` (aware; now when left out).

    `by` is None for the operator at the command line. Raises PermissionDenied or briefs.workflow.NotAllowed.
    """
    held = workflow.make(Move.WITHDRAW, brief, by)
    for edition in held.editions.filter(live_until__isnull=True):
        edition.withdrawn_by = by
        edition.live_until = max(at or timezone.now(), edition.live_from + TICK)
        edition.save(update_fields=["live_until", "withdrawn_by"])


@dataclass(frozen=True, slots=True)
class Frozen:
    """An edition and its index rows, made but not yet saved."""

    edition: Edition
    issues: list[EditionIssue]
    quotes: list[EditionQuote]
    links: list[EditionLink]


def freeze(
    brief: Brief, revision: Revision, number: int, live_from: datetime.datetime, by: User | None
) -> Frozen:
    """The edition that shows `revision` of `brief`, with its index rows, unsaved; for `publish` and for bulk loading.

    The revision must be of a brief that `briefs.readiness` finds fit.
    """
    content = revision.value()
    if content.date is None:
        raise ValueError("A brief without a date can't be published.")
    edition = Edition(
        brief=brief,
        number=number,
        revision=revision,
        label=content.label,
        date=content.date,
        slug=content.slug,
        title=content.title,
        content=revision.content,
        digest=revision.digest,
        live_from=live_from,
        published_by=by,
    )
    return index(edition, content)


def index(edition: Edition, content: Content) -> Frozen:
    """`edition` with the rows by which its issues, quotations and links to other briefs are found."""
    place = {"edition": edition, "date": edition.date, "brief": edition.brief}
    return Frozen(
        edition,
        [EditionIssue(issue_id=tag.issue, **place) for tag in content.issues],
        [
            EditionQuote(
                key=quote.key,
                position=position,
                expert_id=quote.expert,
                name=quote.name,
                title=quote.title,
                text=quote.text,
                **place,
            )
            for position, quote in enumerate(content.quotes)
            if quote.expert
        ],
        [
            EditionLink(edition=edition, key=link.key, target_id=link.brief)
            for link in content.links
            if link.brief
        ],
    )


def hindrances(brief: Brief) -> list[Reason]:
    """Everything that keeps `brief` from being published: what it lacks, and a page that stands at its address."""
    return reasons(brief) + _address_taken(brief)


def _address_taken(brief: Brief) -> list[Reason]:
    """A live page of another brief may still stand at the address that this brief was given since."""
    if brief.date is None:
        return []
    standing = Edition.objects.filter(live_until__isnull=True, date=brief.date, slug=brief.slug)
    return [
        Reason(
            "slug",
            f"The page of “{other.title}” stands at this address. Choose another, or publish that brief first.",
        )
        for other in standing.exclude(brief=brief)
    ]


def _end_newest(newest: Edition | None, at: datetime.datetime) -> datetime.datetime:
    """End the edition before at `at` and return when the next begins.

    A clock that stepped back, or two presses in one instant, must not make ranges overlap: then the next begins
    a tick after the one before.
    """
    if newest is None:
        return at
    begins = max(at, newest.live_from + TICK, newest.live_until or at)
    if newest.live_until is None:
        newest.live_until = begins
        newest.save(update_fields=["live_until"])
    return begins


def edits_not_public(brief: Brief) -> bool:
    """Whether the brief is live and its working copy says something else than its page."""
    live = brief.editions.filter(live_until__isnull=True).order_by("-number").first()
    newest = brief.newest_revision()
    return live is not None and newest is not None and live.digest != newest.digest
