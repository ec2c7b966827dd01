"""oEmbed: how a brief or a quotation is embedded in another page, as that page's program asks (https://oembed.com).

What is handed out is a quotation in plain HTML with a link: it needs no script of ours, and tells nobody who reads it.
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from briefs.content import Content
from briefs.languages import interface, meant
from briefs.richtext import opening, without_controls
from editions import quotation
from editions.cards import addresses
from editions.cards.addresses import Placed
from editions.cards.drawing import SIZES
from editions.cards.lettering import shortened
from editions.cards.words import said
from editions.models import Edition, EditionQuote
from editions.quotation import Dropped
from editions.reading import Withdrawn, stands_at
from editions.site import Site
from editions.views import real_date

LASTING = 60  # seconds for which others may keep what they embed before they ask again
WIDTH, LONGEST = 600, 420  # pixels, characters
LETTER, LINE, FRAME = 8, 28, 120  # pixels: what text of an ordinary size takes, and what stands around it
FORMATS = ("json", "xml")
LONGEST_ADDRESS = 2000


class Refused(ValueError):
    """The question can't be answered; the message says why, and `status` in a number."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Embedded:
    """What is embedded: its HTML, roughly how many characters that shows, and whose words they are."""

    title: str
    author: str
    html: str
    length: int
    placed: Placed


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program asked for: the path and fragment of one of our pages, a format, and the most room there is."""

    path: str
    fragment: str
    form: str
    width: int
    height: int

    @classmethod
    def read(cls, query: QueryDict, host: str) -> Self:
        """Raises Refused."""
        form = query.get("format", "json")
        if form not in FORMATS:
            raise Refused(501, _("Only the formats json and xml are spoken here."))
        path, fragment = _ours(query.get("url", ""), host)
        return cls(path, fragment, form, _pixels(query, "maxwidth"), _pixels(query, "maxheight"))


def _ours(url: str, host: str) -> tuple[str, str]:
    if not url:
        raise Refused(400, _("Say in “url” which page is to be embedded."))
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if (
        len(url) > LONGEST_ADDRESS
        or parts.scheme not in {"http", "https"}
        or parts.netloc.lower() != host.lower()
    ):
        raise Refused(400, _("The “url” is no address of this site."))
    return unquote(parts.path), parts.fragment


def _pixels(query: QueryDict, name: str) -> int:
    """The number in a field; 0 when it is left out, which means that there is room enough."""
    told = query.get(name, "")
    if told and not (told.isascii() and told.isdecimal() and len(told) < 10 and int(told)):
        raise Refused(400, _("“%(name)s” is a whole number of pixels.") % {"name": name})
    return int(told or 0)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What to embed for the page at `url`, as JSON or XML; a status and a sentence where there is nothing."""
    try:
        asked = Asked.read(request.GET, request.get_host())
        answer = _embedded(asked, Site.of(request), timezone.now())
    except Refused as refused:
        return _open(HttpResponse(str(refused), "text/plain; charset=utf-8", refused.status))
    told = {
        name: without_controls(value) if isinstance(value, str) else value for name, value in answer.items()
    }
    return _open(
        JsonResponse(told) if asked.form == "json" else HttpResponse(_xml(told), "text/xml; charset=utf-8")
    )


def _open(answer: HttpResponse) -> HttpResponse:
    """For pages of any site to read: all of it is public, and nobody is signed in here."""
    answer["Access-Control-Allow-Origin"] = "*"
    if answer.status_code == 200:
        answer["Cache-Control"] = "public, no-cache"
    return answer


def _embedded(asked: Asked, site: Site, at: datetime.datetime) -> dict[str, Any]:
    """The answer to what was asked, as of the instant `at` (aware). Raises Refused."""
    found = _standing(asked, at)
    width = min(asked.width or WIDTH, WIDTH)
    room = LONGEST
    if asked.height:
        room = min(room, max(1, (asked.height - FRAME) // LINE) * width // LETTER)
    told = _brief(found, site, room) if isinstance(found, Edition) else _quotation(found, site, room)
    height = FRAME + LINE * math.ceil(told.length * LETTER / width)
    return {
        "version": "1.0",
        "type": "rich",
        "title": told.title,
        "author_name": told.author,
        "provider_name": site.name,
        "provider_url": site.absolute(reverse("home")),
        "cache_age": LASTING,
        "html": told.html.strip(),
        "width": width,
        "height": min(height, asked.height or height),
        **_thumbnail(told.placed, site, asked),
    }


def _standing(asked: Asked, at: datetime.datetime) -> Edition | EditionQuote:
    """The brief or quotation that is public at the address; an address that it had once will do."""
    try:
        match = resolve(asked.path)
        if match.url_name == "quote":
            return quotation.stands_at(match.kwargs["key"], at)
        if match.url_name == "brief":
            day = real_date(*(match.kwargs[part] for part in ("year", "month", "day")))
            edition = stands_at(day, match.kwargs["slug"], at)
            return _quoted(edition, asked.fragment) or edition
    except (Withdrawn, Dropped):
        raise Refused(410, _("What stood at that address has been taken down.")) from None
    except (Resolver404, ObjectDoesNotExist):
        pass
    raise Refused(404, _("There is no brief and no quotation at that address."))


def _quoted(edition: Edition, fragment: str) -> EditionQuote | None:
    """The quotation on the brief's page that the end of its address points to."""
    pointed = re.fullmatch(r"quote-([-\w]{1,32})", fragment)
    return edition.quote_rows.select_related("edition").filter(key=pointed[1]).first() if pointed else None


def _brief(edition: Edition, site: Site, room: int) -> Embedded:
    content = edition.value()
    words = shortened(opening(content.developments), room)
    html = _html("brief", content, site, edition=edition, words=words)
    placed = addresses.of_brief(edition, content)
    return Embedded(edition.title, site.name, html, len(edition.title + words), placed)


def _quotation(row: EditionQuote, site: Site, room: int) -> Embedded:
    content = row.edition.value()
    words = shortened(said(row.text), room)
    html = _html("quotation", content, site, row=row, words=words)
    placed = addresses.of_quotation(content, row)
    return Embedded(f"{row.name}: {shortened(words, 100)}", row.name, html, len(words + row.title), placed)


def _html(kind: str, content: Content, site: Site, **told: Any) -> str:
    """The quotation in HTML, with the date as the brief's own page prints it."""
    address = site.absolute(told["edition" if kind == "brief" else "row"].get_absolute_url())
    with override(interface(content.language)):
        return render_to_string(
            f"oembed/{kind}.html",
            {"address": address, "site": site, "language": meant(content.language), **told},
        )


def _thumbnail(placed: Placed, site: Site, asked: Asked) -> dict[str, Any]:
    """The widest card for which there is room, if any."""
    for name in ("wide", "small"):
        size = SIZES[name]
        if size.width <= (asked.width or size.width) and size.height <= (asked.height or size.height):
            return {
                "thumbnail_url": site.absolute(placed.address(name)),
                "thumbnail_width": size.width,
                "thumbnail_height": size.height,
            }
    return {}


def _xml(told: dict[str, Any]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
