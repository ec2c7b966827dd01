"""What the reader hands back: the content it understood, and what became of every line."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from briefs.content import Content
from briefs.richtext import plain

NO_SIGN = "Nothing tells what this is."
BREAKS_OFF = "The text breaks off here, perhaps in the middle of a"


class Fate(StrEnum):
    """What a line was used as."""

    DATE = "date"
    LABEL = "label"
    TITLE = "title"
    HEADING = "heading"
    DEVELOPMENTS = "developments"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    SECTION = "section"
    LINK = "link"
    ISSUES = "issues"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a paragraph: `why` is a sentence where that isn't plain, `part` the key of the part it went to."""

    fate: Fate
    why: str = ""
    part: str = ""

    def says_nothing(self) -> bool:
        """Whether nothing of the paragraph is in the brief; a heading that every brief has is not."""
        known_heading = self.fate is Fate.HEADING and not self.part
        return known_heading or self.fate in {Fate.UNKNOWN, Fate.IGNORED}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source by its number, from 1, as it was pasted."""

    number: int
    text: str
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        return {"n": self.number, "as": str(self.verdict.fate), "text": self.text} | {
            name: value for name in ("why", "part") if (value := getattr(self.verdict, name))
        }


@dataclass(frozen=True, slots=True)
class NewSpeaker:
    """Someone whom the newsroom does not know, or as one of several `namesakes`, and the keys of their quotations."""

    name: str
    title: str
    quotes: tuple[str, ...]
    namesakes: bool = False

    def sentence(self) -> str:
        if self.namesakes:
            return f"Several experts are called {self.name}: pick the one who speaks."
        return f"Not among the experts yet: {', '.join(filter(None, [self.name, self.title]))}."


@dataclass(frozen=True, slots=True)
class UnknownIssue:
    """Words on an issues line that are no issue; `nearest` are the names that look most like them."""

    text: str
    lines: tuple[int, ...]
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was understood. Every line that is not blank stands in `lines`, once, in the order of the text."""

    content: Content
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    speakers: tuple[NewSpeaker, ...] = ()
    issues: tuple[UnknownIssue, ...] = ()

    def not_understood(self) -> list[Line]:
        return [line for line in self.lines if line.verdict.fate is Fate.UNKNOWN]

    def understood_nothing(self) -> bool:
        return all(line.verdict.says_nothing() for line in self.lines)

    def parts(self) -> int:
        """How many rows its quotations, sections and links take."""
        return len(self.content.quotes) + len(self.content.sections) + len(self.content.links)

    def open_questions(self) -> list[str]:
        """What is left for a person to decide, in sentences."""
        people = [who.sentence() for who in self.speakers]
        issues = [
            f"Not among the issues: “{issue.text}” in line {issue.lines[0]}"
            + (f"; most like it: {', '.join(issue.nearest)}." if issue.nearest else ".")
            for issue in self.issues
        ]
        return people + issues

    def proposals(self) -> dict[str, Any]:
        """What is left for a person to decide, JSON-ready."""
        return {
            "speakers": [
                dataclasses.asdict(speaker) | {"quotes": [*speaker.quotes]} for speaker in self.speakers
            ],
            "issues": [{"text": issue.text, "lines": [*issue.lines]} for issue in self.issues],
        }

    def to_json(self) -> dict[str, Any]:
        """The reading as `import_briefs --json` prints it: texts plain, a missing date, label, title or source null."""
        return {
            "brief": brief_json(self.content),
            "lines": [line.to_json() for line in self.lines],
            "notes": [*self.notes, *self.open_questions()],
        }


def brief_json(content: Content) -> dict[str, Any]:
    return {
        "date": content.date.isoformat() if content.date else None,
        "label": content.label or None,
        "title": content.title or None,
        "developments": plain(content.developments),
        "quotes": [
            {"text": "\n".join(plain(q.text)), "expert": q.name or None, "title": q.title or None}
            for q in content.quotes
        ],
        "sections": [{"heading": s.heading, "paragraphs": plain(s.body)} for s in content.sections],
        "related": [
            {"title": link.title, "authors": [*link.authors], "source": link.source or None}
            for link in content.links
        ],
        "issues": [tag.name for tag in content.issues],
    }
