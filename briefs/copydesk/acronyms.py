"""Acronyms that a reader meets before anyone says what they stand for."""

import re
from collections.abc import Iterator

from briefs.copydesk.finding import Finding
from briefs.copydesk.known import ACRONYMS, NOT_ACRONYMS
from briefs.readiness.page import Page, Text

_ACRONYM = re.compile(r"(?<![\w.@#/&’-])([A-Z]{2,}(?:[&-][A-Z]{2,})*)(?=(?:e?s)?\b(?!-\d|\.[A-Z]|@|/\w))")
KNOWN = ACRONYMS | NOT_ACRONYMS
STRESSED = NOT_ACRONYMS - {"A", "I"}
NEAR = 60  # letters to either side
LONGEST = 5  # letters of an acronym, where a word beside it is in capitals
_ROMAN = re.compile(r"[IVXLCDM]+")
_WORD = re.compile(r"[^\W\d_][\w’']*|[.;:!?()]")
_SMALL = frozenset(("a", "an", "and", "at", "by", "de", "du", "for", "in", "of", "on", "or", "the", "to"))
_SPELLED_AFTER = re.compile(r"(?:e?s)?\s+\((?!\d)")
_SPELLED_BEFORE = re.compile(r"(?:\w[\w’'-]*[”’]?\s+\((?:the\s+)?|,\s+or\s+(?:the\s+)?)[“‘]?$")


def acronyms(page: Page) -> Iterator[Finding]:
    """One finding for each acronym, where it is first used."""
    early: dict[str, tuple[Text, str]] = {}
    spelled: set[str] = set()
    for text, paragraph, found in _used(page):
        acronym = found[1]
        if _is_spelled_out(paragraph, found):
            if acronym in early:
                yield _finding(*early.pop(acronym), "is used here before it is spelled out")
            spelled.add(acronym)
        elif acronym not in spelled and acronym not in early:
            early[acronym] = (text, acronym)
    full = _initials(page) if early else ""
    for text, acronym in early.values():
        base = acronym.partition("-")[0]
        if acronym.replace("&", "") not in full and base not in spelled and base not in ACRONYMS:
            yield _finding(text, acronym, "is nowhere spelled out")


def _used(page: Page) -> Iterator[tuple[Text, str, re.Match[str]]]:
    for text in page.prose:
        for paragraph in text.paragraphs:
            for found in _ACRONYM.finditer(paragraph):
                if not (found[1] in KNOWN or _ROMAN.fullmatch(found[1]) or _shouted(paragraph, found)):
                    yield text, paragraph, found


def _shouted(paragraph: str, found: re.Match[str]) -> bool:
    """Whether its neighbour is in capitals too, as in NEVER AGAIN."""
    start, end = found.span()
    beside = paragraph[max(0, start - NEAR) : start].split()[-1:] + paragraph[end : end + NEAR].split()[:1]
    words = (word.strip(",.!?;:“”‘’") for word in beside)
    return any(word.isupper() and (len(word) > LONGEST or word in STRESSED) for word in words)


def _is_spelled_out(paragraph: str, found: re.Match[str]) -> bool:
    behind, before = (
        paragraph[found.end() : found.end() + 8],
        paragraph[max(0, found.start() - NEAR) : found.start()],
    )
    return bool(_SPELLED_AFTER.match(behind) or _SPELLED_BEFORE.search(before))


def _initials(page: Page) -> str:
    """The first letters of all names in capitals, so that the full form counts where it is not put in brackets."""
    words = (word for text in page.prose for each in text.paragraphs for word in _WORD.findall(each))
    return "".join(word[0] if word[0].isupper() else " " for word in words if word not in _SMALL)


def _finding(text: Text, acronym: str, what: str) -> Finding:
    return Finding(text.field, f"{text.place}: {acronym} {what}.", acronym, about=acronym)
