"""One page of a long list, and the way to the next. The next page is asked for by where this one ends, so that the last
page of an archive costs what the first does."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from editions.models import Edition, EditionQuerySet

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
    def parse(cls, text: str) -> Self:
        """The cursor that `str()` wrote. Raises ValueError for any other text."""
        found = _CURSOR.fullmatch(text)
        if found is None:
            raise ValueError("not a cursor")
        return cls(datetime.date.fromisoformat(found[1]), int(found[2]))


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
    def read(cls, editions: EditionQuerySet, query: QueryDict, newest: str) -> Self:
        """The page of `editions`, in the order of `newest_first`, that the `after` of a query string asks for.

        A cursor that nobody made gives the first page and a problem. One query, and one for the issues.
        """
        text = query.get("after", "")
        try:
            after = Cursor.parse(text) if text else None
        except ValueError:
            return cls._from(editions, newest, None, (FORGED,))
        return cls._from(editions, newest, after)

    @classmethod
    def _from(
        cls, editions: EditionQuerySet, newest: str, after: Cursor | None, problems: tuple[str, ...] = ()
    ) -> Self:
        rest = editions.after(after.date, after.brief) if after else editions
        found = list(rest.newest_first()[: SIZE + 1])
        shown = found[:SIZE]
        more = Cursor(shown[-1].date, shown[-1].brief_id) if len(found) > SIZE else None
        return cls(shown, newest, after, following(newest, more) if more else "", problems)


def following(newest: str, cursor: Cursor) -> str:
    """The address of the page that begins at `cursor`."""
    return f"{newest}{'&' if '?' in newest else '?'}{urlencode({'after': cursor})}"
