"""The text form of a brief: plain text that people read as it is, and that is read back without a loss.

`write` is one way; `briefs.importing.own_form` is the other. docs/forms.md describes it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefs import languages
from briefs.content import Content, Link, Picture, Quote, Section
from briefs.marked import escaped, lines, said

FIRST_LINE = "Dateline text 1"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DEVELOPMENTS = "Latest Developments"
ANALYSIS = "Expert Analysis"
RELATED = "Related"
ISSUES = "Issues"
ABOUT = "About this text"
OURS = "ours"
LONGEST_LINE = 72  # of the line under a heading


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are on the web: the page, experts and issues by primary key, links to our own briefs by key, and the
    brief that this one translates.
    """

    page: str = ""
    experts: Mapping[int, str] = field(default_factory=dict)
    issues: Mapping[int, str] = field(default_factory=dict)
    ours: Mapping[str, str] = field(default_factory=dict)
    original: str = ""


def write(content: Content, addresses: Addresses) -> str:
    """The text that says `content`. A link to a brief of ours bears the address that `addresses` knows for its key."""
    return "\n".join(_rows(content, addresses)) + "\n"


def _rows(content: Content, addresses: Addresses) -> Iterator[str]:
    yield from (FIRST_LINE, "", _dateline(content.date, content.label), "", escaped(content.title))
    yield from _part(DEVELOPMENTS, lines(content.developments))
    if content.quotes:
        yield from _part(ANALYSIS, _spaced([_quote(quote) for quote in content.quotes]))
    for section in content.sections:
        yield from _section(section)
    if content.links:
        yield from _part(RELATED, _spaced([list(_link(link, addresses)) for link in content.links]))
    if content.issues:
        yield from _part(ISSUES, [escaped(tag.name) for tag in content.issues])
    yield from _part(ABOUT, list(_about(content, addresses)))


def _dateline(date: datetime.date | None, label: str) -> str:
    day = f"{MONTHS[date.month - 1]} {date.day}, {date.year:04}" if date else ""
    return f"{day} | {escaped(label)}".strip() if label or not date else day


def _part(heading: str, body: list[str], under: str = "=") -> Iterator[str]:
    yield from ("", heading, under * max(3, min(len(heading), LONGEST_LINE)))
    yield from ["", *body] if body else []


def _section(section: Section) -> Iterator[str]:
    return _part(escaped(section.heading), lines(section.body), under="-")


def _spaced(groups: list[list[str]]) -> list[str]:
    return [line for place, group in enumerate(groups) for line in ([""] if place else []) + group]


def _quote(quote: Quote) -> list[str]:
    name = escaped(quote.name, ",") if quote.name else ""
    title = f", {escaped(quote.title)}" if quote.title else ""
    return [*said(quote.text), f"— {name}{title}".rstrip()]


def _link(link: Link, addresses: Addresses) -> Iterator[str]:
    yield escaped(link.title)
    if link.authors:
        yield f"by {'; '.join(escaped(author, ';') for author in link.authors)}"
    if link.source:
        yield f"in {escaped(link.source)}"
    if address := addresses.ours.get(link.key, link.url):
        yield f"at {escaped(address)}"


def _about(content: Content, addresses: Addresses) -> Iterator[str]:
    """The names of things that a machine needs: keys, addresses, the file of the image."""
    if addresses.page or content.slug:
        yield f"Address: {escaped(addresses.page or content.slug)}"
    yield f"Language: {languages.meant(content.language).tag}"
    if addresses.original:
        yield f"Translation of: {escaped(addresses.original)}"
    for quote in content.quotes:
        yield f"Quotation: {quote.key} {addresses.experts.get(quote.expert or 0, '')}".rstrip()
    for section in content.sections:
        yield f"Section: {section.key}"
    for link in content.links:
        yield f"Link: {link.key} {OURS if link.key in addresses.ours else ''}".rstrip()
    for tag in content.issues:
        yield f"Issue: {addresses.issues.get(tag.issue, '')}".rstrip()
    if content.image:
        yield from _image(content.image)


def _image(picture: Picture) -> Iterator[str]:
    size = f"{picture.width} {picture.height} {picture.focus[0]} {picture.focus[1]}"
    yield f"Image: {picture.digest} {size}{' decorative' if picture.decorative else ''}"
    if picture.alt:
        yield f"Image shows: {escaped(picture.alt)}"
    if picture.credit:
        yield f"Image credit: {escaped(picture.credit)}"
