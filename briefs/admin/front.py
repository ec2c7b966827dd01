"""My desk: what waits for the person who opens it, and what is about to happen. A fixed number of bounded queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import User
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone

from audit.models import Act, Entry
from briefs.admin.output import output
from briefs.clock import city
from briefs.models import Autosave, Brief, Comment, DeskRules, Status
from briefs.workflow import MOVES, Move
from editions.models import Edition
from editions.standing import WORKING

SHOWN = 6
# What says of an assigned draft why it is back with someone.
WHY_BACK = (Act.SENT_BACK, Act.ASSIGNED, Act.SUBMITTED)
WAS_SENT_BACK = Q(status=Status.DRAFT, last_said=Act.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list on the page: as many rows as it shows, whether there are more, and where all of them are."""

    rows: list[Any]
    more: str = ""

    @classmethod
    def of(cls, found: QuerySet[Any] | list[Any], everything: str = "") -> Shelf:
        """The first of `found`; `everything` are the filters of the list that holds all of them."""
        rows = list(found[: SHOWN + 1])
        address = f"{reverse('admin:briefs_brief_changelist')}?{everything}"
        return cls(rows[:SHOWN], address if everything and len(rows) > SHOWN else "")


def front(user: User) -> dict[str, Any]:
    """What the front page shows this person now."""
    now = timezone.now()
    name = quote(user.get_username())
    return {
        "now": timezone.localtime(now),
        "city": city(),
        "unsaved": Shelf.of(Autosave.objects.of(user).select_related("brief").defer("fields")),
        "waiting": Shelf.of(_soonest(waiting_for(user)), "status=review"),
        "sent_back": Shelf.of(sent_back(user), f"assigned={name}"),
        "mine": Shelf.of(mine(user), f"author={name}&status=draft"),
        "mentions": Shelf.of(mentions(user)),
        "due": Shelf.of(due(now)),
        "scheduled": Shelf.of(scheduled(now), "status=scheduled"),
        "edits": Shelf.of(edits_not_public(now), "status=edits"),
        "published": Shelf.of(
            _record().filter(live_from__lte=now).order_by("-live_from", "-pk"), "status=live"
        ),
        "output": output(timezone.localdate(now)),
    }


def waiting_for(user: User) -> QuerySet[Brief]:
    """The briefs that wait for this person's next move: theirs by name, or nobody's that they may move on."""
    asked = Q(assigned_to=user, status__in=WORKING) & ~WAS_SENT_BACK
    if user.has_perm(MOVES[Move.APPROVE].permission):
        own = Q(saved_by=user) if DeskRules.now().four_eyes else Q(pk=None)
        asked |= Q(assigned_to=None, status=Status.REVIEW) & ~own
    if user.has_perm(MOVES[Move.PUBLISH].permission):
        asked |= Q(assigned_to=None, status=Status.APPROVED)
    found: QuerySet[Brief] = _drafts().filter(asked)
    return found


def sent_back(user: User) -> QuerySet[Any]:
    """The drafts that came back to this person, each with what was said (`said`) and by whom (`sent_by`)."""
    last = _entries((Act.SENT_BACK,))
    back: QuerySet[Any] = _drafts().filter(WAS_SENT_BACK, assigned_to=user)
    told: QuerySet[Any] = back.annotate(
        said=Subquery(last.values("note")[:1]), sent_by=Subquery(last.values("name")[:1])
    )
    return told.order_by("-changed_at", "-pk")


def mine(user: User) -> list[Brief]:
    """The first of the drafts that this person began or saved last, but for those that were sent back."""
    drafts = _drafts().filter(status=Status.DRAFT).exclude(WAS_SENT_BACK, assigned_to=user)
    return _newest(drafts.filter(created_by=user), drafts.filter(saved_by=user))


def mentions(user: User) -> QuerySet[Comment]:
    """The comments that call this person by name, in threads that nobody has resolved, the newest first."""
    open_thread = Q(thread=None, resolved_at=None) | Q(thread__isnull=False, thread__resolved_at=None)
    named = Comment.objects.filter(open_thread, mentions=user)
    return named.select_related("brief", "author").order_by("-written_at", "-pk")


def due(now: datetime.datetime) -> QuerySet[Brief]:
    """What should go out by the end of this day, in the newsroom's time zone, and has not; the latest first."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time()))
    found = _drafts().filter(due_at__lt=midnight, status__in=WORKING)
    return found.select_related("assigned_to").order_by("due_at", "pk")


def scheduled(now: datetime.datetime) -> QuerySet[Edition]:
    """What goes out by itself, the next first."""
    return _record().filter(pk__in=Edition.objects.pending(now).values("pk")).order_by("live_from", "pk")


def edits_not_public(now: datetime.datetime) -> list[Brief]:
    """The first of the live briefs whose newest words readers don't have yet."""
    live = _drafts().filter(Exists(Edition.objects.filter(brief=OuterRef("pk")).live(now)))
    return _newest(*(live.filter(status=status) for status in WORKING))


def _newest(*parts: QuerySet[Brief]) -> list[Brief]:
    """As many as a shelf looks at, those in front that were changed last. A query for each part: an index leads to the
    first of each, and to the first of all together none does.
    """
    ordered = (part.order_by("-changed_at", "-pk")[: SHOWN + 1] for part in parts)
    found = {brief.pk: brief for brief in chain.from_iterable(ordered)}
    newest = sorted(found.values(), key=lambda brief: (brief.changed_at, brief.pk), reverse=True)
    return newest[: SHOWN + 1]


def _drafts() -> QuerySet[Any]:
    """Briefs without their words, each with what was said last of who is waited for (`last_said`)."""
    return (
        Brief.objects.defer("developments")
        .select_related("created_by", "submitted_by")
        .alias(last_said=Coalesce(Subquery(_entries(WHY_BACK).values("act")[:1]), Value("")))
    )


def _record() -> QuerySet[Edition]:
    return Edition.objects.select_related("brief", "published_by").defer("content", "brief__developments")


def _soonest(briefs: QuerySet[Brief]) -> QuerySet[Brief]:
    return briefs.order_by(F("due_at").asc(nulls_last=True), "-changed_at", "-pk")


def _entries(acts: tuple[Act, ...]) -> QuerySet[Entry]:
    """What the log says of a brief, the newest first, for a subquery."""
    key = Cast(OuterRef("pk"), CharField())
    return Entry.objects.filter(kind="briefs.brief", key=key, act__in=acts).order_by("-at", "-pk")
