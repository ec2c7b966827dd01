"""Instants as the newsroom says them: the hour of its own city, and UTC beside it.

The city is that of the `TIME_ZONE` setting. Where it puts its clocks forward an hour is missing, where it puts them
back an hour comes twice; what is typed is never guessed at.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

UTC = datetime.UTC
FIRST, SECOND = "first", "second"


class NoSuchHour(ValueError):
    """The clocks skip this hour on that day."""


class TwiceThatDay(ValueError):
    """The clocks show this hour twice on that day, and nobody said which is meant."""


def city() -> str:
    """What the newsroom's time is called: the city of its time zone, such as New York."""
    return settings.TIME_ZONE.rpartition("/")[2].replace("_", " ")


def told(at: datetime.datetime) -> str:
    """The instant `at` (aware): “Tue 24 Nov, 14:00 New York (19:00 UTC)”, with the year when it is another one."""
    return f"{told_day(timezone.localdate(at))}, {told_hour(at)}"


def told_hour(at: datetime.datetime) -> str:
    """The hour of `at` (aware) in the newsroom, and UTC beside it: “14:00 New York (19:00 UTC)”."""
    local, utc = timezone.localtime(at), at.astimezone(UTC)
    there = f"{_hour(local)} {city()}"
    if local.utcoffset() == datetime.timedelta():
        return there if city() == "UTC" else f"{there} (UTC)"
    day = "" if utc.date() == local.date() else f"{date_format(utc, 'D j M')}, "
    return f"{there} ({day}{_hour(utc)} UTC)"


def told_day(day: datetime.date) -> str:
    """“Tue 24 Nov”, with the year when it is another one than the newsroom's present."""
    return date_format(day, "D j M" if day.year == timezone.localdate().year else "D j M Y")


def instant(day: datetime.date, hour: datetime.time, which: str = "") -> datetime.datetime:
    """When the newsroom's clocks show `hour` on `day`, in UTC; `which` (FIRST or SECOND) where they show it twice.

    Raises NoSuchHour, TwiceThatDay, or OverflowError at the ends of the calendar.
    """
    zone = timezone.get_default_timezone()
    local = datetime.datetime.combine(day, hour.replace(fold=0))
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise NoSuchHour(_skipped(local, zone))
    if first != second and which not in {FIRST, SECOND}:
        raise TwiceThatDay(_twice(local, zone))
    return second if which == SECOND else first


def occasions(day: datetime.date, hour: datetime.time) -> list[tuple[str, str]]:
    """The two meanings of an hour that comes twice, each with the words that tell it; empty for any other hour."""
    zone = timezone.get_default_timezone()
    try:
        instant(day, hour)
    except TwiceThatDay:
        local = datetime.datetime.combine(day, hour, zone)
        names = {FIRST: local.replace(fold=0), SECOND: local.replace(fold=1)}
        return [
            (key, f"the {key} ({_name(at)}, {_hour(at.astimezone(UTC))} UTC)") for key, at in names.items()
        ]
    except (NoSuchHour, OverflowError):
        return []
    return []


def _skipped(local: datetime.datetime, zone: datetime.tzinfo) -> str:
    later = local.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
    return (
        f"There is no {_hour(local)} on {told_day(local.date())} in {city()}: the clocks are put forward and skip it. "
        f"Choose {_hour(later)} or another time."
    )


def _twice(local: datetime.datetime, zone: datetime.tzinfo) -> str:
    first, second = (_name(local.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    return (
        f"{_hour(local)} comes twice on {told_day(local.date())} in {city()}, for the clocks are put back. "
        f"Say which you mean: the first ({first}) or the second ({second})."
    )


def _hour(at: datetime.datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _name(at: datetime.datetime) -> str:
    """What the clocks' time is called there and then: EDT, or its distance from UTC where it has no name."""
    name = at.tzname() or ""
    return name if name.isalpha() else f"UTC{name}"
