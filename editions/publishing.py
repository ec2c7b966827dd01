"""The acts that change what the public sees, now or at a later time. This module alone writes editions, but for those
of briefs that come in by the hundred (`editions.loading`)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from audit import log
from audit.models import Act
from briefs import drafting, workflow
from briefs.clock import told
from briefs.composing import compose
from briefs.content import Content
from briefs.models import Brief
from briefs.readiness import Page, Reason, reasons
from briefs.workflow import Move, NotAllowed
from editions import suggesting
from editions.freezing import Frozen, freeze
from editions.models import Edition, EditionQuerySet
from editions.standing import WORKING

TICK = datetime.timedelta(microseconds=1)
# An edition so close to its time is as good as out: taking it back would race with its first reader.
AS_GOOD_AS_OUT = datetime.timedelta(seconds=1)


class NotReady(Exception):
    """The brief is not fit for readers; `reasons` says what it lacks and where."""

    def __init__(self, found: list[Reason]) -> None:
        super().__init__(" ".join(reason.text for reason in found))
        self.reasons = found


@transaction.atomic
def publish(brief: Brief, by: User | None, at: datetime.datetime | None = None, reason: str = "") -> Edition:
    """Freeze what `brief` says now into an edition that is live from `at` (aware; now when left out), and return it.

    A later `at` schedules it: several may be pending, each ends where the next begins, and the clock alone puts them
    before readers. The edition before it ends where this one begins, and an end that was set for the page holds. The
    next pending one goes when it says the same, for then it has only been put forward. Publishing now without a
    change returns the live edition. An `at` that has passed is for archives. `by` is None for the operator at the
    command line; `reason` goes past a house rule.
    Raises PermissionDenied, briefs.workflow.NotAllowed (ReasonNeeded) or NotReady; then nothing has changed.
    """
    revision, now = drafting.record(brief, by), timezone.now()
    held = workflow.begin(Move.PUBLISH, brief, by, reason)
    line = list(held.editions.defer("content").order_by("live_from"))
    scheduled, place = at is not None and at > now, _place(line, at, now, revision.digest)
    if found := hindrances(held, place.begins, until=place.ends):
        raise NotReady(found)
    if place.before is not None and place.before.digest == revision.digest:
        return _unchanged(held, place.before, scheduled)
    number = max((each.number for each in line), default=0) + 1
    frozen = freeze(held, revision, number=number, live_from=place.begins, by=by)
    frozen.edition.live_until = place.ends
    frozen.edition.published_at = now if scheduled else max(now, place.begins)
    _save(frozen, place)
    act = Act.SCHEDULED if frozen.edition.is_pending(now) else Act.PUBLISHED
    workflow.finish(Move.PUBLISH, held, by, reason, act, **details(frozen.edition), **place.details())
    brief.status = held.status
    return frozen.edition


@transaction.atomic
def withdraw(brief: Brief, by: User | None, at: datetime.datetime | None = None, reason: str = "") -> None:
    """Take the brief's page down (now, or for archives at an instant `at`, aware, that has passed), and cancel what
    was to come. Where nothing was public yet the brief only stands again where it stood before it was scheduled.

    `by` is None for the operator at the command line. Raises PermissionDenied or briefs.workflow.NotAllowed.
    """
    held, now = workflow.begin(Move.WITHDRAW, brief, by, reason), timezone.now()
    standing = list(_standing(held, now))
    if not standing:
        raise NotAllowed("This brief can't be withdrawn: readers don't see it, and nothing is scheduled.")
    if at is not None and at > now:
        raise NotAllowed("Withdrawing is done at once. To end the page later, set when it comes down.")
    shown = [edition for edition in standing if not edition.is_pending(now)]
    held.editions.filter(pk__in=[edition.pk for edition in standing if edition not in shown]).delete()
    for edition in shown:
        edition.withdrawn_by, edition.withdrawn_at = by, at or now
        edition.live_until = max(at or now, edition.live_from + TICK)
        edition.save(update_fields=["live_until", "withdrawn_by", "withdrawn_at"])
    workflow.finish(Move.WITHDRAW, held, by, reason, editions=[edition.number for edition in standing])
    if not shown:
        workflow.reopen(held)


@transaction.atomic
def cancel(edition: Edition, by: User | None, reason: str = "") -> None:
    """Take back a scheduled edition before its time: what stood before it stands on, and it leaves the record, for
    nobody ever saw it. Its words stay at the desk.

    Raises PermissionDenied, or briefs.workflow.NotAllowed when its time has come (or is less than a second away).
    """
    held, now = workflow.hold(Move.PUBLISH, edition.brief, by), timezone.now()
    pending = held.editions.filter(pk=edition.pk).defer("content").first()
    if pending is None:
        raise NotAllowed("Someone cancelled this already.")
    if not pending.is_pending(now + AS_GOOD_AS_OUT):
        raise NotAllowed("Its time has come: readers see it. Withdraw the brief instead.")
    before = _standing(held, now).filter(live_until=pending.live_from).first()
    if before is not None:
        _refuse_crossing(before, pending.live_from, pending.live_until)
    end, told_of = pending.live_until, details(pending)
    pending.delete()
    if before is not None:
        before.live_until = end
        before.save(update_fields=["live_until"])
    newest = held.newest_revision()
    if newest is not None and not _standing(held, now).filter(digest=newest.digest).exists():
        workflow.reopen(held)
    log.note(Act.CANCELLED, by, held, words=reason, **told_of)


@transaction.atomic
def expire(brief: Brief, by: User | None, at: datetime.datetime | None) -> None:
    """Let the brief's page end by itself at `at` (aware, still to come), or, with None, stand until someone acts.

    Raises PermissionDenied, or briefs.workflow.NotAllowed when nothing is public or to come, or `at` is too early.
    """
    held, now = workflow.hold(Move.WITHDRAW, brief, by), timezone.now()
    last = _standing(held, now).order_by("live_from").last()
    if last is None:
        raise NotAllowed("Readers don't see this brief, and nothing is scheduled, so no page can come down.")
    if at is not None and at <= now:
        raise NotAllowed("That time has passed. To take the page down now, withdraw the brief.")
    if at is not None and at <= last.live_from:
        raise NotAllowed(
            f"An edition goes out on {told(last.live_from)}; the page can only come down after it. "
            "Choose a later time, or cancel that edition first."
        )
    if last.live_until is not None and (at is None or at > last.live_until):
        _refuse_crossing(last, last.live_until, at)
    last.live_until = at
    last.save(update_fields=["live_until"])
    log.note(Act.EXPIRY, by, held, expires=at.isoformat() if at else None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new edition goes among those of its brief: its range, the one that it takes over from, and the pending
    one right after it, if that says the same and need not wait any longer.
    """

    begins: datetime.datetime
    ends: datetime.datetime | None
    before: Edition | None
    needless: Edition | None = None

    def make_room(self) -> None:
        if self.before is not None:
            self.before.live_until = self.begins
            self.before.save(update_fields=["live_until"])
        if self.needless is not None:
            self.needless.delete()

    def details(self) -> dict[str, Any]:
        """What the log says of the edition that went."""
        return {"put_forward_from": self.needless.live_from.isoformat()} if self.needless else {}


