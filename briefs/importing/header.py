"""The head of a brief: date, label and title, given once, twice or not at all."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile

from briefs.importing import dates, links, quotations
from briefs.importing.headings import is_prose
from briefs.importing.lines import Block, is_bullet
from briefs.importing.outcome import NO_SIGN, Fate, Verdict
from briefs.importing.phrases import Phrases
from issues.names import fold

LONGEST_TITLE = 300
ONCE_MORE = "The head of the page stands here once more."
_SEPARATORS = " \t|,·•—–-:/"


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that gives a date, a label or both; `problem` says in a sentence what of it could not be used."""

    day: datetime.date | None
    label: str
    problem: str = ""


@dataclass(slots=True)
class Header:
    day: datetime.date | None = None
    label: str = ""
    title: str = ""
    verdicts: list[Verdict] = field(default_factory=list)


def date_line(text: str, phrases: Phrases) -> DateLine | None:
    """What a line such as “September 20, 2023 | Flash Brief” says; None when it is no such line."""
    if label := phrases.label(text):
        return DateLine(None, label)
    found = dates.find(text)
    if found is None:
        return None
    around = [part.strip(_SEPARATORS) for words in (found.before, found.after) for part in words.split("|")]
    parts = [part for part in around if part and not dates.TIME.fullmatch(part)]
    labels = [label for part in parts if (label := phrases.label(part))]
    strange = [part for part in parts if not phrases.label(part)]
    if strange and not (labels or "|" in text):
        return None
    problem = (
        found.problem or "".join(f"“{part}” is no label that the reader knows. " for part in strange).strip()
    )
    return DateLine(found.day, labels[0] if labels else "", problem)


def head(blocks: list[Block], phrases: Phrases) -> list[Block]:
    """The blocks before the first heading, paragraph, quotation or link."""
    return list(takewhile(lambda block: not _is_body(block.text, phrases), blocks))


def _is_body(text: str, phrases: Phrases) -> bool:
    return bool(
        is_prose(text)
        or phrases.heading(text)
        or phrases.inline_list(text)
        or quotations.attributed(text, phrases, dashed=True)
        or links.link(text, phrases.vocabulary)
    )


def read_head(blocks: list[Block], phrases: Phrases, certain: bool) -> Header:
    """What the head says, with a verdict a block. Unless `certain`, a title counts only beside a date or a label."""
    header = Header()
    lines = [date_line(block.text, phrases) for block in blocks]
    _settle_dates(header, [line for line in lines if line])
    certain = certain or any(lines)
    header.title = _title(blocks, lines, phrases) if certain else ""
    seen: set[str] = set()
    for block, line in zip(blocks, lines, strict=True):
        header.verdicts.append(_verdict(block, line, header, phrases, repeated=fold(block.text) in seen))
        seen.add(fold(block.text))
    return header


def _settle_dates(header: Header, lines: list[DateLine]) -> None:
    """A date beside a label is the brief's; a date alone may be the day of a reprint, so of two such none is."""
    labelled = [line.day for line in lines if line.day and line.label]
    days = labelled or list({line.day for line in lines if line.day})
    header.day = days[0] if labelled or len(days) == 1 else None
    header.label = next((line.label for line in lines if line.label), "")


def _title(blocks: list[Block], lines: list[DateLine | None], phrases: Phrases) -> str:
    """The line given twice, else the one under the date, else the first that can be a title."""
    places = [n for n, block in enumerate(blocks) if not lines[n] and _can_be_title(block.text, phrases)]
    counts = Counter(fold(blocks[n].text) for n in places)
    twice = [n for n in places if counts[fold(blocks[n].text)] > 1]
    dateless = [n for n in places if dates.find(blocks[n].text) is None]
    under = [n for n in dateless if n and lines[n - 1]]
    return next((blocks[n].text for n in [*twice, *under, *dateless]), "")


def _can_be_title(text: str, phrases: Phrases) -> bool:
    words = len(text) <= LONGEST_TITLE and any(letter.isalpha() for letter in text)
    return words and not is_bullet(text) and not phrases.noise.covers(text, cut=False)


def _verdict(
    block: Block, line: DateLine | None, header: Header, phrases: Phrases, repeated: bool
) -> Verdict:
    if phrases.noise.covers(block.text, cut=False):
        return Verdict(Fate.IGNORED, "Names of icons and buttons.")
    if line:
        return _date_verdict(line, header, repeated)
    if header.title and fold(block.text) == fold(header.title):
        return Verdict(Fate.IGNORED, ONCE_MORE) if repeated else Verdict(Fate.TITLE)
    found = dates.find(block.text)
    if found is not None:
        return Verdict(Fate.UNKNOWN, "This holds a date, but not as the head of a brief does.")
    return Verdict(
        Fate.UNKNOWN, "This stands before the brief and is not its title." if header.title else NO_SIGN
    )


def _date_verdict(line: DateLine, header: Header, repeated: bool) -> Verdict:
    if line.problem:
        return Verdict(Fate.UNKNOWN, line.problem)
    if line.day and line.day != header.day:
        return Verdict(
            Fate.UNKNOWN, "There is more than one date here, and this is not the one beside the label."
        )
    if repeated:
        return Verdict(Fate.IGNORED, ONCE_MORE)
    return Verdict(Fate.DATE if line.day else Fate.LABEL)
