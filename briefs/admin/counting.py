"""Counts beside the choices of a list: exact while that is cheap, and “1,000+” where it is not."""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

COUNTED = 1000  # beyond this a count says “1,000+”
COUNT_OF = "(SELECT COUNT(*) FROM (%s) counted)"
WEIGHED = 2_000  # briefs of a narrowed list that are looked at for its counts
PAGED = 10_000  # briefs that the pages of a list reach


@dataclass(frozen=True, slots=True)
class Tally:
    """How many briefs each value leaves. There may be more where not every brief was looked at: with `cut` of each,
    and otherwise of the values in `at_least`.
    """

    counts: Mapping[Any, int] = field(default_factory=dict)
    cut: bool = False
    at_least: Collection[Any] = ()

    def of(self, value: Hashable) -> int:
        return self.counts.get(value, 0)

    def shown(self, value: Hashable) -> str:
        n = self.of(value)
        if n > COUNTED:
            return f"{COUNTED:,}+"
        if self.cut or value in self.at_least:
            return f"{n:,}+" if n else ""  # none of those looked at, but perhaps one of the others
        return f"{n:,}"


def those(keys: Sequence[int]) -> RawSQL:
    """The keys, for `pk__in`, as one parameter: writing thousands of them takes Django longer than the database takes
    to find what they are of.
    """
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys))])


def tally(briefs: QuerySet[Any], column: str, *, cut: bool) -> Tally:
    """How many of `briefs` have each value of a column. One query."""
    return Tally(dict(briefs.order_by().values_list(column).annotate(n=Count("pk"))), cut)


def tally_each(lists: Mapping[str, QuerySet[Any]], *, cut: bool = False) -> Tally:
    """How many briefs each of these lists holds, each counted up to COUNTED. One query for all, or none for none."""
    asked = {value: _counted(briefs) for value, briefs in lists.items()}
    parts = {value: each for value, each in asked.items() if each}
    if not parts:
        return Tally(cut=cut)
    with connection.cursor() as cursor:
        columns = ", ".join(COUNT_OF % sql for sql, _ in parts.values())
        cursor.execute(f"SELECT {columns}", [param for _, params in parts.values() for param in params])
        return Tally(dict(zip(parts, cursor.fetchone(), strict=True)), cut)


def _counted(briefs: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """The SQL of a list's keys as far as they are counted; None where Django knows that it is empty."""
    try:
        return briefs.order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
    except EmptyResultSet:
        return None


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages as far as the first PAGED briefs: who looks for one beyond them narrows the list."""

    def page(self, number: int | str) -> Page[Any]:
        """A page of briefs that are fetched once it is known which they are, so that a database sorts keys alone."""
        page = super().page(number)
        listed: Any = page.object_list
        rows = listed.model.objects.all()
        rows.query.select_related = listed.query.select_related
        keys = list(listed.values_list("pk", flat=True))
        found = rows.in_bulk(keys)
        page.object_list = [found[key] for key in keys if key in found]
        return page

    @cached_property
    def count(self) -> int:
        return min(self.found, PAGED)

    @cached_property
    def found(self) -> int:
        """How many there are, up to one more than PAGED."""
        return int(self.object_list.order_by().values("pk")[: PAGED + 1].count())  # type: ignore[attr-defined]  # a list of the admin's is a queryset

    @property
    def told(self) -> str:
        """The number found, in words, as far as it is known."""
        return (
            f"more than {PAGED:,}: the first of them are listed" if self.is_cut else f"{self.found:,} found"
        )

    @property
    def is_cut(self) -> bool:
        return self.found > PAGED
