"""Which issues come up together, and when: the counts behind `/issues/matrix/`, laid out to be drawn."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.urls import reverse

from editions.counts import ANY, ISSUE, MONTH, Stored, first_of, keys_of, pair
from editions.coverage import Month, latest, window
from editions.drawing import level, opens_year
from editions.facets import issues_together, mixtures
from editions.filters import BriefFilter
from editions.known import known
from editions.models import Edition, EditionQuerySet
from issues.families import Families
from issues.models import Issue

SHOWN = 24  # issues at once, side by side
CELL = 28  # the sides of a cell
THOUSAND, FITTING = 1000, 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """How many briefs are on two issues, or on one in a month, and the address of the list of just these. `related`
    tells that the issues are the same, or that one belongs to the other, which says nothing about the news.
    """

    count: int
    address: str
    level: int
    x: int
    y: int
    column: Issue | Month
    related: bool = False

    @property
    def middle(self) -> int:
        return self.x + CELL // 2

    @property
    def foot(self) -> int:
        return self.y + CELL // 2 + 4

    @property
    def short(self) -> str:
        """The count in the width of the cell, such as 9500 or 12k."""
        return f"{self.count}" if self.count < FITTING else f"{self.count // THOUSAND}k"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a column: an issue, or a month, the first of each year with the year."""

    column: Issue | Month
    x: int
    opens_year: bool = False

    @property
    def middle(self) -> int:
        return self.x + CELL // 2


