"""What the desk shows of a person's past: the titles they were given over time, and everything they said."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Min, QuerySet

from editions.models import EditionQuote
from experts.models import Expert, ExpertQuote

PAGE = "quotes"
AT_ONCE = 10
NO_DAY = datetime.date.min


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it was printed: the dates of the first and the last brief that gives it, None when none is dated."""

    text: str
    first: datetime.date | None
    last: datetime.date | None
    quotations: int


def titles(expert: Expert) -> list[Title]:
    """Every title given to `expert` in briefs at the desk and in pages of the record, in order of time. Two queries.

    `quotations` counts those at the desk.
    """
    drafted = ExpertQuote.objects.filter(expert=expert).values_list("title")
    printed = EditionQuote.objects.filter(expert=expert).values_list("title")
    found = {
        text: Title(text, first, last, number)
        for text, first, last, number in drafted.annotate(
            Min("brief__date"), Max("brief__date"), Count("pk")
        ).order_by()
    }
    for text, first, last in printed.annotate(Min("date"), Max("date")).order_by():
        known = found.get(text, Title(text, first, last, 0))
        days = [day for day in (known.first, known.last, first, last) if day is not None]
        found[text] = replace(known, first=min(days), last=max(days))
    return sorted(found.values(), key=lambda each: (each.first or NO_DAY, each.last or NO_DAY, each.text))


def quotations(expert: Expert, page: str | None) -> Page[ExpertQuote]:
    """One page of what `expert` says in briefs at the desk, the newest brief first. Two queries.

    A page that is none gives the first or the last.
    """
    said: QuerySet[ExpertQuote] = ExpertQuote.objects.filter(expert=expert).select_related("brief")
    newest = F("brief__date").desc(nulls_first=True)
    return Paginator(said.order_by(newest, "-brief_id", "position", "pk"), AT_ONCE).get_page(page)


def public_only(expert: Expert) -> int:
    """How many quotations readers see that their briefs at the desk no longer have. One query."""
    working = ExpertQuote.objects.filter(expert=expert).values("key")
    return EditionQuote.objects.live().filter(expert=expert).exclude(key__in=working).count()
