"""A brief and its editions on a clock that stands still until a test sets it."""

import datetime

from django.utils import timezone

from briefs.models import Brief
from editions.models import Edition
from editions.publishing import publish
from tests import cast

HOUR = datetime.timedelta(hours=1)


class Clock:
    """The hour of the test. Acts and questions that name no instant take it from here."""

    def __init__(self) -> None:
        self.now = timezone.now().replace(microsecond=0)

    def at(self, hours: float) -> datetime.datetime:
        return self.now + hours * HOUR


def plan(brief: Brief, clock: Clock, **titles: float) -> list[Edition]:
    """Schedule the brief under one title after another, each so many hours from now."""
    return [publish(cast.change(brief, title=title), None, clock.at(h)) for title, h in titles.items()]


def title_at(brief: Brief, at: datetime.datetime) -> str | None:
    return brief.editions.live(at).values_list("title", flat=True).first()


def titles(brief: Brief, clock: Clock, *hours: float) -> list[str | None]:
    return [title_at(brief, clock.at(each)) for each in hours]


def status(brief: Brief) -> str:
    return Brief.objects.get(pk=brief.pk).status
