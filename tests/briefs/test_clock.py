"""The newsroom's hour beside UTC, the hour that the clocks skip, and the one that they show twice."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from briefs.clock import FIRST, SECOND, NoSuchHour, TwiceThatDay, instant, occasions, told

UTC = datetime.UTC
SPRING, AUTUMN = datetime.date(2027, 3, 14), datetime.date(2027, 11, 7)
HALF_PAST_ONE, HALF_PAST_TWO = datetime.time(1, 30), datetime.time(2, 30)


@pytest.fixture
def new_york(settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "Wed 24 Nov 2027, 14:00 New York (19:00 UTC)"),
        ("Asia/Tokyo", "Thu 25 Nov 2027, 04:00 Tokyo (Wed 24 Nov, 19:00 UTC)"),
        ("Europe/London", "Wed 24 Nov 2027, 19:00 London (UTC)"),
        ("UTC", "Wed 24 Nov 2027, 19:00 UTC"),
        ("America/Argentina/Buenos_Aires", "Wed 24 Nov 2027, 16:00 Buenos Aires (19:00 UTC)"),
    ],
)
def test_an_instant_is_told_in_the_newsrooms_hour_and_in_utc(
    zone: str, words: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TIME_ZONE = zone
    monkeypatch.setattr("django.utils.timezone.now", lambda: utc(2026, 6, 1))
    assert told(utc(2027, 11, 24, 19)) == words


def test_this_years_days_are_told_without_the_year_and_seconds_only_where_there_are_any(
    new_york: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: utc(2027, 6, 1))
    assert told(utc(2027, 11, 24, 19)) == "Wed 24 Nov, 14:00 New York (19:00 UTC)"
    assert told(utc(2027, 11, 24, 19, 0, 5)) == "Wed 24 Nov, 14:00:05 New York (19:00:05 UTC)"


def test_an_hour_of_the_newsroom_is_understood(new_york: None) -> None:
    assert instant(datetime.date(2027, 11, 24), datetime.time(14)) == utc(2027, 11, 24, 19)
    assert instant(datetime.date(2027, 7, 24), datetime.time(14)) == utc(2027, 7, 24, 18)
    assert occasions(datetime.date(2027, 7, 24), datetime.time(14)) == []


def test_an_hour_that_the_clocks_skip_is_refused_by_name(new_york: None) -> None:
    with pytest.raises(NoSuchHour, match=r"no 02:30 on Sun 14 Mar.* New York.* Choose 03:30"):
        instant(SPRING, HALF_PAST_TWO)
    assert occasions(SPRING, HALF_PAST_TWO) == []


def test_an_hour_that_comes_twice_is_asked_about(new_york: None) -> None:
    with pytest.raises(TwiceThatDay, match=r"01:30 comes twice .* the first \(EDT\) or the second \(EST\)"):
        instant(AUTUMN, HALF_PAST_ONE)
    assert instant(AUTUMN, HALF_PAST_ONE, FIRST) == utc(2027, 11, 7, 5, 30)
    assert instant(AUTUMN, HALF_PAST_ONE, SECOND) == utc(2027, 11, 7, 6, 30)
    assert occasions(AUTUMN, HALF_PAST_ONE) == [
        (FIRST, "the first (EDT, 05:30 UTC)"),
        (SECOND, "the second (EST, 06:30 UTC)"),
    ]


def test_clocks_without_names_are_told_apart_by_their_distance_from_utc(settings: Any) -> None:
    settings.TIME_ZONE = "Australia/Lord_Howe"
    with pytest.raises(TwiceThatDay, match=r"first \(UTC\+11\) or the second \(UTC\+1030\)"):
        instant(datetime.date(2027, 4, 4), datetime.time(1, 45))


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("day", [datetime.date.min, datetime.date.max])
def test_the_ends_of_the_calendar_are_an_overflow_or_an_instant(
    zone: str, day: datetime.date, settings: Any
) -> None:
    settings.TIME_ZONE = zone
    for hour in (datetime.time.min, datetime.time.max):
        try:
            assert instant(day, hour).tzinfo == UTC
        except OverflowError:
            assert occasions(day, hour) == []


YEAR_1900, YEAR_2100 = (utc(year, 1, 1).replace(tzinfo=None) for year in (1900, 2100))


@given(st.datetimes(YEAR_1900, YEAR_2100, timezones=st.just(UTC)))
def test_every_instant_is_what_its_own_day_and_hour_mean(at: datetime.datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    local = at.astimezone(ZoneInfo("America/New_York"))
    which = SECOND if local.fold else FIRST
    with override_settings(TIME_ZONE="America/New_York"):
        assert instant(local.date(), local.time(), which) == at