def _place(line: list[Edition], at: datetime.datetime | None, now: datetime.datetime, digest: str) -> Place:
    begins = _free_instant(line, at, now)
    before = next((each for each in line if each.is_live(begins)), None)
    after = next((each for each in line if each.live_from > begins), None)
    ends = before.live_until if before else after.live_from if after else None
    if after is None or (after.live_from, after.digest) != (ends, digest):
        return Place(begins, ends, before)
    return Place(begins, after.live_until, before, needless=after)


def _free_instant(
    line: list[Edition], at: datetime.datetime | None, now: datetime.datetime
) -> datetime.datetime:
    """The first instant from `at` on at which a new edition can begin.

    A clock that stepped back, or two presses in one instant, must not make ranges overlap, and what has ended stays
    as it was: then it begins a tick after. Editions that are still to come have no say, unless they begin just then.
    """
    shown = [each for each in line if not each.is_pending(now)]
    begun = [each.live_from + TICK for each in shown]
    ended = [end for each in shown if (end := each.live_until) and (each.withdrawn_at or end <= now)]
    begins = max([at or now, *begun, *ended])
    if at is not None and now < at < begins:
        raise NotAllowed(f"What readers see began on {told(begins)}. Choose a later time.")
    if any(each.live_from == begins for each in line):
        raise NotAllowed(
            f"Another edition of this brief goes out at that very moment, {told(begins)}. "
            "Choose another time, or cancel that one first."
        )
    if any(each.live_until == begins > now for each in line):
        raise NotAllowed(
            f"The page is to come down at that very moment, {told(begins)}. "
            "Choose another time, or change when it comes down."
        )
    return begins


