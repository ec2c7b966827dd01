"""Quotations with their attributions, as they stand in one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.importing.marks import (
    CLOSING,
    DASH,
    OPENING,
    SINGLE_CLOSING,
    SINGLE_OPENING,
    ends_sentence,
    opens,
    unmatched_closing,
)
from briefs.importing.people import Speaker
from briefs.importing.phrases import LONGEST_ATTRIBUTION, Phrases

_DASHES = re.compile(rf"\s{DASH}|(?<=[.!?…’”\"')\]]){DASH}")
_TRAILING_DASH = re.compile(rf"\s*{DASH}$")
_PAIRS = (
    dict.fromkeys(OPENING, CLOSING) | {"„": CLOSING + "“"} | dict.fromkeys(SINGLE_OPENING, SINGLE_CLOSING)
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words without the marks around them, who said them, and whether the quotation ends in this paragraph."""

    words: str
    speakers: tuple[Speaker, ...] = ()
    closed: bool = True


def attributed(text: str, phrases: Phrases, dashed: bool = False) -> Quotation | None:
    """A paragraph that is a quotation with its attribution behind it: `“…” — Name, Title` and its like.

    `dashed` asks for attributions behind a dash alone.
    """
    if opens(text):
        return _after_closing_mark(text, phrases, dashed) or _after_dash(text, phrases)
    lost = unmatched_closing(text)
    if lost > 0 and (people := phrases.attribution(text[lost + 1 :], dashed=dashed or text[lost - 1] == ",")):
        return Quotation(text[:lost].strip(), people)
    return _after_dash(text, phrases)


def unattributed(text: str) -> Quotation | None:
    """A paragraph that is a quotation throughout and names nobody; `closed` tells whether it also ends it."""
    if not opens(text):
        return None
    body = _TRAILING_DASH.sub("", text)
    last = len(body) - 1
    if text[0] in SINGLE_OPENING:
        return Quotation(body[1:last].strip()) if last and body[last] in SINGLE_CLOSING else None
    end = unmatched_closing(body[1:]) + 1
    if 0 < end < last:
        return None  # it goes on behind the quotation: “We are ready,” said the minister.
    return Quotation(body[1:end].strip()) if end else Quotation(body[1:].strip(), closed=False)


def continued(text: str) -> Quotation:
    """A further paragraph of a quotation that the one before left open."""
    words = text[1:].strip() if opens(text) else text
    body = _TRAILING_DASH.sub("", words)
    closed = len(body) > 0 and unmatched_closing(body) == len(body) - 1
    return Quotation(body[:-1].strip() if closed else words, closed=closed)


def _after_closing_mark(text: str, phrases: Phrases, dashed: bool) -> Quotation | None:
    """The attribution behind the last closing mark that has one; a single mark, maybe an apostrophe, needs a dash."""
    dashed = dashed or text[0] in SINGLE_OPENING
    for place in _backwards(text, _PAIRS[text[0]]):
        if people := phrases.attribution(text[place + 1 :], dashed):
            return Quotation(_balanced(text[1:place], text[place]), people)
    return None


def _after_dash(text: str, phrases: Phrases) -> Quotation | None:
    """A quotation whose closing mark, or both marks, the text has lost: `… was clear. — Name, Title`."""
    start = max(0, len(text) - LONGEST_ATTRIBUTION)
    for match in reversed(list(_DASHES.finditer(text, start))):
        words = text[: match.start()].strip()
        if ends_sentence(words) and (people := phrases.attribution(text[match.start() :], dashed=True)):
            return Quotation(_without_marks(words), people)
    return None


def _balanced(words: str, mark: str) -> str:
    """The words, with their closing mark where a quotation inside them shares it."""
    return (words + mark if mark == "”" and words.count("“") > words.count("”") else words).strip()


def _without_marks(words: str) -> str:
    if opens(words):
        words = words[1:].lstrip()
    lost = unmatched_closing(words)
    return words[:lost].rstrip() if lost == len(words) - 1 else words


def _backwards(text: str, marks: str) -> Iterator[int]:
    least = max(1, len(text) - LONGEST_ATTRIBUTION - 1)
    return (place for place in range(len(text) - 1, least - 1, -1) if text[place] in marks)
