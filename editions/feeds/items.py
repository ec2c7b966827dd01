"""A brief as an item of a feed: the one place where it is made, for every kind of feed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import get_language

from briefs import languages
from briefs.content import Picture
from briefs.imaging import file_name, widths_of
from briefs.richtext import opening, without_controls
from editions import pictures
from editions.feeds.gathering import Gathered
from editions.kept import Kept
from editions.site import Site
from editions.templatetags.prose import sentences

SUMMARY = 300
_TEXTS: Kept[str] = Kept(200)


@dataclass(frozen=True, slots=True)
class Attachment:
    """The lead image in its largest width; `size` in bytes."""

    address: str
    size: int
    width: int
    height: int
    alt: str
    credit: str
    kind: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Item:
    """A brief for feeds; addresses are absolute, `html` is the whole of its words."""

    id: str
    address: str
    title: str
    summary: str
    html: str
    published: datetime.datetime
    updated: datetime.datetime
    issues: list[str]
    language: str
    image: Attachment | None


def item(gathered: Gathered, image: Attachment | None, site: Site) -> Item:
    """The item of a brief. `updated` is when its present words came before readers."""
    edition, content = gathered.edition, gathered.content
    page = edition.get_absolute_url()
    summary = sentences(opening(content.developments), SUMMARY)
    return Item(
        id=lasting_id(gathered, site),
        address=site.absolute(page),
        title=without_controls(content.title),
        summary=without_controls(summary),
        html=_html(gathered, image, site),
        published=gathered.published,
        updated=edition.live_from,
        issues=[without_controls(name) for name in gathered.issues],
        language=languages.meant(content.language).tag,
        image=image,
    )


def _html(gathered: Gathered, image: Attachment | None, site: Site) -> str:
    """All that the brief says, as HTML that reads the same from anywhere."""
    page = gathered.edition.get_absolute_url()
    related = tuple((reading.link.key, reading.address) for reading in gathered.related)
    said = (gathered.edition.digest, page, related, image, site, get_language())
    return _TEXTS.get(said, lambda: without_controls(site.absolute_links(whole(gathered, image), page)))


def lasting_id(gathered: Gathered, site: Site) -> str:
    """A tag URI (RFC 4151) of the host, the day the brief was first public and its key: none of them ever changes."""
    day = gathered.published.astimezone(datetime.UTC).date()
    return f"tag:{site.host},{day.isoformat()}:brief/{gathered.edition.brief_id}"


def whole(gathered: Gathered, image: Attachment | None) -> str:
    """All that the brief says, as HTML."""
    shown: dict[str, Any] = {"content": gathered.content, "related": gathered.related, "image": image}
    return render_to_string("editions/feed_item.html", shown).strip()


def attachment(picture: Picture | None, site: Site) -> Attachment | None:
    """The lead image as a file of its own; None without one, or when the file is missing."""
    if picture is None:
        return None
    width = widths_of(picture.width)[-1]
    try:
        size = default_storage.size(file_name(picture.digest, width, "jpg"))
    except FileNotFoundError:
        return None
    address = site.absolute(pictures.address(picture.digest, width, "jpg"))
    height = max(1, round(picture.height * width / picture.width))
    alt = "" if picture.decorative else without_controls(picture.alt)
    return Attachment(address, size, width, height, alt, without_controls(picture.credit))
