"""Reading back the text form that Dateline itself writes (`briefs.text_form`): nothing is guessed, nothing is lost.

A text whose first line says that it is one is read here instead of by the reader. Whatever became of it on the way, a
line that does not fit is unknown, and a person decides.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from briefs.content import NO_TEXT, Content, Link, Quote, Section, Tag
from briefs.importing import dates, links
from briefs.importing.outcome import NO_SIGN, Fate, Line, NewSpeaker, Reading, UnknownIssue, Verdict
from briefs.importing.own_notes import Here, Notes
from briefs.importing.own_parts import Part, Reference, Row, links_of, parts, quotations_of
from briefs.importing.people import LONGEST_NAME
from briefs.importing.people import LONGEST_TITLE as LONGEST_OFFICE
from briefs.importing.vocabulary import Vocabulary
from briefs.marked import prose, unescaped, unsaid
from briefs.text_form import ABOUT, ANALYSIS, DEVELOPMENTS, FIRST_LINE, ISSUES, RELATED
from issues.names import fold

LONGEST_LABEL, LONGEST_TITLE = 60, 300
MOST_STRANGE = 50  # issues that nobody knows
TOO_LONG = "This is longer than a brief has room for."
COPY = "This brief is here already, so what was read is a copy with an address and keys of its own."
NO_IMAGE = "The file of its image is not among the uploads here, so the image was left out."
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
Look = Callable[[Notes, datetime.date | None, Iterable[str]], Here]


def is_own(text: str) -> bool:
    """Whether the first line says that the text is one of Dateline's own."""
    return text.lstrip("\ufeff \r\n").startswith(FIRST_LINE)


def read(text: str, digest: str, vocabulary: Vocabulary, look: Look = Here.look) -> Reading:
    """What an own text says. `digest` makes keys where the text gives none; `look` tells what is here of what it names.

    Takes any text; never raises.
    """
    return _Reader(text, digest, vocabulary).read(look)


