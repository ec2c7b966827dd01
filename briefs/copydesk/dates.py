"""Dates in the text that can't be meant: no such day, another weekday, or far from the day the brief is dated."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.copydesk.finding import Finding
from briefs.readiness.page import Page, Text

FAR = datetime.timedelta(days=31)  # in what is news
NEAR_A_YEAR = datetime.timedelta(days=10)
_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
MONTHS, WEEKDAYS = _MONTHS.split(), _WEEKDAYS.split()
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]}|{name[3:4]}\\b\\.?|\\b\\.?)" for name in MONTHS) + ")"
_DATE = re.compile(
    rf"""(?<![\w-])(?:(?P<weekday>{"|".join(WEEKDAYS)}),?\s+(?:the\s+)?)?
    (?: (?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%–-]|[.,]\d)(?:,?\s+(?P<y1>(?:19|20)\d\d))?
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})(?:,?\s+(?P<y2>(?:19|20)\d\d))? )(?!\w)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in a text; `year` is 0 where none is given."""

    words: str
    weekday: str
    day: int
    month: int
    year: int

    def near(self, brief: datetime.date) -> datetime.date | None:
        """The day that is meant: without a year, the one nearest to the brief's; None when there is no such day."""
        years = [self.year] if self.year else [brief.year - 1, brief.year, brief.year + 1]
        days = [day for year in years if (day := _day(year, self.month, self.day))]
        return min(days, key=lambda day: abs(day - brief), default=None)


def dates(page: Page) -> Iterator[Finding]:
    if (brief := page.content.date) is None:
        return
    for text in page.prose:
        for written in _written(text):
            if problem := _problem(written, brief, news=text.field == "developments"):
                yield Finding(text.field, f"{text.place}: {problem}", written.words)


def _written(text: Text) -> Iterator[Written]:
    for paragraph in text.paragraphs:
        for found in _DATE.finditer(paragraph):
            month = (found["m1"] or found["m2"])[:3]
            number = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month))
            day, year = int(found["d1"] or found["d2"]), int(found["y1"] or found["y2"] or 0)
            yield Written(found[0], found["weekday"] or "", day, number, year)


def _problem(written: Written, brief: datetime.date, news: bool) -> str:
    """What is wrong with a date, or nothing. The news is of these days; background may reach back for years."""
    day = written.near(brief)
    if day is None:
        return f"there is no {written.day} {MONTHS[written.month - 1]}{f' {written.year}' if written.year else ''}."
    if written.weekday and WEEKDAYS[day.weekday()] != written.weekday:
        return f"{_plain(day)} {'is' if day >= brief else 'was'} a {WEEKDAYS[day.weekday()]}."
    apart = abs(day - brief)
    if news and apart > FAR:
        return f"{_plain(day)} is {_distance(apart)} from the brief’s date, {_plain(brief)}."
    if written.year and abs(written.year - brief.year) == 1 and abs(apart.days - 365) <= NEAR_A_YEAR.days:
        return f"{_plain(day)} is about a year from the brief’s date. Is the year right?"
    return ""


def _distance(apart: datetime.timedelta) -> str:
    return f"{apart.days} days" if apart.days < 100 else f"{round(apart.days / 30.4)} months"


def _plain(day: datetime.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
