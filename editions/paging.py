"""One page of a long list, and the way to the next.

The next page is asked for by where this one ends, so that the last page of an archive costs what the first does.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import QueryDict

from editions.filters import BriefFilter
from editions.models import DatedQuerySet, Edition, EditionIssue, Row

SIZE = 20
FORGED = "That page of the list does not exist: its address was changed on the way. Here is the newest page."
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list of briefs: after the one of that date with that primary key."""

    date: datetime.date
    brief: int

    def __str__(self) -> str:
        return f"{self.date.isoformat()}.{self.brief}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The cursor that `str()` wrote; None for any other text."""
        found = _CURSOR.fullmatch(text)
        try:
            return cls(datetime.date.fromisoformat(found[1]), int(found[2])) if found else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """Some editions of a list whose first page is at `newest`; `older` is the next page's address, empty on the last.

    `after` is the cursor that was asked for, None on the first page; `problems` says what was wrong with it.
    """

    editions: list[Edition]
    newest: str
    after: Cursor | None = None
    older: str = ""
    problems: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The canonical address of this page."""
        return following(self.newest, self.after) if self.after else self.newest

    @classmethod
    def read(
        cls,
        wanted: BriefFilter,
        at: datetime.datetime,
        query: QueryDict,
        newest: str,
        beside: str | Prefetch[str],
    ) -> Self:
        """The page of what is `wanted` at the instant `at` (aware) that the `after` of a query string asks for.

        `beside` names the rows to fetch along with the editions. A cursor that nobody made gives the first page and a
        problem. One query, and one for what stands beside.
        """
        text = query.get("after", "")
        after = Cursor.parse(text)
        problems = (FORGED,) if text and after is None else ()
        found = some(wanted, at, after, SIZE + 1)
        shown = found[:SIZE]
        prefetch_related_objects(shown, beside)
        older = following(newest, Cursor(shown[-1].date, shown[-1].brief_id)) if len(found) > SIZE else ""
        return cls(shown, newest, after, older, problems)


def some(wanted: BriefFilter, at: datetime.datetime, after: Cursor | None, number: int) -> list[Edition]:
    """At most `number` of the wanted editions, newest first, from the cursor on. One query.

    Where an issue is wanted, that issue's index rows are walked instead of all editions: then a few briefs of long ago
    are found as fast as the newest of many.
    """
    editions = wanted.editions(at)
    if not wanted.issues:
        return list(section(editions, after)[:number])
    index = EditionIssue.objects.filter(
        Exists(editions.filter(pk=OuterRef("edition"))), issue=wanted.issues[0]
    )
    return [row.edition for row in section(index, after).select_related("edition")[:number]]


def section(rows: DatedQuerySet[Row], after: Cursor | None) -> DatedQuerySet[Row]:
    """`rows` from the cursor on, newest first."""
    return (rows.after(after.date, after.brief) if after else rows).newest_first()


def following(newest: str, cursor: Cursor) -> str:
    """The address of the page that begins at `cursor`."""
    return f"{newest}{'&' if '?' in newest else '?'}{urlencode({'after': cursor})}"
