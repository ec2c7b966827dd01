"""What editions and their index rows have in common: the order in which lists are read, and what of them is public."""

from __future__ import annotations

import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    """Rows that bear the date and the key of their brief, and the one order in which lists of them are read."""

    def newest_first(self) -> Self:
        """By the brief's date, then by its key: an order that stays when a brief is published again."""
        return self.order_by("-date", "-brief_id")

    def after(self, date: datetime.date, brief: int) -> Self:
        """Those that come later in `newest_first` than the brief with that date and key: the next page.

        The bound on the date alone says nothing new; it lets both databases begin there in an index.
        """
        return self.filter(Q(date__lt=date) | Q(brief_id__lt=brief), date__lte=date)


def public(at: datetime.datetime, edition: str = "") -> Q:
    """What is public at the instant `at` (aware): of editions, or of rows that name theirs in the column `edition`."""
    ends = Q(**{f"{edition}live_until__isnull": True}) | Q(**{f"{edition}live_until__gt": at})
    return ends & Q(**{f"{edition}live_from__lte": at})
