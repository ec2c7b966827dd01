"""Operators among the words that a reader types: issue:iran, -issue:"Gulf States", expert:"Mara Quist", from:2023-05.

They say what a click says too, so they are lifted out of the words and read like the fields of a query string.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from issues.names import fold

# A closed phrase is taken whole, so that what looks like an operator inside one is left alone.
_OPERATOR = re.compile(
    r'"[^"]*"|(?<!\S)(?P<minus>-?)(?P<name>issue|expert|from|to):(?:"(?P<quoted>[^"]*)"|"?(?P<plain>[^\s"]*))',
    re.IGNORECASE,
)
SPELLINGS = ("pk", "slug", "name", "aliases__name")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Operator:
    """A field and what was typed for it, perhaps nothing; `unwanted` when a minus stands before it."""

    field: str
    value: str
    unwanted: bool = False

    def __str__(self) -> str:
        return f"{'-' * self.unwanted}{self.field}:"


def lift(text: str) -> tuple[str, list[Operator]]:
    """The words of a clean text without the operators among them, and the operators, in their order."""
    found: list[Operator] = []

    def take(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match[0]
        value = (match["quoted"] or match["plain"] or "").strip()
        found.append(Operator(match["name"].lower(), value, bool(match["minus"])))
        return " "

    return _OPERATOR.sub(take, text), found


def called(names: Iterable[str], rows: Any) -> dict[str, list[str]]:
    """The addresses of those of `rows`, issues or experts, that each of `names` means: by address, name or alias.

    None for a name that nobody bears; several for namesakes. Two queries, or none for no names.
    """
    wanted = {name: fold(name) for name in names}
    if not wanted:
        return {}
    at_address, bearing = dict[str, int](), defaultdict[str, dict[int, None]](dict)
    # All by their spellings first, which are quickly read: whether they are among `rows` is asked of the few found.
    for pk, slug, *spellings in rows.model.objects.order_by("pk").values_list(*SPELLINGS):
        if fold(slug) in wanted.values():
            at_address[fold(slug)] = pk
        for folded in {fold(text) for text in spellings if text}.intersection(wanted.values()):
            bearing[folded].setdefault(pk)
    some = {*at_address.values(), *(pk for keys in bearing.values() for pk in keys)}
    slugs = dict(rows.filter(pk__in=some).values_list("pk", "slug"))
    found = {}
    for name, folded in wanted.items():
        own = [at_address[folded]] if at_address.get(folded) in slugs else list(bearing[folded])
        found[name] = [slugs[pk] for pk in own if pk in slugs]
    return found


def day(text: str, *, last: bool) -> datetime.date:
    """The day that `text` names; of a year or month the last day, or the first. Raises ValueError."""
    if not (part := _DATE.fullmatch(text)):
        return datetime.date.fromisoformat(text)
    year, month = int(part[1]), int(part[2] or (12 if last else 1))
    begins = datetime.date(year, month, 1)
    return begins.replace(day=calendar.monthrange(year, month)[1]) if last else begins