class _Reader:
    def __init__(self, text: str, digest: str, vocabulary: Vocabulary) -> None:
        self.digest = digest
        self.vocabulary = vocabulary
        self.head, self.parts = parts(text)
        self.verdicts: dict[int, Verdict] = {}
        self.day: datetime.date | None = None
        self.label = self.title = ""
        self.developments = NO_TEXT
        self.quotes: list[Quote] = []
        self.sections: list[Section] = []
        self.links: list[Link] = []
        self.issues: list[Tag] = []
        self.strange: list[UnknownIssue] = []
        self.remarks: list[str] = []
        self.notes, self.here = Notes(), Here()

    def read(self, look: Look) -> Reading:
        self._read_head()
        self.notes = Notes.read(text for part in self._named(ABOUT) for text in part.texts())
        addresses = [link.address for part in self._named(RELATED) for link in links_of(part)]
        addresses.append(self.notes.original)
        self.here = look(self.notes, self.day, addresses)
        for part in self.parts:
            self._read_part(part)
        content = self._content()
        return Reading(
            content, tuple(self._lines()), tuple(self.remarks), self._speakers(), tuple(self.strange)
        )

    def _content(self) -> Content:
        image = self.notes.image
        if image and image.digest not in self.here.images:
            self.remarks.append(NO_IMAGE)
            image = None
        if self.here.known:
            self.remarks.append(COPY)
        return Content(
            self.label,
            self.day,
            self.title,
            "" if self.here.known else self.notes.slug,
            self.developments,
            tuple(self.quotes),
            tuple(self.sections),
            tuple(self.links),
            tuple(self.issues),
            image,
            self.notes.language,
            None if self.here.known else self.here.brief_at(self.notes.original),  # of each language one
        )

    def _named(self, heading: str) -> list[Part]:
        return [part for part in self.parts if part.fixed and part.heading.text == heading]

    def _give(self, fate: Fate, *rows: Row | None, why: str = "", part: str = "") -> None:
        for row in filter(None, rows):
            self.verdicts[row.number] = Verdict(fate, why, part)

    def _lines(self) -> Iterator[Line]:
        everything = [
            *self.head,
            *(row for part in self.parts for row in (part.heading, part.line, *part.body)),
        ]
        for row in everything:
            if row.text.strip():
                yield Line(
                    row.number, row.text, self.verdicts.get(row.number, Verdict(Fate.UNKNOWN, NO_SIGN))
                )

    def _key(self, kind: str, place: int, keys: list[str]) -> str:
        """The key that the text gives the part at that place, unless it is taken; else one made of the text."""
        given = keys[place] if place < len(keys) and not self.here.known else ""
        taken = given in keys[:place]
        return given if given and not taken else uuid5(NAMESPACE_URL, f"{self.digest}/{kind}/{place}").hex

    def _read_head(self) -> None:
        rows = [row for row in self.head if row.text.strip()]
        self._give(Fate.IGNORED, *rows[:1], why="It says what kind of text this is.")
        if rows[1:] and self._read_dateline(rows[1].text):
            self._give(Fate.DATE, rows[1])
        if rows[2:] and len(title := unescaped(rows[2].text)) <= LONGEST_TITLE:
            self.title = title
            self._give(Fate.TITLE, rows[2])

    def _read_dateline(self, line: str) -> bool:
        before, bar, label = line.partition("|")
        found, label = dates.find(before), unescaped(label.removeprefix(" ")) if bar else ""
        if (before.strip() and (found is None or found.day is None)) or len(label) > LONGEST_LABEL:
            return False
        self.day, self.label = found.day if found else None, label
        return True

    def _read_part(self, part: Part) -> None:
        reads = {
            DEVELOPMENTS: self._read_developments,
            ANALYSIS: self._read_quotations,
            RELATED: self._read_links,
            ISSUES: self._read_issues,
            ABOUT: self._read_about,
        }
        if not part.fixed:
            self._read_section(part)
        elif reading := reads.get(part.heading.text):
            self._give(Fate.HEADING, part.heading, part.line)
            reading(part)

    def _read_developments(self, part: Part) -> None:
        self.developments = prose(part.texts())
        self._give(Fate.DEVELOPMENTS, *part.body)

    def _read_about(self, part: Part) -> None:
        self._give(Fate.IGNORED, *part.body, why="Keys and addresses, by which the brief is recognized.")

    def _read_section(self, part: Part) -> None:
        heading = unescaped(part.heading.text)
        if len(heading) > LONGEST_TITLE:
            self._give(Fate.UNKNOWN, part.heading, part.line, *part.body, why=TOO_LONG)
            return
        section = Section(
            self._key("section", len(self.sections), self.notes.sections), heading, prose(part.texts())
        )
        self.sections.append(section)
        self._give(Fate.HEADING, part.heading, part.line, part=section.key)
        self._give(Fate.SECTION, *part.body, part=section.key)

    def _read_quotations(self, part: Part) -> None:
        for said in quotations_of(part):
            name, title = said.speaker()
            if len(name) > LONGEST_NAME or len(title) > LONGEST_OFFICE:
                self._give(Fate.UNKNOWN, *said.body, said.attribution, why=TOO_LONG)
                continue
            place = len(self.quotes)
            key = self._key("quote", place, [key for key, _ in self.notes.quotations])
            text = unsaid([row.text for row in said.body])
            self.quotes.append(Quote(key, text, self._expert(name, place), name, title))
            self._give(Fate.QUOTE, *said.body, part=key)
            self._give(Fate.ATTRIBUTION, said.attribution, part=key)

    def _expert(self, name: str, place: int) -> int | None:
        """Whom the address of that quotation's speaker leads to, if to anyone; else the one person of that name."""
        address = self.notes.quotations[place][1] if place < len(self.notes.quotations) else ""
        person = self.vocabulary.people_at.get(address) or self.vocabulary.person(name)
        return person.expert if person else None

    def _speakers(self) -> tuple[NewSpeaker, ...]:
        """The people quoted whom the newsroom doesn't know, once each."""
        new: dict[str, NewSpeaker] = {}
        for quote in self.quotes:
            if quote.expert is None and quote.name:
                first = NewSpeaker(quote.name, quote.title, (), self.vocabulary.is_person(quote.name))
                known = new.get(fold(quote.name), first)
                new[fold(quote.name)] = replace(known, quotes=(*known.quotes, quote.key))
        return tuple(new.values())

    def _read_links(self, part: Part) -> None:
        for reference in links_of(part):
            link = self._link(reference)
            if link is None:
                self._give(Fate.UNKNOWN, *reference.rows, why="This is no related link, or too long for one.")
            else:
                self.links.append(link)
                self._give(Fate.LINK, *reference.rows, part=link.key)

    def _link(self, found: Reference) -> Link | None:
        """The link; one to a brief of ours leads there when that is live, and else to its address."""
        place = len(self.links)
        ours = place < len(self.notes.links) and self.notes.links[place][1]
        brief = self.here.brief_at(found.address) if ours else None
        key = self._key("link", place, [key for key, _ in self.notes.links])
        if found.address and not _ADDRESS.fullmatch(found.address):
            return None
        measured = links.Found(found.title, found.authors, found.source, found.address)
        url = "" if brief else found.address
        return Link(key, found.title, url, brief, found.authors, found.source) if measured.fits() else None

    def _read_issues(self, part: Part) -> None:
        for row in (row for row in part.body if row.text.strip()):
            name, place = unescaped(row.text), len(self.issues) + len(self.strange)
            address = self.notes.issues[place] if place < len(self.notes.issues) else ""
            known = self.vocabulary.issues_at.get(address) or self.vocabulary.issues.get(fold(name))
            if known:
                self.issues.append(Tag(known.issue, name))
                self._give(Fate.ISSUES, row)
            elif len(name) <= LONGEST_LABEL and len(self.strange) < MOST_STRANGE:
                nearest = tuple(tag.name for tag in self.vocabulary.issues_like(name))
                self.strange.append(UnknownIssue(name, (row.number,), nearest))
                self._give(Fate.UNKNOWN, row, why=f"No issue is called “{name}”.")
