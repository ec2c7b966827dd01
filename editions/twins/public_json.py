"""The brief as JSON for other people's programs: a shape that stays. docs/brief.schema.json describes it."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.urls import reverse

from briefs.content import Picture
from briefs.imaging import widths_of
from briefs.richtext import CleanHTML, plain
from editions import pictures
from editions.imprint import Imprint
from editions.reading import Reading, Voice
from issues.models import Issue

VERSION = 1


def write(imprint: Imprint) -> str:
    return json.dumps(shape(imprint), ensure_ascii=False, indent=2) + "\n"


def shape(imprint: Imprint) -> dict[str, Any]:
    """Every key is always there; what a brief has not is null, an empty list or an empty string."""
    content, article = imprint.content, imprint.article
    return {
        "version": VERSION,
        "url": imprint.address,
        "publisher": imprint.site.name,
        "date": content.date.isoformat() if content.date else None,
        "label": content.label,
        "title": content.title,
        "language": imprint.language.tag,
        "direction": imprint.language.direction,
        "translation_of": imprint.original or None,
        "published": instant(imprint.published),
        "updated": instant(imprint.updated) if imprint.updated else None,
        "edition": imprint.edition.number,
        "developments": prose(content.developments, imprint),
        "quotes": [quote(voice, imprint) for voice in article.voices],
        "sections": [
            {"id": section.key, "heading": section.heading, **prose(section.body, imprint)}
            for section in content.sections
        ],
        "links": [link(reading, imprint) for reading in article.related],
        "issues": [named(issue, imprint) for issue in article.issues],
        "image": image(content.image, imprint) if content.image else None,
    }


def instant(at: datetime.datetime) -> str:
    """“2024-03-14T15:04:05Z”"""
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def prose(text: CleanHTML, imprint: Imprint) -> dict[str, str]:
    """The words as HTML, with addresses that work anywhere, and as plain text, a line a paragraph."""
    html = imprint.site.absolute_links(str(text), imprint.address)
    return {"html": html, "text": "\n".join(plain(text))}


def quote(voice: Voice, imprint: Imprint) -> dict[str, Any]:
    said, expert = voice.quote, voice.expert
    return {
        "id": said.key,
        "url": imprint.site.absolute(reverse("quote", args=[said.key])),
        **prose(said.text, imprint),
        "name": said.name,
        "title": said.title,
        "expert": {"slug": expert.slug, "url": imprint.site.absolute(expert.get_absolute_url())}
        if expert
        else None,
    }


def link(reading: Reading, imprint: Imprint) -> dict[str, Any]:
    said = reading.link
    return {
        "id": said.key,
        "title": said.title,
        "url": imprint.site.absolute(reading.address) or None,
        "authors": list(said.authors),
        "source": said.source,
        "ours": reading.ours,
    }


def named(issue: Issue, imprint: Imprint) -> dict[str, str]:
    return {"slug": issue.slug, "name": issue.name, "url": imprint.site.absolute(issue.get_absolute_url())}


def image(picture: Picture, imprint: Imprint) -> dict[str, Any]:
    widest = widths_of(picture.width)[-1]
    return {
        "url": imprint.site.absolute(pictures.address(picture.digest, widest, "jpg")),
        "width": picture.width,
        "height": picture.height,
        "alt": "" if picture.decorative else picture.alt,
        "credit": picture.credit,
    }
