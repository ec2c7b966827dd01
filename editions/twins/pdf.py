"""The brief on paper: a tagged PDF, set by typst from data."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from typing import Any, Final, Literal

import typst
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from briefs import languages
from briefs.prose import Block, List, read
from editions.cards.drawing import FONTS, code, fonts
from editions.cards.lettering import breakable, runs_left, settable
from editions.dates import in_full, to_the_minute
from editions.imprint import Imprint
from editions.reading import Reading

LAYOUT = FONTS.with_name("brief.typ").read_bytes()
STANDARD: Final = "ua-1"  # the one for people who listen
PLAIN: Final = "1.7"
LONGEST_LINK = 2000
# Latin, Greek, Cyrillic, Hebrew and Arabic, their extensions and forms, punctuation, currencies, letter-like signs.
TYPE = ((" ", "\u04ff"), ("\u0590", "\u06ff"), ("\u1e00", "\u1fff"), ("‐", "\u205e"), ("₠", "₿"), ("ﬀ", "ﷻ"))
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)


def write(imprint: Imprint) -> bytes:
    """The PDF. It keeps to the standard unless some character has no type at all: then the standard forbids what is
    still better than no paper, an empty box.
    """
    words = json.dumps(told(imprint))
    try:
        return compiled(words, imprint, STANDARD)
    except typst.TypstError:
        return compiled(words, imprint, PLAIN)


def compiled(words: str, imprint: Imprint, standard: Literal["ua-1", "1.7"]) -> bytes:
    return typst.compile(
        LAYOUT,
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"brief": words},
        pdf_standards=standard,
        timestamp=imprint.edition.live_from.replace(microsecond=0),
    )


def told(imprint: Imprint) -> dict[str, Any]:
    """All that stands on the paper: its words and headings in the brief's language, its foot in that of the site."""
    sheet = _Sheet(imprint)
    with override(languages.interface(imprint.content.language)):
        words = _words(imprint, sheet)
    left_out = _("Some characters have no type here and are left out. The page has them all.")
    foot = {
        "edition": printed_when(imprint),
        "missing": left_out if sheet.missing else "",
        "rtl": get_language_bidi(),
    }
    return words | {"foot": foot}


def _words(imprint: Imprint, sheet: _Sheet) -> dict[str, Any]:
    content, edition = imprint.content, imprint.edition
    return {
        "language": code(imprint.language.tag),
        "rtl": imprint.language.from_right or runs_left(content.title),
        "newsroom": sheet.text(imprint.site.name),
        "address": imprint.address,
        "date": in_full(edition.date),
        "label": sheet.text(content.label),
        "title": sheet.text(content.title) or imprint.address,
        "developments": sheet.blocks(content.developments),
        "quotes": [
            {"blocks": sheet.blocks(q.text), "name": sheet.text(q.name), "title": sheet.text(q.title)}
            for q in content.quotes
        ],
        "sections": [
            {"heading": sheet.text(section.heading) or "–", "blocks": sheet.blocks(section.body)}
            for section in content.sections
        ],
        "links": [sheet.link(reading) for reading in imprint.article.related],
        "issues": [sheet.text(issue.name) for issue in imprint.article.issues],
        "names": {
            "developments": _("Latest Developments"),
            "analysis": _("Expert Analysis"),
            "related": _("Related"),
            "issues": _("Issues"),
        },
    }


def printed_when(imprint: Imprint) -> str:
    """Which edition this is, and since when it has said what it says."""
    number, published = imprint.edition.number, to_the_minute(imprint.published)
    if imprint.updated is None:
        return _("Edition %(number)s. Published %(published)s.") % {"number": number, "published": published}
    return _("Edition %(number)s. Published %(published)s, updated %(updated)s.") % {
        "number": number,
        "published": published,
        "updated": to_the_minute(imprint.updated),
    }


class _Sheet:
    """Makes words fit to be set; `missing` tells whether something had to be left out."""

    def __init__(self, imprint: Imprint) -> None:
        self.imprint = imprint
        self.missing = False

    def text(self, text: str) -> str:
        kept = "".join(filter(_has_type, text))
        self.missing = self.missing or len(kept) < len(text)
        return "\n".join(map(breakable, kept.split("\n")))

    def blocks(self, markup: str) -> list[dict[str, Any]]:
        absolute = self.imprint.site.absolute_links(markup, self.imprint.address)
        return self._blocks(read(absolute))

    def link(self, reading: Reading) -> dict[str, str]:
        said = reading.link
        address = self.imprint.site.absolute(reading.address)
        byline = ", ".join(filter(None, [*said.authors, said.source]))
        return {
            "title": self.text(said.title) or "–",
            "byline": self.text(byline),
            "address": linkable(address),
            "printed": self.text(address),
        }

    def _blocks(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        return [
            {"kind": block.tag, "items": [self._blocks(item) for item in block.items]}
            if isinstance(block, List)
            else {
                "kind": "p",
                "runs": [self._run(run.text, run.href, run.strong, run.emphasis) for run in block.runs],
            }
            for block in blocks
        ]

    def _run(self, text: str, href: str, strong: bool, emphasis: bool) -> dict[str, Any]:
        address = linkable(href)
        note = address.removeprefix("mailto:")
        note = "" if note == text else self.text(note)
        return {"text": self.text(text), "href": address, "note": note, "strong": strong, "em": emphasis}


def linkable(address: str) -> str:
    """The address, when a PDF can hold it as a link; else nothing."""
    return address if len(address) <= LONGEST_LINK and _ADDRESS.fullmatch(address) else ""


@functools.lru_cache(maxsize=4096)
def _has_type(character: str) -> bool:
    if character in " \n":
        return True
    known = any(first <= character <= last for first, last in TYPE)
    return known and settable(f"x{character}x") == f"x{character}x"
