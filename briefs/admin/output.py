"""What the newsroom put out lately, week by week and by issue: the numbers, and where they stand in a small picture."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from editions.models import Edition, EditionIssue
from issues.models import Issue

WEEKS = 12
ISSUES = 6
HIGH, TALL, STEP, WIDE = 96, 20, 44, 34  # a picture's height, a row's, and the distance and width of its bars


@dataclass(frozen=True, slots=True)
class Bar:
    """A week's number, and the rectangle that shows it."""

    week: datetime.date
    count: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


@dataclass(frozen=True, slots=True)
class Row:
    """The bars of one issue, or of everything."""

    name: str
    bars: list[Bar]
    slug: str = ""

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Output:
    """First publications by week, the oldest first; `first` is the Monday that the picture begins with."""

    first: datetime.date
    everything: Row
    issues: list[Row]
    width: int = WEEKS * STEP


def output(today: datetime.date) -> Output:
    """The last twelve weeks up to `today`, a day in the newsroom. Three queries, which look at those weeks alone."""
    weeks = [_monday(today) - datetime.timedelta(weeks=ago) for ago in reversed(range(WEEKS))]
    first = {"number": 1, "date__gte": weeks[0], "date__lte": today}
    published = Counter[datetime.date]()
    # The database counts by the day, which its indexes hold; a week is a matter of arithmetic.
    for day, count in Edition.objects.filter(**first).order_by().values_list("date").annotate(Count("pk")):
        published[_monday(day)] += count
    rows = EditionIssue.objects.filter(edition__in=Edition.objects.filter(**first).order_by())
    by_issue = defaultdict[int, Counter[datetime.date]](Counter)
    for issue, day, count in rows.order_by().values_list("issue", "date").annotate(Count("pk")):
        by_issue[issue][_monday(day)] += count
    most = sorted(by_issue, key=lambda issue: (-by_issue[issue].total(), issue))[:ISSUES]
    named = Issue.objects.in_bulk(most)
    scale = max((max(by_issue[issue].values()) for issue in most), default=1)
    return Output(
        weeks[0],
        Row("All briefs", _bars(weeks, published, HIGH, max(published.values(), default=1))),
        [
            Row(named[i].name, _bars(weeks, by_issue[i], TALL, scale), named[i].slug)
            for i in most
            if i in named
        ],
    )


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _bars(weeks: list[datetime.date], counts: Counter[datetime.date], room: int, most: int) -> list[Bar]:
    """A bar a week; what is not nothing is at least two pixels high."""
    bars = []
    for place, week in enumerate(weeks):
        count = counts[week]
        height = max(2, round(room * count / most)) if count else 0
        bars.append(Bar(week, count, place * STEP + (STEP - WIDE) // 2, room - height, height))
    return bars
