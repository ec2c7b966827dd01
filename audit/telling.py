"""What an entry's details say, in words."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

LONGEST = 300


def in_words(details: dict[str, Any]) -> list[str]:
    """A line for each detail; of a value before and after, both."""
    return [
        f"{name.replace('_', ' ').capitalize()}: {_change(value)}" for name, value in sorted(details.items())
    ]


def _change(value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"before", "after"}:
        return f"{_plain(value['before'])} → {_plain(value['after'])}"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{name} {_plain(each)}" for name, each in value.items())[:LONGEST] or "nothing"
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)[:LONGEST] or "nothing"
    return _instant(str(value)) or str(value)[:LONGEST] or "nothing" if value is not None else "nothing"


def _instant(text: str) -> str:
    """A stored instant in the newsroom's time zone; empty for any other text."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return ""
    return date_format(timezone.localtime(at), "j M Y, H:i") if at is not None and at.tzinfo else ""
