"""Where a brief stands with the public, told from the record and the clock; no row says it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from briefs.models import Brief, Status
from editions.models import Edition

# The statuses of a brief whose newest words are at the desk alone.
WORKING = frozenset({Status.DRAFT, Status.REVIEW, Status.APPROVED})


class Standing(models.TextChoices):
    """What readers have of a brief."""

    NEVER = "never", "Not public yet"
    SCHEDULED = "scheduled", "Scheduled"
    LIVE = "live", "Live"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"


def standing(record: Iterable[Edition], at: datetime.datetime) -> Standing:
    """Where the brief with these editions stands at the instant `at` (aware)."""
    editions = sorted(record, key=lambda edition: edition.live_from)
    if any(edition.is_live(at) for edition in editions):
        return Standing.LIVE
    if any(edition.live_from > at for edition in editions):
        return Standing.SCHEDULED
    if not editions:
        return Standing.NEVER
    return Standing.WITHDRAWN if editions[-1].withdrawn_at else Standing.EXPIRED


def with_standing(briefs: QuerySet[Brief], at: datetime.datetime | None = None) -> QuerySet[Brief]:
    """`briefs`, each with its `standing` at `at` (aware; now when left out) and with `edits_waiting`: whether readers
    see it and its newest words are neither public nor scheduled. Costs no query of its own.
    """
    at = at or timezone.now()
    own = Edition.objects.filter(brief=OuterRef("pk")).order_by()
    last = own.order_by("-live_from").annotate(
        end=Case(
            When(withdrawn_at__isnull=False, then=Value(Standing.WITHDRAWN.value)),
            default=Value(Standing.EXPIRED.value),
        )
    )
    place = Case(
        When(Exists(own.live(at)), then=Value(Standing.LIVE.value)),
        When(Exists(own.filter(live_from__gt=at)), then=Value(Standing.SCHEDULED.value)),
        default=Coalesce(Subquery(last.values("end")[:1]), Value(Standing.NEVER.value)),
        output_field=models.CharField(),
    )
    return briefs.annotate(standing=place).annotate(
        edits_waiting=Case(
            When(Q(standing=Standing.LIVE, status__in=WORKING), then=Value(True)),
            default=Value(False),
            output_field=models.BooleanField(),
        )
    )