def _save(frozen: Frozen, place: Place) -> None:
    place.make_room()
    frozen.edition.save(force_insert=True)
    for kind, rows in frozen.rows():
        kind._base_manager.bulk_create(rows)
    suggesting.learn([frozen.edition.value()])


def _unchanged(held: Brief, edition: Edition, scheduled: bool) -> Edition:
    """Nothing new to say: the page says it already, and nothing waits any more."""
    if scheduled:
        raise NotAllowed(
            "At that time the page says this already, so there is nothing to schedule. "
            "To put off what is scheduled, cancel it first."
        )
    workflow.settle(held)
    return edition


def _standing(brief: Brief, at: datetime.datetime) -> EditionQuerySet:
    """What readers see of the brief at `at` and what they are to see later."""
    return brief.editions.not_ended(at).filter(withdrawn_at__isnull=True).defer("content")


def details(edition: Edition) -> dict[str, Any]:
    """What the log says of an edition."""
    return {"edition": edition.number, "live_from": edition.live_from.isoformat()}


def hindrances(
    brief: Brief,
    at: datetime.datetime | None = None,
    page: Page | None = None,
    until: datetime.datetime | None = None,
) -> list[Reason]:
    """Everything that keeps `brief` from being published from `at` (aware; now when left out) to `until` (None: for
    good): what it lacks, an embargo, and a page at its address. `page` holds its words when they are not saved yet.
    """
    at, page = at or timezone.now(), page or Page(compose(brief))
    return reasons(brief, page) + _embargo(brief, at) + _address_taken(brief, page.content, at, until)


def _embargo(brief: Brief, at: datetime.datetime) -> list[Reason]:
    if brief.embargo_until is None or at >= brief.embargo_until:
        return []
    until = told(brief.embargo_until)
    return [
        Reason("embargo", f"It is under embargo until {until}. Schedule it for then, or lift the embargo.")
    ]


def _address_taken(
    brief: Brief, content: Content, at: datetime.datetime, until: datetime.datetime | None
) -> list[Reason]:
    """A page of another brief may still stand, or be about to stand, at the address that this brief was given since."""
    if content.date is None:
        return []
    return [
        Reason(
            "slug",
            f"The page of “{other.title}” stands at this address. Choose another, or publish that brief first."
            if other.is_live(at)
            else f"“{other.title}” is scheduled for this address from {told(other.live_from)}. "
            "Choose another, or cancel that first.",
        )
        for other in _others(brief, content.date, content.slug, at, until)
    ]


def _refuse_crossing(edition: Edition, begins: datetime.datetime, ends: datetime.datetime | None) -> None:
    """An edition may stand longer only while no other brief's page is to stand at its address by then."""
    other = _others(edition.brief, edition.date, edition.slug, begins, ends).first()
    if other is not None:
        raise NotAllowed(
            f"Then this page would stand on at an address where “{other.title}” goes out on {told(other.live_from)}. "
            "Cancel that first."
        )


def _others(
    brief: Brief, date: datetime.date, slug: str, begins: datetime.datetime, ends: datetime.datetime | None
) -> EditionQuerySet:
    """Editions of other briefs at this address at some instant from `begins` up to, not including, `ends`."""
    there = Edition.objects.not_ended(begins).filter(date=date, slug=slug).exclude(brief_id=brief.pk)
    there = there.defer("content").order_by("live_from")
    return there.filter(live_from__lt=ends) if ends else there


def edits_not_public(brief: Brief) -> bool:
    """Whether readers see the brief and its working copy has words that are neither public nor scheduled."""
    return brief.status in WORKING and brief.editions.live().exists()
