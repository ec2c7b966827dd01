"""What happens to the public pages when: editions that go out, pages that come down, embargoes that end, briefs due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef

from briefs.models import Brief
from editions.models import Edition
from editions.standing import WORKING


class Kind(models.TextChoices):
    """What happens; in the order in which things of one moment are told."""

    DOWN = "down", "Comes down"
    EMBARGO = "embargo", "Embargo ends"
    FIRST = "first", "First publication"
    EDIT = "edit", "Edit goes out"
    DUE = "due", "Due"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that happens to a brief at an instant (aware). `edition` and `by` are of what goes out alone."""

    at: datetime.datetime
    kind: Kind
    title: str
    brief: int
    edition: int | None = None
    by: User | None = None
    pending: bool = False


def agenda(
    begins: datetime.datetime, ends: datetime.datetime | None, now: datetime.datetime, most: int
) -> list[Item]:
    """What happens from `begins` up to, not including, `ends` (both aware; None: open), in order; at most `most` of
    each kind, the first of them. Four queries.
    """
    found = [
        *_going_out(begins, ends, now, most),
        *_coming_down(begins, ends, most),
        *_asked(begins, ends, most),
    ]
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found, key=lambda item: (item.at, order[item.kind], item.title))


def _going_out(
    begins: datetime.datetime, ends: datetime.datetime | None, now: datetime.datetime, most: int
) -> Iterator[Item]:
    before = Edition.objects.filter(brief=OuterRef("brief"), live_from__lt=OuterRef("live_from"))
    rows = Edition.objects.filter(**_within("live_from", begins, ends)).annotate(edit=Exists(before))
    found: Any = rows
    for each in found.select_related("published_by").defer("content").order_by("live_from", "pk")[:most]:
        kind = Kind.EDIT if each.edit else Kind.FIRST
        yield Item(
            each.live_from, kind, each.title, each.brief_id, each.pk, each.published_by, each.is_pending(now)
        )


def _coming_down(begins: datetime.datetime, ends: datetime.datetime | None, most: int) -> Iterator[Item]:
    following = Edition.objects.filter(brief=OuterRef("brief"), live_from=OuterRef("live_until"))
    rows = Edition.objects.filter(
        ~Exists(following), withdrawn_at=None, **_within("live_until", begins, ends)
    )
    for each in rows.defer("content").order_by("live_until", "pk")[:most]:
        if each.live_until is not None:
            yield Item(each.live_until, Kind.DOWN, each.title, each.brief_id)


def _asked(begins: datetime.datetime, ends: datetime.datetime | None, most: int) -> Iterator[Item]:
    """What the desk set itself: embargoes, and when briefs not published yet are due."""
    kinds = {
        "embargo_until": (Kind.EMBARGO, Brief.objects.all()),
        "due_at": (Kind.DUE, Brief.objects.filter(status__in=WORKING)),
    }
    for field, (kind, briefs) in kinds.items():
        rows = (
            briefs.filter(**_within(field, begins, ends))
            .order_by(field, "pk")
            .values_list(field, "title", "pk")
        )
        yield from (Item(at, kind, title or "Untitled brief", pk) for at, title, pk in rows[:most])


def _within(
    field: str, begins: datetime.datetime, ends: datetime.datetime | None
) -> dict[str, datetime.datetime]:
    return {f"{field}__gte": begins} | ({f"{field}__lt": ends} if ends else {})
