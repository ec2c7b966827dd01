"""The last part of a text form, “About this text”: keys and addresses, by which what is read becomes the same brief."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

from briefs import languages
from briefs.content import Picture
from briefs.marked import unescaped
from briefs.models import SLUG_LENGTH, Brief, Image
from briefs.text_form import OURS
from editions.models import Edition, EditionQuote
from experts.models import ExpertQuote

LONGEST_TEXT = 300  # of what an image shows
LONGEST_CREDIT = 200
_KEY = re.compile(r"[0-9A-Za-z_-]{1,32}")
_SLUG = re.compile(rf"[-\w]{{1,{SLUG_LENGTH}}}")
_IMAGE = re.compile(r"([0-9a-f]{64}) (\d{1,5}) (\d{1,5}) (\d{1,3}) (\d{1,3})( decorative)?", re.ASCII)


@dataclass(slots=True)
class Notes:
    """What the part says, list by list in the order of the brief's own parts; whatever makes no sense is left out."""

    slug: str = ""
    language: str = ""
    original: str = ""  # the address of the brief that this one translates
    quotations: list[tuple[str, str]] = field(default_factory=list)  # key, slug of the speaker
    sections: list[str] = field(default_factory=list)
    links: list[tuple[str, bool]] = field(default_factory=list)  # key, whether it leads to a brief of ours
    issues: list[str] = field(default_factory=list)
    image: Picture | None = None

    @classmethod
    def read(cls, lines: Iterable[str]) -> Self:
        notes = cls()
        said: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            notes.take(name.strip(), value.strip())
            said.setdefault(name.strip(), unescaped(value))
        notes.image = _picture(said)
        return notes

    def take(self, name: str, value: str) -> None:
        key, _, rest = value.partition(" ")
        key = key if _KEY.fullmatch(key) else ""
        match name.removesuffix(":"):
            case "Address":
                self.slug = self.slug or slug_of(unescaped(value))
            case "Language" if value in languages.known():
                self.language = languages.stored(value)
            case "Translation of":
                self.original = unescaped(value)
            case "Quotation":
                self.quotations.append((key, slug_of(rest)))
            case "Section":
                self.sections.append(key)
            case "Link":
                self.links.append((key, rest == OURS))
            case "Issue":
                self.issues.append(slug_of(value))


@dataclass(frozen=True, slots=True)
class Here:
    """What this newsroom has of what a text form names: briefs by their path, images by their digest.

    `known` is whether the very brief is here. Then what is read is a copy, with keys and an address of its own.
    """

    briefs: Mapping[str, int] = field(default_factory=dict)
    images: frozenset[str] = frozenset()
    known: bool = False

    @classmethod
    def look(cls, notes: Notes, day: datetime.date | None, addresses: Iterable[str]) -> Self:
        """What the database holds now. At most five queries."""
        slugs = {slug_of(address) for address in addresses} - {""}
        editions = Edition.objects.live().filter(slug__in=slugs).defer("content")
        keys = [key for key, _ in notes.quotations if key]
        digests = [notes.image.digest] if notes.image else []
        return cls(
            {unquote(edition.get_absolute_url()): edition.brief_id for edition in editions},
            frozenset(Image.objects.filter(digest__in=digests).values_list("digest", flat=True)),
            Brief.objects.filter(date=day, slug=notes.slug or None).exists()
            or EditionQuote.objects.filter(key__in=keys).exists()
            or ExpertQuote.objects.filter(key__in=keys).exists(),
        )

    def brief_at(self, address: str) -> int | None:
        return self.briefs.get(_path(address))


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:  # of an address with odd brackets
        return ""


def slug_of(address: str) -> str:
    """The last part of a web address, when it could be one of ours; else nothing."""
    last = _path(address).rstrip("/").rpartition("/")[2]
    return last if _SLUG.fullmatch(last) else ""


def _picture(said: Mapping[str, str]) -> Picture | None:
    found = _IMAGE.fullmatch(said.get("Image", ""))
    shows, credit = said.get("Image shows", ""), said.get("Image credit", "")
    if not found or len(shows) > LONGEST_TEXT or len(credit) > LONGEST_CREDIT:
        return None
    width, height, x, y = (int(found[number]) for number in range(2, 6))
    decorative = found[6] is not None
    return Picture(found[1], width, height, shows, decorative, credit, (x, y)) if max(x, y) <= 100 else None
