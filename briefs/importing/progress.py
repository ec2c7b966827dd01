"""How far the reader has come in a text, and the questions that every place of a brief asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from briefs.importing import links
from briefs.importing.draft import Draft, OpenSection
from briefs.importing.headings import is_prose, like_plain_heading, like_title, question
from briefs.importing.lines import Block
from briefs.importing.outcome import Fate, Verdict
from briefs.importing.people import Speaker
from briefs.importing.phrases import Phrases
from briefs.importing.vocabulary import Vocabulary


class Place(Enum):
    """The places of a brief, in the order in which they come; LEAD is what precedes the first known heading."""

    LEAD = auto()
    DEVELOPMENTS = auto()
    ANALYSIS = auto()
    SECTION = auto()
    RELATED = auto()
    ISSUES = auto()
    TOPICS = auto()
    ANOTHER = auto()


@dataclass(slots=True)
class Progress:
    """The state of a reading: the draft so far, the place reached, and the block after the present one."""

    draft: Draft
    phrases: Phrases
    vocabulary: Vocabulary
    place: Place = Place.LEAD
    following: Block | None = None
    section: OpenSection | None = None
    announced: tuple[Speaker, ...] = ()
    heads_links: bool = False
    lead_is_developments: bool = False
    issue_lines: int = 0
    topics: list[str] = field(default_factory=list)

    def enter(self, place: Place) -> None:
        self.place, self.announced, self.heads_links = place, (), False

    def open_section(self, heading: str, line: int) -> Verdict:
        self.enter(Place.SECTION)
        self.section = self.draft.section(heading, line)
        return Verdict(Fate.HEADING, part=self.section.key)

    def followed_by_prose(self) -> bool:
        return self.following is not None and is_prose(self.following.text)

    def new_part(self, block: Block) -> Verdict | None:
        """The verdict when `block` leaves the present place: it is a related link or begins a section."""
        if found := links.link(block.text, self.vocabulary):
            self.enter(Place.RELATED)
            return self.add_link(found)
        if asked := self._marked_question(block.text):
            return self.open_section(asked, block.line)
        return self.open_section(block.text, block.line) if self.begins_section(block.text) else None

    def add_link(self, found: links.Found) -> Verdict:
        key = self.draft.add_link(found)
        return (
            Verdict(Fate.LINK, part=key) if key else Verdict(Fate.IGNORED, "This link stands above already.")
        )

    def begins_section(self, text: str) -> bool:
        """Whether `text` is a heading: it looks like one and something follows that it can stand over."""
        bodiless = self.place is Place.SECTION and self.section is not None and not self.section.paragraphs
        if self.following is None:
            return like_title(text) and not bodiless
        if like_title(text):
            return not self._is_furniture(self.following.text) and not (
                bodiless and not self.followed_by_prose()
            )
        return like_plain_heading(text) and not bodiless and self.followed_by_prose()

    def _marked_question(self, text: str) -> str:
        asked = question(text)
        return asked if asked != text else ""

    def _is_furniture(self, text: str) -> bool:
        """Whether `text` is a known heading, a link or noise: nothing that a section's own heading stands over."""
        known = self.phrases.heading(text) or self.phrases.inline_list(text)
        return bool(known or links.link(text, self.vocabulary) or self.phrases.noise.covers(text, cut=False))
