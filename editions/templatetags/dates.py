"""Dates in a reader's language, for templates: `{{ edition.date|in_full }}`."""

import datetime

from django import template

from editions import dates

register = template.Library()


@register.filter
def in_full(date: datetime.date) -> str:
    """“September 20, 2023”."""
    return dates.in_full(date)


@register.filter
def in_short(date: datetime.date) -> str:
    """“Sep 20, 2023”."""
    return dates.in_short(date)


@register.filter
def to_the_minute(at: datetime.datetime) -> str:
    """“September 20, 2023, 14:00 UTC”."""
    return dates.to_the_minute(at)
