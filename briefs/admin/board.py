"""The schedule board: what goes out when, as a list of all that is to come and as a calendar of a month."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from briefs import workflow
from briefs.clock import UTC, city, told_day
from briefs.models import Brief
from briefs.workflow import Move
from editions.agenda import Item, agenda

MOST = 500
DAY = datetime.timedelta(days=1)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the newsroom, and what happens on it."""

    date: datetime.date
    items: list[Item]
    today: bool = False
    outside: bool = False

    def told(self) -> str:
        return told_day(self.date)


class NoSuchMonth(ValueError):
    """The address asks for a month that there is not."""


class Board:
    """`schedule/` lists what is to come; `schedule/?month=2026-11` is that month's calendar."""

    def __init__(self, model_admin: ModelAdmin[Brief]) -> None:
        self.model_admin: Any = model_admin

    def answer(self, request: HttpRequest) -> HttpResponse:
        if not self.model_admin.has_view_permission(request):
            raise PermissionDenied("You may not see the schedule.")
        asked = request.GET.get("month")
        if asked is None:
            return self.page(request, "schedule_list", days=to_come())
        try:
            first = month(asked)
        except NoSuchMonth as mistake:
            messages.error(request, str(mistake))
            return self.calendar(request, timezone.localdate().replace(day=1), 400)
        return self.calendar(request, first)

    def calendar(self, request: HttpRequest, first: datetime.date, status: int = 200) -> HttpResponse:
        weeks = of_month(first)
        around = {"earlier": (first - DAY).replace(day=1), "later": (first + 31 * DAY).replace(day=1)}
        names = [date_format(day.date, "l") for day in weeks[0]]
        return self.page(
            request,
            "schedule_calendar",
            status,
            weeks=weeks,
            names=names,
            month=date_format(first, "F Y"),
            busy=any(day.items for week in weeks for day in week),
            **{
                name: {"month": f"{day:%Y-%m}", "name": date_format(day, "F Y")}
                for name, day in around.items()
            },
        )

    def page(self, request: HttpRequest, template: str, status: int = 200, **more: Any) -> HttpResponse:
        now = timezone.now()
        context = {
            "now": now.replace(second=0),
            "this_month": f"{timezone.localdate(now):%Y-%m}",
            "city": city(),
            "may_cancel": request.user.has_perm(workflow.MOVES[Move.PUBLISH].permission),
            "most": MOST,
            **more,
        }
        answer = self.model_admin.page(request, template, Brief(), "Schedule", **context)
        answer.status_code = status
        return cast(HttpResponse, answer)


def month(asked: str) -> datetime.date:
    """The first day of the month that is written as 2026-11. Raises NoSuchMonth with a sentence."""
    found = _MONTH.fullmatch(asked)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
        raise NoSuchMonth(
            f"There is no month “{asked[:20]}” here, so this is the present one. Write a month as 2026-11."
        )
    return datetime.date(year, number, 1)


def to_come() -> list[Day]:
    """The days on which something is still to happen; what was due earlier today waits on the list, too."""
    now = timezone.now()
    items = agenda(begin(timezone.localdate(now)), None, now, MOST)
    return days_of([item for item in items if item.at > now or item.kind == "due"])


def days_of(items: list[Item]) -> list[Day]:
    today = timezone.localdate()
    return [
        Day(date, list(group), today=date == today)
        for date, group in groupby(items, key=lambda item: timezone.localdate(item.at))
    ]


def of_month(first: datetime.date) -> list[list[Day]]:
    """The weeks that the month lies in, from Monday to Sunday."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    items = agenda(begin(weeks[0][0]), begin(weeks[-1][-1] + DAY), timezone.now(), MOST)
    found = {day.date: day.items for day in days_of(items)}
    today = timezone.localdate()
    return [
        [Day(date, found.get(date, []), date == today, date.month != first.month) for date in week]
        for week in weeks
    ]


def begin(day: datetime.date) -> datetime.datetime:
    """When the newsroom's day begins, in UTC."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())).astimezone(UTC)
