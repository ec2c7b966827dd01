"""The brief as it grows while a text is read, until it is complete and becomes Content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, uuid5

from briefs.content import Content, Link, Quote, Section, Tag
from briefs.importing import issues_line, links
from briefs.importing.header import Header
from briefs.importing.outcome import NewSpeaker, UnknownIssue
from briefs.importing.people import LONGEST_NAME, LONGEST_TITLE, Speaker, together
from briefs.importing.vocabulary import Vocabulary
from briefs.richtext import from_paragraphs
from issues.names import fold


@dataclass(slots=True)
class OpenQuote:
    """A quotation that may still get further paragraphs and its speakers."""

    key: str
    line: int
    paragraphs: list[str]
    speakers: tuple[Speaker, ...] = ()
    closed: bool = True


@dataclass(slots=True)
class OpenSection:
    key: str
    heading: str
    line: int
    paragraphs: list[str] = field(default_factory=list)


class Draft:
    """What was read so far. A part's key is made of the text's digest and the part's place: always the same one."""

    def __init__(self, digest: str, vocabulary: Vocabulary) -> None:
        self.digest = digest
        self.vocabulary = vocabulary
        self.header = Header()
        self.developments: list[str] = []
        self.quotes: list[OpenQuote] = []
        self.sections: dict[str, OpenSection] = {}
        self.links: dict[links.Found, Link] = {}
        self.issues: list[Tag] = []
        self.unknown_issues: list[UnknownIssue] = []
        self.notes: dict[str, None] = {}

    def key(self, kind: str, place: int) -> str:
        return uuid5(NAMESPACE_URL, f"{self.digest}/{kind}/{place}").hex

    def note(self, sentence: str) -> None:
        self.notes[sentence] = None

    def add_quote(
        self, words: str, line: int, speakers: tuple[Speaker, ...] = (), closed: bool = True
    ) -> str:
        quote = OpenQuote(self.key("quote", len(self.quotes)), line, [words], speakers, closed)
        self.quotes.append(quote)
        return quote.key

    def waiting_quote(self) -> OpenQuote | None:
        """The last quotation, while nobody has said it."""
        return self.quotes[-1] if self.quotes and not self.quotes[-1].speakers else None

    def section(self, heading: str, line: int) -> OpenSection:
        """The section of that heading: the one that has it already, else a new one."""
        new = OpenSection(self.key("section", len(self.sections)), heading, line)
        return self.sections.setdefault(fold(heading), new)

    def add_link(self, found: links.Found) -> str:
        """The key of the new link; empty when the brief has that link already."""
        if found in self.links:
            return ""
        key = self.key("link", len(self.links))
        self.links[found] = Link(key, found.title, found.address, None, found.authors, found.source)
        return key

    def give_last_link(self, address: str) -> str:
        """The key of the last link, when it had no address yet and has this one now; else empty."""
        found = next(reversed(self.links), None)
        if found is None or self.links[found].url:
            return ""
        self.links[found] = replace(self.links[found], url=address)
        return self.links[found].key

    def add_issues(self, pieces: Iterable[issues_line.Piece], lines: tuple[int, ...]) -> None:
        for piece in pieces:
            if piece.tag is None:
                near = tuple(tag.name for tag in self.vocabulary.issues_like(piece.words))
                self.unknown_issues.append(UnknownIssue(piece.words, lines, near))
            elif piece.tag not in self.issues:
                self.issues.append(piece.tag)

    def content(self) -> Content:
        return Content(
            label=self.header.label,
            date=self.header.day,
            title=self.header.title,
            developments=from_paragraphs(self.developments),
            quotes=tuple(map(self._quote, self.quotes)),
            sections=tuple(
                Section(s.key, s.heading, from_paragraphs(s.paragraphs)) for s in self.sections.values()
            ),
            links=tuple(self.links.values()),
            issues=tuple(self.issues),
        )

    def new_speakers(self) -> tuple[NewSpeaker, ...]:
        """The people quoted whom the newsroom doesn't know, once each."""
        quoted: dict[str, tuple[Speaker, list[str]]] = {}
        for quote in self.quotes:
            for speaker in quote.speakers:
                if self.vocabulary.person(speaker.name) is None:
                    quoted.setdefault(fold(speaker.name), (speaker, []))[1].append(quote.key)
        return tuple(
            NewSpeaker(who.name, who.title, tuple(keys), self.vocabulary.is_person(who.name))
            for who, keys in quoted.values()
        )

    def _quote(self, quote: OpenQuote) -> Quote:
        known = [person for who in quote.speakers if (person := self.vocabulary.person(who.name))]
        printed = together(quote.speakers)
        expert = known[0].expert if known else None
        return Quote(quote.key, from_paragraphs(quote.paragraphs), expert, printed.name, printed.title)


def fits(people: tuple[Speaker, ...]) -> bool:
    """Whether these speakers can stand under one quotation."""
    printed = together(people)
    return len(printed.name) <= LONGEST_NAME and len(printed.title) <= LONGEST_TITLE
