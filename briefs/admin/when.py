"""A day and an hour as they are typed at the desk, and the instant that they mean."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from briefs import clock
from briefs.clock import NoSuchHour, TwiceThatDay

FURTHEST = datetime.timedelta(days=3660)
TYPED = 40


class WhenForm(forms.Form):
    """A day and an hour on the newsroom's clocks; `cleaned_data["at"]` is the instant (UTC), None when none is given.

    `form` is the id of the form on the page that the fields belong to, where that is another than around them.
    """

    day = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "There is no such day. Write it as 2026-11-24."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    hour = forms.TimeField(
        required=False,
        label="Time",
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": "There is no such time. Write it as 14:30."},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    which = forms.CharField(required=False, label="Which of the two", widget=forms.Select)

    must = False

    def __init__(self, *args: Any, form: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "hour", "which"):
            attrs = self.fields[name].widget.attrs
            attrs |= {"form": form} if form else {}
            attrs["autocomplete"] = "off"
        choices = [("", "Choose one"), *self.occasions]
        self.fields["which"].widget.choices = choices

    @cached_property
    def occasions(self) -> list[tuple[str, str]]:
        """What the hour may mean where the clocks show it twice that day; empty for every other hour."""
        given = [
            self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name in ("day", "hour")
        ]
        try:
            day, hour = (
                self.fields[name].to_python(each) for name, each in zip(("day", "hour"), given, strict=True)
            )
        except forms.ValidationError:
            return []
        return clock.occasions(day, hour) if day and hour else []

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["at"] = None
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if day is not None and hour is not None:
            self._understand(day, hour)
        elif not self.errors and (day or hour or self.must):
            missing = "hour" if day else "day"
            self.add_error(
                missing, f"Choose a {'time' if day else 'day'}{' as well' if day or hour else ''}."
            )
        return self.cleaned_data

    def _understand(self, day: datetime.date, hour: datetime.time) -> None:
        now = timezone.now()
        try:
            at = clock.instant(day, hour, self.cleaned_data.get("which", ""))
        except NoSuchHour as skipped:
            self.add_error("hour", str(skipped))
        except TwiceThatDay as twice:
            self.add_error("which", str(twice))
        except OverflowError:
            self.add_error("day", "That is too far away. Check the year.")
        else:
            if at > now + FURTHEST:
                self.add_error("day", f"{clock.told(at)} is more than ten years away. Check the year.")
            elif at <= now:
                self.add_error("day", f"{clock.told(at)} has passed: it is {clock.told(now)} now.")
            self.cleaned_data["at"] = at

    def problem(self) -> str:
        """What is wrong with what was typed, in one line."""
        return " ".join(str(text) for errors in self.errors.values() for text in errors)

    def typed(self) -> dict[str, str]:
        """What was typed, under the names of its fields, to be shown again."""
        return {
            name: text
            for each in ("day", "hour", "which")
            if (text := typed(self.data, name := self.add_prefix(each)))
        }


class MustSayWhen(WhenForm):
    """A day and an hour that may not be left out."""

    must = True


def typed(given: Mapping[str, Any], name: str) -> str:
    """What stands in the field of that name, short enough for an address."""
    return str(given.get(name, "")).replace("\x00", "").strip()[:TYPED]


def with_query(address: str, values: Mapping[str, str]) -> str:
    """`address` with these values, which may be none, in its query."""
    return f"{address}?{urlencode(values)}" if values else address
