"""Briefs by the hundred thousand, brought in a batch at a time."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone

from briefs.management.demo.dealing import Dealt, Pool, deal
from briefs.management.demo.newsroom import State
from briefs.models import Brief
from editions.loading import Arrival, load
from editions.models import Edition
from editions.settling import settle

BATCH = 500
BRIEFS_A_DAY = 12
FEWEST_DAYS, MOST_DAYS = 365, 30 * 365
NOT_PUBLIC = {State.DRAFT, State.WITHDRAWN}
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
            briefs = load([arrival(dealt) for dealt in batch])
            earlier.extend(
                (brief.pk, brief.title)
                for brief, dealt in zip(briefs, batch, strict=True)
                if dealt.state not in NOT_PUBLIC
            )
            yield len(briefs)
        settle()


@contextmanager
def _statements_unlogged() -> Iterator[None]:
    """Django keeps every statement in development: that would fill the memory and take most of the time."""
    before, settings.DEBUG = settings.DEBUG, False
    try:
        yield
    finally:
        settings.DEBUG = before


def arrival(dealt: Dealt) -> Arrival:
    return Arrival(
        dealt.content,
        at=None if dealt.state is State.DRAFT else dealt.at,
        ended=dealt.at + SHOWN_FOR if dealt.state is State.WITHDRAWN else None,
        changed=dealt.changed,
        saved=dealt.at - WRITING_TAKES,
    )
