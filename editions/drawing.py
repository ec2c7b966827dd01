"""Counts as drawings: bars and heat maps in whole units, which templates print as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from editions.coverage import Month

LEVELS = 6
BAR, GAP = 26, 6
TALL, LABELS = 120, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a month. A month of none has no height, and the first of a year says which year it is."""

    month: Month
    x: int
    y: int
    height: int
    opens_year: bool

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True, slots=True)
class Bars:
    """Months side by side, and how large the drawing is."""

    bars: list[Bar]
    width: int
    top: int
    base: int
    height: int
    bar: int = BAR


def bars(months: list[Month]) -> Bars:
    """The months in their order, the fullest as tall as there is room."""
    top, most = 20, max((month.count for month in months), default=0)
    drawn = []
    for place, month in enumerate(months):
        height = ceil(TALL * month.count / most) if most else 0
        left, opens = place * (BAR + GAP), opens_year(place, month)
        drawn.append(Bar(month, left, top + TALL - height, height, opens))
    width = len(months) * (BAR + GAP) - GAP if months else 0
    return Bars(drawn, width, top, top + TALL, top + TALL + LABELS)


def opens_year(place: int, month: Month) -> bool:
    """Whether the year stands by the month at that place: by each January, and by the first, unless the next is one."""
    return month.first.month == 1 or (place == 0 and month.first.month < 12)


def level(count: int, most: int) -> int:
    """How strongly a cell is coloured, from 0 for none to LEVELS for `most`: few stand out from none, as in the square
    roots.
    """
    return min(LEVELS, ceil(LEVELS * sqrt(count / most))) if count and most else 0
