"""Dates as briefs print them. A date that could mean two days, or none, is never guessed.

Written out here because parsers of any date at all guess: python-dateutil reads “Iran 12” as a day of this month.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

MONTHS = "January February March April May June July August September October November December"
_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS.split(), 1)}
# “September”, “Sept.”, “Sep”
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]}|{name[3:4]})?" for name in MONTHS.split()) + r")\.?"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

_DATE = re.compile(
    rf"""(?<![\w/.-]){_WEEKDAY}(?:
      (?P<m1>{_MONTH})\s+(?P<d1>{_DAY}),?\s+(?P<y1>\d{{4}})
    | (?P<d2>{_DAY})[\s-]+(?:of\s+)?(?P<m2>{_MONTH}),?[\s-]+(?P<y2>\d{{4}})
    | (?P<y3>\d{{4}})[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})
    | (?P<d4>\d{{1,2}})\.\s?(?P<m4>\d{{1,2}})\.\s?(?P<y4>\d{{4}})
    | (?P<a5>\d{{1,2}})[/-](?P<b5>\d{{1,2}})[/-](?P<y5>\d{{4}})
    )(?![\w/-])""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK = (
    r"(?:\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)(?:\s?\(?(?:[A-Z]{2,5}|local\stime)\)?)?"
)
_DAY_OF_YEAR = rf"{_WEEKDAY}(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})(?:,?\s+\d{{4}})?"
TIME = re.compile(_CLOCK, re.IGNORECASE)
_STAMP = re.compile(
    rf"""(?:(?:last\s+)?updated?\b[:,]?\s*)?
    \(?(?:{_DAY_OF_YEAR}(?:,?\s+(?:at\s+)?{_CLOCK})?|{_CLOCK}(?:,?\s+(?:on\s+)?{_DAY_OF_YEAR})?)\)?[:.]?""",
    re.IGNORECASE | re.VERBOSE,
)
# A longer line is no date line.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line: the day, or the sentence that says why there is none, and the words around it."""

    day: datetime.date | None
    problem: str
    before: str
    after: str


def find(text: str) -> Found | None:
    """The first date with a year in a line; None when there is none, or when the line is a paragraph."""
    if len(text) > LONGEST or not (match := _DATE.search(text)):
        return None
    day, problem = _day(match)
    return Found(day, problem, text[: match.start()], text[match.end() :])


def is_time_stamp(text: str) -> bool:
    """Whether a line only says when the update under it was written."""
    return len(text) <= LONGEST and bool(_STAMP.fullmatch(text))


def _day(match: re.Match[str]) -> tuple[datetime.date | None, str]:
    year, month, day = _numbers(match)
    if match["y5"] and month != day and max(month, day) <= 12:
        return None, f"“{match[0]}” could be two days: write the month as a word."
    if match["y5"] and month > 12:
        month, day = day, month
    try:
        return datetime.date(year, month, day), ""
    except ValueError:
        return None, f"“{match[0]}” is no day of the calendar."


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day; where nothing tells month from day, as in 5/6/2024, in the order of the text."""
    if match["y5"]:
        return int(match["y5"]), int(match["a5"]), int(match["b5"])
    form = next(n for n in "1234" if match[f"y{n}"])
    month = match[f"m{form}"]
    number = int(month) if month.isdigit() else _NUMBERS[month[:3].lower()]
    return int(match[f"y{form}"]), number, int(match[f"d{form}"].rstrip("stndrhSTNDRH"))
