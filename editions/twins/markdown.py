"""The brief in Markdown (CommonMark), for programs that read words and not pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from bs4 import Tag
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from markdownify import ATX, MarkdownConverter

from briefs import languages
from editions.dates import in_full
from editions.imprint import Imprint
from editions.reading import Reading, Voice

# What would be markup in the words themselves: of a span anywhere, of a block at the beginning of a line.
_SPAN = re.compile(r"[\\`*_\[\]<>|]|&(?=#?\w{1,31};)|~(?=~)|!(?=\[)")
_BLOCK = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|[=-]+(?=\s*$)|~{3,})", re.MULTILINE)
_ENDING = re.compile(r"[\s()<>\\]")  # what would end an address, or be left out of it
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)


def escaped(text: str) -> str:
    """Words that mean nothing but themselves in Markdown."""
    text = _SPAN.sub(r"\\\g<0>", text)
    return _NUMBER.sub(r"\1\\\2", _BLOCK.sub(r"\1\\\2", text))


class Converter(MarkdownConverter):
    """From HTML of ours to Markdown."""

    class Options:
        heading_style = ATX
        bullets = "-"
        autolinks = False

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escaped(text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link whose address can't end before it does."""
        if "href" in el.attrs:
            el["href"] = _ENDING.sub(lambda sign: quote(sign[0]), str(el["href"]))
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]  # its types name no tag


def write(imprint: Imprint) -> str:
    with override(languages.interface(imprint.content.language)):
        markup = imprint.site.absolute_links("".join(_parts(imprint)), imprint.address)
    return str(Converter().convert(markup)).strip() + "\n"


def _parts(imprint: Imprint) -> Iterator[str]:
    """The page as plain HTML, from which the Markdown is made."""
    content, article = imprint.content, imprint.article
    yield format_html("<h1>{}</h1>", content.title)
    yield format_html("<p>{} — {}</p>", in_full(imprint.edition.date), content.label)
    yield format_html('<p>{}: <a href="{}">{}</a></p>', imprint.site.name, imprint.address, imprint.address)
    yield format_html("<h2>{}</h2>{}", _("Latest Developments"), content.developments)
    if article.voices:
        yield format_html("<h2>{}</h2>", _("Expert Analysis"))
        yield from map(_quotation, article.voices)
    for section in content.sections:
        yield format_html("<h2>{}</h2>{}", section.heading, section.body)
    if article.related:
        readings = format_html_join(
            "", "<li>{}</li>", ((_reading(each, imprint),) for each in article.related)
        )
        yield format_html("<h2>{}</h2><ul>{}</ul>", _("Related"), readings)
    if article.issues:
        links = ((imprint.site.absolute(issue.get_absolute_url()), issue.name) for issue in article.issues)
        yield format_html(
            "<h2>{}</h2><ul>{}</ul>",
            _("Issues"),
            format_html_join("", '<li><a href="{}">{}</a></li>', links),
        )


def _quotation(voice: Voice) -> SafeString:
    said = voice.quote
    who = ", ".join(filter(None, (said.name, said.title)))
    return format_html("<blockquote>{}</blockquote><p>— {}</p>", said.text, who)


def _reading(reading: Reading, imprint: Imprint) -> SafeString:
    said = reading.link
    address = imprint.site.absolute(reading.address)
    title = format_html('<a href="{}">{}</a>', address, said.title) if address else said.title
    behind = ", ".join(filter(None, [*said.authors, said.source]))
    return format_html("{}, {}", title, behind) if behind else format_html("{}", title)
