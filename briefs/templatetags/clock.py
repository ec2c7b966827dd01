"""Instants in the newsroom's words, for templates: `{{ edition.live_from|told }}`."""

import datetime

from django import template

from briefs import clock

register = template.Library()


@register.filter
def told(at: datetime.datetime) -> str:
    """“Tue 24 Nov, 14:00 New York (19:00 UTC)”."""
    return clock.told(at)


@register.filter
def told_hour(at: datetime.datetime) -> str:
    """“14:00 New York (19:00 UTC)”."""
    return clock.told_hour(at)


@register.filter
def told_minute(at: datetime.datetime) -> str:
    """The instant `at` (aware) to the minute, for what is past and need not be told to the second."""
    return clock.told(at.replace(second=0, microsecond=0))
