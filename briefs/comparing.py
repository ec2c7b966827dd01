"""Two contents side by side: what of a brief changed, and what became of each of its parts.

Parts are matched by key, so that one that moved shows as moved, whatever else became of it. No database is asked.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.formats import date_format

from briefs import languages
from briefs.content import Content, Picture, Tag
from briefs.richtext import CleanHTML
from briefs.wording import Piece, compare_prose, compare_text

POINTERS = {"expert", "brief", "original"}  # fields that hold the primary key of another row
# What a brief and each kind of its parts say, with the words that editors have for it.
BRIEF = {
    "label": "Label",
    "date": "Date",
    "title": "Title",
    "slug": "Address",
    "developments": "Latest developments",
    "language": "Language",
    "original": "Translation of",
}
PARTS = {
    "quotes": {
        "text": "Quotation",
        "expert": "Expert",
        "name": "Name as printed",
        "title": "Title at the time",
    },
    "sections": {"heading": "Heading", "body": "Text"},
    "links": {
        "title": "Title",
        "url": "Web address",
        "brief": "One of our briefs",
        "authors": "Authors",
        "source": "Source",
    },
}
ONE = {"quotes": "Quotation", "sections": "Background section", "links": "Related link"}
PICTURE = {
    "digest": "Picture",
    "alt": "What it shows",
    "decorative": "Only decorates",
    "credit": "Credit",
    "focus": "Focus",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else: its name in the code and to editors, its values, and the words between them.

    A row that the value points to (an expert, a brief) is its primary key; `pieces` are empty for it.
    """

    name: str
    label: str
    before: Any
    after: Any
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of a part: what it was and is (None: it was not there), and its place from 1 before and after."""

    kind: str
    key: str
    before: Any
    after: Any
    place_before: int
    place_after: int
    moved: bool
    fields: tuple[Difference, ...]

    @property
    def changed(self) -> bool:
        return bool(self.fields)

    @property
    def stayed(self) -> bool:
        return not (self.fields or self.moved or self.before is None or self.after is None)

    @property
    def now(self) -> Any:
        """The part as it is, or was when it was removed."""
        return self.before if self.after is None else self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one content to another. `parts` holds every part, of each kind in the order of the page, and
    those removed where they stood.
    """

    fields: tuple[Difference, ...]
    parts: Mapping[str, tuple[PartChange, ...]]
    issues_added: tuple[Tag, ...]
    issues_removed: tuple[Tag, ...]
    picture: tuple[Difference, ...]
    pictures: tuple[Picture | None, Picture | None]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        moved = any(not part.stayed for parts in self.parts.values() for part in parts)
        return bool(moved or self.fields or self.issues_added or self.issues_removed or self.picture)


def compare(before: Content, after: Content) -> Comparison:
    """What became of `before` in `after`."""
    was, now = ({tag.issue for tag in content.issues} for content in (before, after))
    return Comparison(
        fields=differences(BRIEF, before, after),
        parts={kind: _parts(kind, getattr(before, kind), getattr(after, kind)) for kind in PARTS},
        issues_added=tuple(tag for tag in after.issues if tag.issue not in was),
        issues_removed=tuple(tag for tag in before.issues if tag.issue not in now),
        picture=differences(PICTURE, before.image, after.image),
        pictures=(before.image, after.image),
    )


def differences(names: Mapping[str, str], before: Any, after: Any) -> tuple[Difference, ...]:
    """The fields of two values of one kind that are not the same; of None every field is empty."""
    pairs = ((name, getattr(before, name, None), getattr(after, name, None)) for name in names)
    return tuple(difference(name, names[name], was, now) for name, was, now in pairs if was != now)


def difference(name: str, label: str, before: Any, after: Any) -> Difference:
    """One field of two values, with the words that went and came."""
    return Difference(name, label, before, after, () if name in POINTERS else _pieces(name, before, after))


def _pieces(name: str, before: Any, after: Any) -> tuple[Piece, ...]:
    if name == "language":
        return compare_text(languages.told(before or ""), languages.told(after or ""))
    if isinstance(before, CleanHTML) or isinstance(after, CleanHTML):
        return compare_prose(CleanHTML(before or ""), CleanHTML(after or ""))
    return compare_text(in_words(before), in_words(after))


def in_words(value: Any) -> str:
    """A plain value as editors read it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime.date():
            return date_format(value, "j F Y")
        case (int(x), int(y)):
            return f"{x} per cent from the left, {y} from the top"
        case tuple():
            return "; ".join(value)
    return str(value)


def _parts(kind: str, before: Sequence[Any], after: Sequence[Any]) -> tuple[PartChange, ...]:
    was, now = ({part.key: place for place, part in enumerate(side, 1)} for side in (before, after))
    moved = movers([key for key in was if key in now], [key for key in now if key in was])
    return tuple(
        PartChange(
            kind=kind,
            key=key,
            before=(old := before[was[key] - 1] if key in was else None),
            after=(new := after[now[key] - 1] if key in now else None),
            place_before=was.get(key, 0),
            place_after=now.get(key, 0),
            moved=key in moved,
            fields=differences(PARTS[kind], old, new) if old and new else (),
        )
        for key in woven(list(now), list(was))
    )


def movers(before: Sequence[Any], after: Sequence[Any]) -> set[Any]:
    """Which of the same keys in two orders moved, when as few as can be did."""
    stayed: set[Any] = set()
    for start, _, length in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        stayed |= set(before[start : start + length])
    return set(before) - stayed


def woven(leading: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    """The keys of `leading` in their order, and each that only `other` has after the one that precedes it there."""
    order = list(leading)
    place, known = 0, set(leading)
    for key in other:
        if key in known:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1
    return order
