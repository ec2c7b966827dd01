"""A brief's words as the checks read them: each field by its place on the form, in plain paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from briefs.content import Content
from briefs.prose import BULLET
from briefs.richtext import CleanHTML, plain

_QUOTED = re.compile(r'“[^“”]*”|„[^“”„]*[“”]|«[^«»]*»|"[^"]*"')


@dataclass(frozen=True, slots=True)
class Text:
    """One field: its name on the form (`quotes-0-text`), what an editor calls it (“Quotation 1”), and its paragraphs.

    `prose` is for running text, which a title is not; `spoken` for somebody else's words, where brackets are normal.
    """

    field: str
    place: str
    paragraphs: tuple[str, ...]
    prose: bool = False
    spoken: bool = False

    def own_words(self) -> Iterator[str]:
        """The paragraphs with blanks, letter for letter, where they are somebody else's words."""
        for paragraph in () if self.spoken else self.paragraphs:
            yield _QUOTED.sub(lambda quoted: " " * len(quoted[0]), paragraph)


@dataclass(frozen=True)
class Page:
    """What is checked: a content, and all its fields that hold words, in the order of the page."""

    content: Content

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return tuple(text for text in _texts(self.content) if any(text.paragraphs))

    @cached_property
    def prose(self) -> tuple[Text, ...]:
        return tuple(text for text in self.texts if text.prose)


def _texts(content: Content) -> Iterator[Text]:
    yield _line("title", "Title", content.title)
    yield _prose("developments", "Latest developments", content.developments)
    for index, quote in enumerate(content.quotes):
        field, place = f"quotes-{index}", f"Quotation {index + 1}"
        yield _prose(f"{field}-text", place, quote.text, spoken=True)
        yield _line(f"{field}-name", place, quote.name)
        yield _line(f"{field}-title", place, quote.title)
    for index, section in enumerate(content.sections):
        field, place = f"sections-{index}", f"Background section {index + 1}"
        yield _line(f"{field}-heading", place, section.heading)
        yield _prose(f"{field}-body", place, section.body)
    for index, link in enumerate(content.links):
        yield _line(f"links-{index}-title", f"Related link {index + 1}", link.title)
    if content.image:
        yield _line("image_alt", "Lead image", content.image.alt)
        yield _line("image_credit", "Lead image", content.image.credit)


def _line(field: str, place: str, words: str) -> Text:
    return Text(field, place, (words,))


def _prose(field: str, place: str, html: CleanHTML, *, spoken: bool = False) -> Text:
    paragraphs = tuple(words.removeprefix(BULLET) for words in plain(html))
    return Text(field, place, paragraphs, prose=True, spoken=spoken)
