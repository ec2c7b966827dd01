"""Narrowing the list of briefs by their dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst

from briefs.admin.counting import tally_each
from briefs.admin.filters import SHOWN, BriefFilter, Choice
from briefs.models import Brief
from briefs.richtext import without_controls


class DateFilter(BriefFilter):
    """Briefs dated from one day to another, both included: `?from=2024-03-01&to=2024-03-14`."""

    title = "date"
    template = "admin/filter_dates.html"
    ends = ("from", "to")

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Brief], model_admin: Any
    ) -> None:
        self.first, self.last = (self.day(request, params.pop(end, [""])[-1]) for end in self.ends)
        super().__init__(request, params, model, model_admin)
        if self.first and self.last and self.first > self.last:
            messages.warning(
                request,
                "The first day is after the last, so the list is not narrowed by date. Turn the two round.",
            )
            self.first = self.last = None
        self.used_parameters = {e: d.isoformat() for e, d in zip(self.ends, self.span(), strict=True) if d}

    def span(self) -> tuple[datetime.date | None, datetime.date | None]:
        return self.first, self.last

    def day(self, request: HttpRequest, typed: str) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(typed) if typed else None
        except ValueError:
            messages.warning(
                request,
                f"“{without_controls(typed)[:SHOWN]}” is no day, so the list is not narrowed by it. "
                "Write it as 2024-03-14.",
            )
            return None

    def known(self, asked: list[str]) -> dict[str, str]:
        return {"0": "Today", "6": "The last 7 days", "29": "The last 30 days"}

    def expected_parameters(self) -> list[str | None]:
        return [*self.ends]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Brief]) -> QuerySet[Brief]:
        bounds = {"date__gte": self.first, "date__lte": self.last}
        return queryset.filter(**{name: day for name, day in bounds.items() if day})

    def choices(self, changelist: Any) -> Iterator[Choice]:
        self.changelist = changelist
        nothing = dict.fromkeys(self.ends)
        yield {
            "selected": not self.used_parameters,
            "query_string": changelist.get_query_string(nothing),
            "display": "Any" if not self.used_parameters else self.said(),
        }
        today, base = timezone.localdate(), changelist.of(self)
        starts = {ago: today - datetime.timedelta(days=int(ago)) for ago in self.names}
        lists = {ago: base.filter(date__gte=day, date__lte=today) for ago, day in starts.items()}
        counts = tally_each(lists, cut=changelist.is_cut(self))
        for ago, day in starts.items():
            span = {"from": day.isoformat(), "to": today.isoformat()}
            yield {
                "selected": (self.first, self.last) == (day, today),
                "query_string": changelist.get_query_string(span),
                "display": self.names[ago],
                "count": counts.shown(ago),
            }

    def said(self) -> str:
        days = [f"{end} {d:%-d %b %Y}" for end, d in zip(self.ends, self.span(), strict=True) if d]
        return capfirst(" ".join(days))
