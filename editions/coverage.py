"""What the briefs of one list have in common: when they came, what else they are about, and who speaks in them."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Func, TextField

from editions.counts import MONTH, PERSON
from editions.filters import BriefFilter
from editions.introductions import PinnedBrief
from editions.models import Edition, EditionQuerySet, EditionQuote, with_issues
from experts.models import Expert
from issues.models import Issue

MONTHS_SHOWN, FEWEST_MONTHS = 24, 12
VOICES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Month:
    """A month, how many briefs of a list are dated in it, and the list of just these."""

    first: datetime.date
    count: int
    briefs: BriefFilter

    @classmethod
    def of(cls, wanted: BriefFilter, first: datetime.date, count: int) -> Month:
        return cls(first, count, wanted.changed(first=first, last=last_of(first)))


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who speaks in the briefs of a list, in how many of them, and the list of just these."""

    expert: Expert
    count: int
    briefs: BriefFilter


class MonthOf(Func):
    """The month of a date as text, such as 2023-09. Alike on both databases."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 7)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="to_char(%(expressions)s, 'YYYY-MM')", **context)


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the briefs of a list came. `recent` are the latest months, those without a brief too; `years` are all years
    with a brief, the newest first, each with a place for each of its twelve months.
    """

    recent: list[Month]
    years: list[tuple[int, list[Month | None]]]

    @property
    def heads(self) -> list[datetime.date]:
        """A day in each month, for its name."""
        return [datetime.date(2000, month, 1) for month in range(1, 13)]


def timeline(wanted: BriefFilter, at: datetime.datetime) -> Timeline:
    """When the briefs came that are `wanted` and live at `at` (aware). One query; another where it is counted live."""
    counts = _monthly(wanted, at)
    if not counts:
        return Timeline([], [])
    recent = [Month.of(wanted, first, counts.get(first, 0)) for first in latest(max(counts), set(counts))]
    found = {first: Month.of(wanted, first, number) for first, number in counts.items()}
    years = sorted({first.year for first in counts}, reverse=True)
    return Timeline(
        recent,
        [(year, [found.get(datetime.date(year, month, 1)) for month in range(1, 13)]) for year in years],
    )


def _monthly(wanted: BriefFilter, at: datetime.datetime) -> dict[datetime.date, int]:
    stored = wanted.known(at, MONTH)
    if stored is not None:
        return {month: number.briefs for month, number in sorted(stored.months.items())}
    dated = wanted.editions(at).order_by().annotate(month=MonthOf("date")).values_list("month")
    return {month_of(text): number for text, number in dated.annotate(n=Count("pk")).order_by("month")}


def voices(wanted: BriefFilter, at: datetime.datetime, most: int = VOICES_SHOWN) -> list[Voice]:
    """Those who speak in most of the briefs that are `wanted` and live at `at` (aware). Two queries; another where they
    are counted live.
    """
    counts = _often(wanted, at, most)
    people = Expert.objects.defer("biography").in_bulk(counts)
    # One who was merged into another between the two queries is left out.
    found = ((people[key], number) for key, number in counts.items() if key in people)
    return [Voice(expert, number, wanted.changed(expert=expert)) for expert, number in found]


def _often(wanted: BriefFilter, at: datetime.datetime, most: int) -> dict[int, int]:
    stored = wanted.known(at, PERSON)
    if stored is not None:
        people = ((person, number.briefs) for person, number in stored.people.items())
        return dict(sorted(people, key=lambda each: (-each[1], each[0]))[:most])
    said = EditionQuote.objects.filter(edition__in=wanted.editions(at).order_by()).values_list("expert")
    often = said.annotate(n=Count("edition", distinct=True)).order_by("-n", "expert")
    return dict(often[:most])


def pinned(issue: Issue, editions: EditionQuerySet) -> list[Edition]:
    """Those of `editions` that the page of `issue` shows first, in their order. Two queries, and one for what they are
    about.
    """
    pins = PinnedBrief.objects.filter(issue=issue).values_list("brief", flat=True)
    places = {brief: place for place, brief in enumerate(pins)}
    found = with_issues(list(editions.filter(brief__in=places)))
    return sorted(found, key=lambda edition: places[edition.brief_id])


def month_of(text: str) -> datetime.date:
    """The first day of a month that `MonthOf` wrote."""
    year, month = text.split("-")
    return datetime.date(int(year), int(month), 1)


def last_of(first: datetime.date) -> datetime.date:
    """The last day of the month that begins on `first`."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def window(last: datetime.date) -> list[datetime.date]:
    """The first days of MONTHS_SHOWN months, that of `last` being the last; fewer at the dawn of time."""
    end = last.year * 12 + last.month - 1
    return [
        datetime.date(each // 12, each % 12 + 1, 1)
        for each in range(max(12, end - MONTHS_SHOWN + 1), end + 1)
    ]


def latest(last: datetime.date, covered: Collection[datetime.date]) -> list[datetime.date]:
    """The months of the window without those before all that are `covered`, but FEWEST_MONTHS at least."""
    months = window(last)
    empty = next((place for place, month in enumerate(months) if month in covered), len(months))
    return months[max(0, min(empty, len(months) - FEWEST_MONTHS)) :]
