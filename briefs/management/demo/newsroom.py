"""The demo newsroom as its files tell it: newsroom.toml, and the texts in briefs/."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.dateformat import format as written

HERE = Path(__file__).parent
PLACEHOLDER = re.compile(r"\{(date|day)([+-]\d+)?\}")
FORMATS = {"date": "F j, Y", "day": "F j"}


class State(StrEnum):
    """Where a brief stands when the newsroom has been loaded."""

    DRAFT = "draft"
    PUBLISHED = "published"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    EXPIRING = "expiring"
    SENT_BACK = "sent back"
    REVIEW = "review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"


class DemoIssue(NamedTuple):
    name: str
    description: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()


class DemoOpening(NamedTuple):
    """What the page of an issue opens with: paragraphs, points, and titles of briefs."""

    issue: str
    introduction: list[str]
    key_points: list[str]
    pinned: list[str]


@dataclass(frozen=True, slots=True)
class DemoExpert:
    """A person with the present title, and those held earlier with how many days ago each ended, newest first."""

    name: str
    title: str
    biography: str
    aliases: tuple[str, ...] = ()
    earlier: tuple[dict[str, Any], ...] = ()
    portrait: bool = False

    def title_held(self, days_ago: int) -> str:
        held = [past["title"] for past in self.earlier if days_ago >= past["until"]]
        return held[-1] if held else self.title


@dataclass(frozen=True, slots=True)
class DemoBrief:
    """A brief whose text stands in a file of its own; dated `day` days before today, published at `at` local time.

    A negative `day` is still to come. `said` is the note of whoever sent it back, or a comment on it. `translates` is
    the text that it says in its `language`, "" being that of the site.
    """

    text: str
    day: int
    at: datetime.time
    state: State
    said: str = ""
    language: str = ""
    translates: str = ""

    def written(self, edited: bool = False) -> str:
        """The text, or the one it was changed to after publication, with its placeholders."""
        return (HERE / "briefs" / f"{self.text}{'.edited' if edited else ''}.txt").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Newsroom:
    organisation: str
    issues: tuple[DemoIssue, ...]
    openings: tuple[DemoOpening, ...]
    experts: tuple[DemoExpert, ...]
    phrases: dict[str, list[str]]
    reports: dict[str, str]
    archive: dict[str, list[str]]
    briefs: tuple[DemoBrief, ...]


@cache
def newsroom() -> Newsroom:
    """The whole newsroom; briefs oldest first, so that related links lead to what came before."""
    told = tomllib.loads((HERE / "newsroom.toml").read_text(encoding="utf-8"))
    return Newsroom(
        organisation=told["organisation"],
        issues=tuple(DemoIssue(**issue) for issue in told["issues"]),
        openings=tuple(DemoOpening(**opening) for opening in told["openings"]),
        experts=tuple(DemoExpert(**expert) for expert in told["experts"]),
        phrases=told["phrases"],
        reports=told["reports"],
        archive=told["archive"],
        briefs=tuple(
            DemoBrief(**row | {"state": State(row.get("state", State.PUBLISHED))}) for row in told["briefs"]
        ),
    )


def dated(text: str, date: datetime.date) -> str:
    """`text` with each placeholder replaced by the day it means in a brief of that date.

    {date} is the date itself, {day} the same without its year, and {day-2} two days before it.
    """

    def day(match: re.Match[str]) -> str:
        return written(date + datetime.timedelta(days=int(match[2] or 0)), FORMATS[match[1]])

    return PLACEHOLDER.sub(day, text)
