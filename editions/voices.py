"""What the public record tells of a person: the titles they were printed with, how often they spoke and on what."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import ExtractYear

from editions.counts import PERSON
from editions.filters import BriefFilter
from editions.models import EditionQuote
from editions.quoting import QuoteFilter
from experts.models import Expert
from issues.names import fold

SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "v", "phd", "ph.d.", "md", "m.d.", "esq.", "(ret.)"}
OTHER = "#"
SPAN = 40  # years up to the last that are drawn though nothing was said in them
# The picture of the years, in its own units: the room of a year, its bar, and the room for the number above.
SLOT, BAR, TALLEST, TOP = 48, 28, 72, 18


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it was printed, with the days of the first and the last brief that gives it."""

    text: str
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Year:
    """How many quotations of a person are dated in a year, and the bar that shows it in a picture of all years."""

    year: int
    count: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def above(self) -> int:
        """Where the number stands: on top of the bar."""
        return self.y - 5


@dataclass(frozen=True, slots=True)
class Career:
    """The titles of a person, the newest first, and the years from the first quotation to the last."""

    titles: list[Title]
    years: list[Year]

    @property
    def total(self) -> int:
        return sum(each.count for each in self.years)

    @property
    def width(self) -> int:
        """Of the picture of the years, in its own units."""
        return len(self.years) * SLOT


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person in the index: how many quotations, and the day of the newest."""

    expert: Expert
    count: int
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Letter:
    """Those whose family name begins with a letter."""

    letter: str
    speakers: list[Speaker]


def career(wanted: QuoteFilter, at: datetime.datetime) -> Career:
    """The titles and the years of the quotations that fit, live at `at` (aware). One query.

    A translation says a title in its own language: it is no other title.
    """
    translated = ExpressionWrapper(Q(edition__translation_row__isnull=False), BooleanField())
    rows = wanted.quotations(at).order_by().values_list("title", ExtractYear("date"), translated)
    titles: dict[str, Title] = {}
    years = Counter[int]()
    for text, year, elsewhere, first, last, number in rows.annotate(Min("date"), Max("date"), Count("pk")):
        years[year] += number
        if elsewhere:  # the same title in another language
            continue
        known = titles.get(text, Title(text, first, last))
        titles[text] = Title(text, min(first, known.first), max(last, known.last))
    newest = sorted(titles.values(), key=lambda each: (each.last, each.first, each.text), reverse=True)
    return Career(newest, _bars(years))


def _bars(years: Counter[int]) -> list[Year]:
    """Every year between the first and the last of `years`, of those long before the last only such with quotations;
    the tallest bar is as high as the picture lets it be.
    """
    most = max(years.values(), default=1)
    near = range(max(min(years), max(years) - SPAN + 1), max(years) + 1) if years else range(0)
    span = sorted({*years, *near})
    heights = {year: round(years[year] / most * TALLEST) for year in span}
    return [
        Year(
            year, years[year], place * SLOT + (SLOT - BAR) // 2, TOP + TALLEST - heights[year], heights[year]
        )
        for place, year in enumerate(span)
    ]


def index(at: datetime.datetime) -> list[Letter]:
    """Everyone whom an edition quotes that is live at `at` (aware), under the first letters of their family names. Two
    queries, and one for the hierarchy of issues; another where the counts can't tell.
    """
    stored = BriefFilter().known(at, PERSON)
    newest = EditionQuote.objects.live(at).filter(expert=OuterRef("pk")).newest_first().values("date")[:1]
    if stored is None:
        rows = EditionQuote.objects.live(at).order_by().values_list("expert")
        counts = dict(rows.annotate(n=Count("pk")))
    else:
        counts = {person: number.quotes for person, number in stored.people.items()}
    found: Any = Expert.objects.filter(pk__in=counts).annotate(last=Subquery(newest))
    speakers = [
        Speaker(expert, counts[expert.pk], expert.last)
        for expert in found.defer("biography").select_related("portrait")
        if expert.last  # what came or went between two queries is in the next answer
    ]
    return list(_by_letter(sorted(speakers, key=lambda each: _place(each.expert))))


def _place(expert: Expert) -> tuple[bool, str, str, int]:
    letter = letter_of(expert.name)
    return letter == OTHER, letter, fold(sorting(expert.name)), expert.pk


def _by_letter(speakers: list[Speaker]) -> Iterator[Letter]:
    for letter, some in groupby(speakers, key=lambda each: letter_of(each.expert.name)):
        yield Letter(letter, list(some))


def sorting(name: str) -> str:
    """`name` as an index sorts it: the last word first, but for what only follows a name, such as “Jr.” and “III”."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1].casefold() in SUFFIXES:
        words.pop()
    return " ".join([*words[-1:], *words[:-1]])


def letter_of(name: str) -> str:
    """The letter under which an index has `name`, without its accent; “#”, the last, for what is none."""
    first = fold(sorting(name))[:1].upper()
    return first if first.isalpha() else OTHER
