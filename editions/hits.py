"""The editions that a question with words finds: counted as far as counting is cheap, and read a page at a time.

A common word stands in a third of all briefs, so nothing here looks at all hits. On SQLite they come from the index in
the order of lists, and reading stops after the page. PostgreSQL's index knows no order: it is asked for all hits where
these are few, and where they are many the planner may walk the editions from the newest instead.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.formats import number_format

from editions.matching import Match
from editions.searching import LAST_BRIEF, QUOTES, TITLE, place
from issues.reader import reader

COUNTED = 1000  # hits; beyond that many a count is "more than 1,000"
MANY = 500  # hits; more are not ranked
# On PostgreSQL the hits are found first, by the index: its planner holds reading a text for cheap, and would read very
# many in their order. `WALK` leaves it the choice, which is right where most texts hold the words.
JOINED = "JOIN editions_edition e ON e.id = t.edition_id"
WALK = f"SELECT {{columns}} FROM editions_editiontext t {JOINED} WHERE {{held}} AND {{live}}"  # noqa: S608 - made of constants
HITS = {
    "sqlite": "SELECT {columns} FROM editions_textindex CROSS JOIN editions_editiontext t"  # noqa: S608 - as above
    f" ON t.place = editions_textindex.rowid CROSS {JOINED} WHERE {{held}} AND {{live}}",
    "postgresql": "WITH t AS MATERIALIZED (SELECT edition_id, place, vector FROM editions_editiontext t WHERE {held})"  # noqa: S608 - as above
    f" SELECT {{columns}} FROM t {JOINED} WHERE {{live}}",
}
HOLDING = {"sqlite": "editions_textindex MATCH %s", "postgresql": "t.vector @@ %s::tsquery"}
PLACE = {"sqlite": "editions_textindex.rowid", "postgresql": "t.place"}
ONE_FIELD = {
    "sqlite": "t.place IN (SELECT rowid FROM editions_textindex WHERE editions_textindex MATCH %s)",
    "postgresql": "t.vector @@ %s::tsquery",
}
LIVE = "e.live_from <= %s AND (e.live_until IS NULL OR e.live_until > %s)"


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are; `more` says that there are more than that, which nobody counted."""

    number: int
    more: bool = False

    @property
    def told(self) -> str:
        """The number as readers' language writes it, such as 1,000."""
        return number_format(self.number, force_grouping=True)


@dataclass(frozen=True)
class Hits:
    """The editions live at `at` (aware) that match, with that `label` if any, dated from `first` to `last`."""

    match: Match
    at: datetime.datetime
    label: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None

    @cached_property
    def counted(self) -> int:
        """How many there are, up to one more than COUNTED. One query."""
        return self.up_to(COUNTED + 1)

    @property
    def total(self) -> Total:
        return Total(min(self.counted, COUNTED), self.counted > COUNTED)

    def up_to(self, number: int) -> int:
        """How many there are, counted as far as `number`. One query."""
        sql, params = self.sql("1")
        with reader().cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql} LIMIT {number}) found", params)  # noqa: S608 - made of constants
            return int(cursor.fetchone()[0])

    def newest(self, number: int, after: tuple[datetime.date, int] | None = None) -> RawSQL:
        """The keys of the `number` newest, or of those that come next after the brief of that date and key."""
        sql, params = self.sql(
            "t.edition_id", place(*after) if after else None, WALK if self._is_walk else ""
        )
        return RawSQL(f"{sql} ORDER BY {PLACE[connection.vendor]} DESC LIMIT {number}", params)  # noqa: S611 - made of constants

    @property
    def _is_walk(self) -> bool:
        return connection.vendor == "postgresql" and self.counted > COUNTED

    def best(self, number: int, after: tuple[int, datetime.date, int] | None = None) -> list[tuple[int, int]]:
        """The key and the tier of the `number` best, or of those that come next after the brief of that tier, date and
        key: 0 where the words stand in the title, 1 in quotations, 2 elsewhere; in each tier the newest first. Only
        for few hits. One query.
        """
        fields = [self.match.within(field).asked() for field in (TITLE, QUOTES)]
        test = ONE_FIELD[connection.vendor]
        tier = f"CASE WHEN {test} THEN 0 WHEN {test} THEN 1 ELSE 2 END AS tier"
        sql, params = self.sql(f"t.edition_id, t.place, {tier}", inside=fields)
        later = "WHERE tier > %s OR (tier = %s AND place < %s)" if after else ""
        bounds = [after[0], after[0], place(*after[1:])] if after else []
        with reader().cursor() as cursor:
            cursor.execute(
                f"SELECT edition_id, tier FROM ({sql}) found {later} ORDER BY tier, place DESC LIMIT {number}",  # noqa: S608
                [*params, *bounds],
            )
            return [(key, tier) for key, tier in cursor.fetchall()]

    @staticmethod
    def any_of(hits: list[Hits]) -> list[bool]:
        """Of each whether there is one at all. One query, or none for none."""
        found = [each.sql("1") for each in hits]
        if not found:
            return []
        columns = ", ".join(f"EXISTS ({sql})" for sql, _ in found)
        with reader().cursor() as cursor:
            cursor.execute(f"SELECT {columns}", [param for _, params in found for param in params])
            return list(map(bool, cursor.fetchone()))

    def sql(
        self, columns: str, before: int | None = None, how: str = "", inside: list[str] | None = None
    ) -> tuple[str, list[Any]]:
        """SQL for all hits, or those with a place before one, and its parameters; `inside` are those of the columns."""
        within = PLACE[connection.vendor]
        bounds = {
            f"{within} < %s": before,
            f"{within} >= %s": place(self.first, 0) if self.first else None,
            f"{within} <= %s": place(self.last, LAST_BRIEF) if self.last else None,
        }
        given = {sql: value for sql, value in bounds.items() if value is not None}
        held = " AND ".join([HOLDING[connection.vendor], *given])
        now = connection.ops.adapt_datetimefield_value(self.at)
        live, label = (f"{LIVE} AND e.label = %s", [self.label]) if self.label else (LIVE, [])
        how = how or HITS[connection.vendor]
        asked: list[Any] = [self.match.asked(), *given.values()]
        own: list[Any] = list(inside or [])
        first, then = (own, asked) if how.startswith("SELECT") else (asked, own)
        return how.format(columns=columns, held=held, live=live), [*first, *then, now, now, *label]
