"""Why a brief was found: the words that were looked for, marked where they stand in what it says.

Texts are compared word by word as the index compares them, and come back as plain pieces of themselves: a template
escapes them like any other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefs.content import Content, Quote
from briefs.prose import BULLET
from briefs.richtext import plain
from briefs.words import WRITTEN, Phrase, stems
from editions.models import Edition

LENGTH = 260  # characters of an excerpt
BEFORE = 80  # of these at most stand before the first marked word
_SENTENCE = re.compile(r"(?<=[.!?؟。])[”’\"')]*\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, `marked` when it was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a text a phrase stands, and which one."""

    start: int
    end: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Place:
    """The place in a brief that shows best why it was found: an excerpt, and of a quotation its speaker as well."""

    excerpt: list[Piece]
    quote: Quote | None = None
    speaker: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An edition in a list of what was looked for. `place` is None when the words stand in its title alone."""

    edition: Edition
    content: Content
    title: list[Piece]
    place: Place | None

    @property
    def tier(self) -> int | None:
        """How well it fits, as `Hits.best` says; None in a list that is not in that order."""
        return getattr(self.edition, "tier", None)


def hit(edition: Edition, phrases: Sequence[Phrase]) -> Hit:
    """How `edition` is shown to someone who looks for `phrases`."""
    content = edition.value()
    title = pieces(content.title, spans(content.title, phrases))
    said_only = getattr(edition, "tier", None) == 1  # in a list that has such briefs under "In quotations"
    return Hit(edition, content, title, _best(content, phrases, said_only))


def _best(content: Content, phrases: Sequence[Phrase], said_only: bool) -> Place | None:
    """The quotation, or else the passage, that holds the most of `phrases`; the first of several."""
    best, most = None, 0
    for quote, text in (*_said(content), *(() if said_only else _elsewhere(content))):
        speaker = f"{quote.name}, {quote.title}" if quote and quote.title else quote.name if quote else ""
        found, named = spans(text, phrases), spans(speaker, phrases)
        held = len({span.phrase for span in (*found, *named)})
        if held > most:
            best, most = Place(excerpt(text, found), quote, tuple(pieces(speaker, named))), held
        if most == len(phrases):
            break
    return best


def _said(content: Content) -> Iterator[tuple[Quote, str]]:
    for quote in content.quotes:
        yield quote, " ".join(plain(quote.text))


def _elsewhere(content: Content) -> Iterator[tuple[None, str]]:
    texts = [*plain(content.developments)]
    for section in content.sections:
        texts += [section.heading, *plain(section.body)]
    texts += [
        ", ".join(filter(None, (each.title, *each.authors, each.source)))
        for each in content.links
        if each.brief is None
    ]
    if content.image is not None:
        texts += [content.image.alt, content.image.credit]
    yield from ((None, text.removeprefix(BULLET)) for text in texts)


def spans(text: str, phrases: Sequence[Phrase]) -> list[Span]:
    """Where each of `phrases` stands in `text`, in order; none overlaps another."""
    parts = [(part, word.span()) for word in WRITTEN.finditer(text) for part in _parts(word[0])]
    words = [part for part, _ in parts]
    found: list[Span] = []
    for place, (_, (start, _end)) in enumerate(parts):
        if found and start < found[-1].end:
            continue
        fitting = [each for each in phrases if tuple(words[place : place + len(each)]) == each]
        if fitting:
            longest = max(fitting, key=len)
            found.append(Span(start, parts[place + len(longest) - 1][1][1], longest))
    return found


@lru_cache(maxsize=50_000)
def _parts(word: str) -> Phrase:
    return tuple(stems(word))


def pieces(text: str, found: Sequence[Span]) -> list[Piece]:
    """`text` parted at the spans."""
    parted, last = [], 0
    for span in found:
        parted += [Piece(text[last : span.start]), Piece(text[span.start : span.end], marked=True)]
        last = span.end
    return [piece for piece in (*parted, Piece(text[last:])) if piece.text]


def excerpt(text: str, found: Sequence[Span]) -> list[Piece]:
    """A stretch of `text` around those spans that hold the most phrases; all of a short one."""
    if len(text) <= LENGTH:
        return pieces(text, found)
    anchor = max((span.start for span in found), key=lambda start: (_held(found, start), -start), default=0)
    start = _beginning(text, anchor)
    end = _end(text, start)
    within = [
        Span(s.start - start, s.end - start, s.phrase) for s in found if start <= s.start and s.end <= end
    ]
    parted = pieces(text[start:end], within)
    return [*[Piece("… ")][: start > 0], *parted, *[Piece(" …")][: end < len(text)]]


def _held(found: Sequence[Span], start: int) -> int:
    return len({span.phrase for span in found if start <= span.start and span.end <= start + LENGTH - BEFORE})


def _beginning(text: str, anchor: int) -> int:
    """Where an excerpt that shows `anchor` begins: with its sentence, or with a word that stands not too far before."""
    if anchor <= BEFORE:
        return 0
    near = anchor - BEFORE
    sentence = max((match.end() for match in _SENTENCE.finditer(text, near, anchor)), default=0)
    return sentence or text.rfind(" ", 0, near) + 1


def _end(text: str, start: int) -> int:
    if start + LENGTH >= len(text):
        return len(text)
    space = text.rfind(" ", start, start + LENGTH)
    return space if space > start else start + LENGTH
