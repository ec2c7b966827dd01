"""`Content`: the one value that flows through the house, from a paste or a form to a page.

A revision holds one, an edition holds one; pages, feeds and files are drawn from one. It is frozen, compares by value
and turns to and from canonical JSON, so two contents are the same exactly when their digests are.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

from briefs.richtext import CleanHTML

FORMAT = 1
NO_TEXT = CleanHTML()


def new_key() -> str:
    """An identity for a quotation, section or link that it keeps through edits, restores and publication."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its speaker's name and title as they were that day; `expert` is the speaker's primary key."""

    key: str
    text: CleanHTML
    expert: int | None
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """A background section under its own heading."""

    key: str
    heading: str
    body: CleanHTML


@dataclass(frozen=True, slots=True)
class Link:
    """Related reading: an address, another brief (its primary key), or neither when a paste lost the address."""

    key: str
    title: str
    url: str = ""
    brief: int | None = None
    authors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """An issue by primary key, with its name on the day."""

    issue: int
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The lead image: the digest of its file, its size in pixels, and what is said of it on this page.

    `focus` is the point that a crop keeps, in per cent from the left and from the top.
    """

    digest: str
    width: int
    height: int
    alt: str = ""
    decorative: bool = False
    credit: str = ""
    focus: tuple[int, int] = (50, 50)


@dataclass(frozen=True, slots=True)
class Content:
    """All that a brief says. Prose is CleanHTML; a draft may lack anything.

    `language` is a tag of `briefs.languages`, "" for that of the site; `original` is the primary key of the brief that
    this one translates.
    """

    label: str = ""
    date: datetime.date | None = None
    title: str = ""
    slug: str = ""
    developments: CleanHTML = NO_TEXT
    quotes: tuple[Quote, ...] = ()
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    issues: tuple[Tag, ...] = ()
    image: Picture | None = None
    language: str = ""
    original: int | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dict. Dates are ISO 8601; `format` tells later readers how to read it."""
        fields = {name: _json(getattr(self, name)) for name in _NAMES[Content]}
        for name in ("image", "language", "original"):
            if not fields[name]:
                del fields[name]  # as before there were any, so that old digests hold
        return fields | {"format": FORMAT, "date": self.date.isoformat() if self.date else None}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The content that `to_json` wrote and a revision or edition stored, trusted to be clean as it was then.

        Raises ValueError for a format that this version does not know.
        """
        if stored.get("format") != FORMAT:
            raise ValueError(
                f"Content of format {stored.get('format')!r} is not known; this version reads {FORMAT}."
            )
        return cls(
            label=stored["label"],
            date=datetime.date.fromisoformat(stored["date"]) if stored["date"] else None,
            title=stored["title"],
            slug=stored["slug"],
            developments=CleanHTML.stored(stored["developments"]),
            quotes=tuple(Quote(**q | {"text": CleanHTML.stored(q["text"])}) for q in stored["quotes"]),
            sections=tuple(Section(**s | {"body": CleanHTML.stored(s["body"])}) for s in stored["sections"]),
            links=tuple(Link(**link | {"authors": tuple(link["authors"])}) for link in stored["links"]),
            issues=tuple(Tag(**tag) for tag in stored["issues"]),
            image=Picture(**i | {"focus": tuple(i["focus"])}) if (i := stored.get("image")) else None,
            language=stored.get("language", ""),
            original=stored.get("original"),
        )

    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return digest_of(self.to_json())


def digest_of(stored: dict[str, Any]) -> str:
    """The digest of the content that `to_json` made `stored` of."""
    canonical = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


_NAMES = {
    kind: tuple(field.name for field in dataclasses.fields(kind))
    for kind in (Content, Quote, Section, Link, Tag, Picture)
}


def _json(value: Any) -> Any:
    """A part as a dict, as `dataclasses.asdict` would make it at several times the cost, for it copies every text."""
    if isinstance(value, tuple):
        return tuple(map(_json, value))
    names = _NAMES.get(type(value))
    return value if names is None else {name: _json(getattr(value, name)) for name in names}
