"""Comparisons as an editor sees them: words that went and came, and what became of each part, ready for a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs.admin.marking import signed, words
from briefs.comparing import ONE, PARTS, POINTERS, Comparison, Difference, PartChange, difference
from briefs.content import Content
from briefs.models import Brief
from briefs.wording import How
from experts.models import Expert

GIST = {"quotes": "name", "sections": "heading", "links": "title"}
KINDS = {"quotes": "Expert analysis", "sections": "Background", "links": "Related reading"}


@dataclass(frozen=True, slots=True)
class Names:
    """What experts and briefs are called today, by primary key."""

    experts: dict[int, str]
    briefs: dict[int, str]

    @classmethod
    def of(cls, *contents: Content) -> Names:
        """The names of everyone and everything that `contents` point to. Two queries at most."""
        experts = {quote.expert for content in contents for quote in content.quotes if quote.expert}
        briefs = {link.brief for content in contents for link in content.links if link.brief}
        briefs |= {content.original for content in contents if content.original}
        return cls(
            dict(Expert.objects.filter(pk__in=experts).values_list("pk", "name")) if experts else {},
            dict(Brief.objects.filter(pk__in=briefs).values_list("pk", "title")) if briefs else {},
        )

    def told(self, field: str, key: int | None) -> str:
        """Who or what the field called `field` of a brief, a quotation or a link points to."""
        if key is None:
            return "nobody" if field == "expert" else "none"
        if field == "expert":
            return self.experts.get(key, "someone who was deleted since")
        return self.briefs.get(key, "a brief that was deleted since") or "Untitled brief"


@dataclass(frozen=True, slots=True)
class Line:
    """A field and its words, some of them struck out or underlined."""

    label: str
    words: SafeString


@dataclass(frozen=True, slots=True)
class Card:
    """What became of a part: its name, what happened to it in words (with the class that colours each), its lines."""

    name: str
    fates: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison ready for its template."""

    lines: tuple[Line, ...]
    kinds: tuple[tuple[str, tuple[Card, ...]], ...]
    issues_added: tuple[str, ...]
    issues_removed: tuple[str, ...]
    picture: tuple[Line, ...]

    def __bool__(self) -> bool:
        return bool(self.lines or self.kinds or self.issues_added or self.issues_removed or self.picture)


def shown(comparison: Comparison, names: Names) -> Shown:
    """`comparison` without what stayed as it was."""
    kinds = (
        (KINDS[kind], tuple(card(part, names) for part in comparison.parts[kind] if not part.stayed))
        for kind in PARTS
    )
    return Shown(
        lines=tuple(line(each, names) for each in comparison.fields),
        kinds=tuple((name, cards) for name, cards in kinds if cards),
        issues_added=tuple(tag.name for tag in comparison.issues_added),
        issues_removed=tuple(tag.name for tag in comparison.issues_removed),
        picture=tuple(_picture(comparison, names)),
    )


def line(each: Difference, names: Names) -> Line:
    if each.name in POINTERS:
        before, after = names.told(each.name, each.before), names.told(each.name, each.after)
        return Line(each.label, format_html("{} {}", signed(How.GONE, before), signed(How.NEW, after)))
    return Line(each.label, words(each.pieces))


def card(part: PartChange, names: Names) -> Card:
    lines = (line(each, names) for each in part.fields) if part.before and part.after else _alone(part, names)
    return Card(
        called(part.kind, part.now, part.place_after or part.place_before), _fates(part), tuple(lines)
    )


def called(kind: str, part: Any, place: int) -> str:
    """A part in a heading: “Quotation 2, Mara Quist”."""
    gist = getattr(part, GIST[kind])
    return f"{ONE[kind]} {place}" + (f", {gist}" if gist else "")


def _fates(part: PartChange) -> tuple[tuple[str, str], ...]:
    if part.before is None:
        return (("is-new", "Added"),)
    if part.after is None:
        return (("is-gone", "Removed"),)
    moved = f"Moved from place {part.place_before} to {part.place_after}"
    fates = [("is-moved", moved)] if part.moved else []
    return (*fates, ("is-changed", "Changed")) if part.changed else tuple(fates)


def _alone(part: PartChange, names: Names) -> Iterator[Line]:
    """All that a part said that came or went."""
    for name, label in PARTS[part.kind].items():
        value = getattr(part.now, name)
        if value and name not in POINTERS:
            before, after = (None, value) if part.before is None else (value, None)
            yield line(difference(name, label, before, after), names)


def _picture(comparison: Comparison, names: Names) -> Iterator[Line]:
    before, after = comparison.pictures
    for each in comparison.picture:
        if each.name != "digest":
            yield line(each, names)
        elif before is None or after is None:
            yield Line(each.label, signed(How.NEW, "a picture") if after else signed(How.GONE, "the picture"))
        else:
            yield Line(each.label, format_html("{}", "Another picture"))
