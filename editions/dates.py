"""Dates as readers read them, in the order of their language: which order that is, translators say."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext


def in_full(date: datetime.date) -> str:
    """“September 20, 2023”."""
    return format_date(date, pgettext("date format", "F j, Y"))


def in_short(date: datetime.date) -> str:
    """“Sep 20, 2023”."""
    return format_date(date, pgettext("date format", "M j, Y"))


def to_the_minute(at: datetime.datetime) -> str:
    """“September 20, 2023, 14:00 UTC”: an instant (aware) in the newsroom's time zone."""
    return format_date(timezone.localtime(at), pgettext("date format", "F j, Y, H:i T"))
