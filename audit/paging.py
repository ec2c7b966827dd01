"""One page of the audit log, and the way to the older one: the last page of a long log costs what the first does."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Self

from audit.asking import Question
from audit.models import Entry

SIZE = 50
FORGED = "That page of the log does not exist: its address was changed on the way. Here is the newest page."
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z)_(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries; `older` is the address's part of the next page, empty on the last."""

    entries: list[Entry]
    older: str
    newest: bool
    problems: list[str]

    @classmethod
    def read(cls, question: Question, before: str) -> Self:
        """The page of what is asked that begins after the entry named by `before`. One query."""
        place = parse(before)
        found = question.entries().newest_first().select_related("by")
        if place is not None:
            found = found.before(*place)
        entries = list(found[: SIZE + 1])
        shown = entries[:SIZE]
        older = following(question, shown[-1]) if len(entries) > SIZE else ""
        forged = [FORGED] if before and place is None else []
        return cls(shown, older, place is None, [*question.problems, *forged])


def parse(cursor: str) -> tuple[datetime.datetime, int] | None:
    """The instant and key that `following` wrote; None for any other text."""
    found = _CURSOR.fullmatch(cursor)
    try:
        return (datetime.datetime.fromisoformat(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def following(question: Question, last: Entry) -> str:
    at = last.at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    asked = question.query()
    return f"{asked}{'&' if asked else ''}before={at}_{last.pk}"