@dataclass(frozen=True, slots=True)
class Line:
    """An issue, how many briefs are on it, and its cells."""

    issue: Issue
    count: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map: what stands over its columns, its lines, and how large it is."""

    heads: list[Head]
    lines: list[Line]
    cell: int = CELL

    @property
    def width(self) -> int:
        return len(self.heads) * CELL

    @property
    def height(self) -> int:
        return len(self.lines) * CELL


@dataclass(frozen=True, slots=True)
class Matrix:
    """Some issues against the most frequent ones, and month by month. Shown is `page` of `pages`; any brief is on
    `number` issues.
    """

    pairs: Grid
    months: Grid
    page: int
    pages: int
    number: int

    @property
    def first(self) -> int:
        """The rank of the first issue shown."""
        return (self.page - 1) * SHOWN + 1

    @property
    def last(self) -> int:
        return min(self.page * SHOWN, self.number)

    @property
    def address(self) -> str:
        return address_of(self.page)

    @property
    def earlier(self) -> str:
        """The address of the page of more frequent issues, empty on the first."""
        return address_of(self.page - 1) if self.page > 1 else ""

    @property
    def later(self) -> str:
        return address_of(self.page + 1) if self.page < self.pages else ""


def address_of(page: int) -> str:
    return reverse("matrix") + (f"?page={page}" if page > 1 else "")


class Mixed:
    """What is live at an instant, and on what: how many briefs are on each issue, on each two, on each in each month.
    The last is None where it has to be counted.
    """

    def __init__(self, at: datetime.datetime, families: Families) -> None:
        self.at, self.families = at, families
        self.one, self.two = Counter[int](), Counter[tuple[int, int]]()
        self.months: Counter[tuple[int, datetime.date]] | None = None
        stored = known(at, families)
        if stored is None:
            self.count()
        else:
            self.one = Counter({issue: number.briefs for issue, number in stored.issues.items()})

    def count(self) -> None:
        self.one, self.two = Counter(), Counter()
        for together, number in mixtures(Edition.objects.live(self.at)):
            keys = sorted(self.families.above(together))
            for key in keys:
                self.one[key] += number
            for each in combinations(keys, 2):
                self.two[each] += number

    def look_up(self, issues: list[Issue]) -> None:
        """What is on each of `issues` and another, and in each month, if it was not counted yet. One query."""
        if self.two:
            return
        lines = [pair([]), *(pair([issue.pk]) for issue in issues)]
        found = Stored(self.at, self.families).on(lines, [ISSUE, MONTH])
        if found is None:
            self.count()
            return
        self.months = Counter()
        for (_, issue, kind, key), number in found.items():
            if kind == MONTH:
                self.months[issue, first_of(key)] = number.briefs
            elif ANY not in (issue, key):
                self.two[pair([issue, key])] = number.briefs

    def both(self, one: Issue, other: Issue) -> int:
        return self.one[one.pk] if one == other else self.two[min(one.pk, other.pk), max(one.pk, other.pk)]


def matrix(at: datetime.datetime, page: int = 1) -> Matrix | None:
    """What is live at `at` (aware), SHOWN issues a page in the order of how much is on them; None past the last page.

    Four queries, however much there is; another where the counts can't tell.
    """
    issues = {issue.pk: issue for issue in Issue.objects.defer("description")}
    families = Families(issues.values())
    mixed = Mixed(at, families)
    # An issue that came between two queries is in the next answer.
    known = (issues[key] for key in mixed.one if key in issues)
    ranked = sorted(known, key=lambda issue: (-mixed.one[issue.pk], issue.name))
    pages = max(1, -(-len(ranked) // SHOWN))
    if not 1 <= page <= pages:
        return None
    shown = ranked[(page - 1) * SHOWN : page * SHOWN]
    mixed.look_up(shown)
    return Matrix(
        _pairs(shown, ranked[:SHOWN], mixed, families), _by_month(shown, mixed), page, pages, len(ranked)
    )


def _pairs(lines: list[Issue], columns: list[Issue], mixed: Mixed, families: Families) -> Grid:
    """How much is on each two. Those that belong together do not set the strength of the colours."""
    wider = {issue: families.above([issue.pk]) for issue in {*lines, *columns}}
    related = {(a, b) for a in lines for b in columns if a.pk in wider[b] or b.pk in wider[a]}
    counts = {(a, b): mixed.both(a, b) for a in lines for b in columns}
    most = max((count for pair, count in counts.items() if pair not in related), default=0)

    def cell(line: Issue, y: int, column: Issue, x: int) -> Cell:
        pair, address = (line, column), BriefFilter().adding(line).adding(column).address()
        strength = 0 if pair in related else level(counts[pair], most)
        return Cell(counts[pair], address, strength, x * CELL, y * CELL, column, pair in related)

    heads = [Head(issue, x * CELL) for x, issue in enumerate(columns)]
    return Grid(
        heads,
        [
            Line(line, mixed.one[line.pk], [cell(line, y, column, x) for x, column in enumerate(columns)])
            for y, line in enumerate(lines)
        ],
    )


def _by_month(lines: list[Issue], mixed: Mixed) -> Grid:
    """How much is on each issue in each of the last months, up to the newest with a brief. One query; another where it
    has to be counted.
    """
    live = Edition.objects.live(mixed.at)
    # SQLite reads the newest from their index when it is asked for a few of them; for one alone it sorts them all.
    newest = list(live.newest_first().values_list("date", flat=True)[:SHOWN])
    if not newest:
        return Grid([], [])
    counts = mixed.months
    if counts is None:
        counts = _monthly(live.dated(window(newest[0])[0]), mixed.families)
    covered = {month for _, month in counts}
    months = [Month.of(BriefFilter(), first, 0) for first in latest(newest[0], covered)]
    most = max((counts[line.pk, month.first] for line in lines for month in months), default=0)

    def cell(line: Issue, y: int, month: Month, x: int) -> Cell:
        count, address = counts[line.pk, month.first], month.briefs.adding(line).address()
        return Cell(count, address, level(count, most), x * CELL, y * CELL, month)

    heads = [Head(month, x * CELL, opens_year(x, month)) for x, month in enumerate(months)]
    return Grid(
        heads,
        [
            Line(line, mixed.one[line.pk], [cell(line, y, month, x) for x, month in enumerate(months)])
            for y, line in enumerate(lines)
        ],
    )


def _monthly(editions: EditionQuerySet, families: Families) -> Counter[tuple[int, datetime.date]]:
    counts = Counter[tuple[int, datetime.date]]()
    dated: Any = editions.newest_first().values_list("date", issues_together())
    for date, together in dated.iterator():
        for issue in families.above(keys_of(together)) if together else ():
            counts[issue, date.replace(day=1)] += 1
    return counts
