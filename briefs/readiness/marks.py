"""Quotation marks that have lost their fellow.

Double marks alone: a single one may be an apostrophe, a foot or the beginning of ’90s. „…“ and »…« count as whole.
"""

import re
from collections.abc import Iterator

from briefs.readiness.page import Page, Text
from briefs.readiness.reason import Reason

CLOSED_BY = {"“": "”", "„": "“”", "«": "»", "»": "«"}
SHOWN = 40  # letters beside a mark, so that it is found
_MARK = re.compile("[“”„«»]")


def quotation_marks(page: Page) -> Iterator[Reason]:
    for text in page.texts:
        yield from _curly(text)
        yield from _straight(text)


def _curly(text: Text) -> Iterator[Reason]:
    """A quotation that goes on must be opened again in the next paragraph, and is closed once, where it ends."""
    waiting = ("", 0)
    for paragraph in text.paragraphs:
        strays, opened = _unpaired(paragraph)
        before, place = waiting
        if before and not paragraph.startswith(before[place]):
            yield _unclosed(text, before, place)
            strays = strays[1:]
        yield from (_unopened(text, paragraph, stray) for stray in strays)
        waiting = (paragraph, opened[0]) if opened else ("", 0)
    if waiting[0]:
        yield _unclosed(text, *waiting)


def _unpaired(paragraph: str) -> tuple[list[int], list[int]]:
    """Where closing marks stand that nothing opened, and opening marks that nothing closes."""
    strays: list[int] = []
    opened: list[int] = []
    for found in _MARK.finditer(paragraph):
        mark, place = found[0], found.start()
        if opened and mark in CLOSED_BY[paragraph[opened[-1]]]:
            opened.pop()
        elif mark not in CLOSED_BY:
            strays.append(place)
        elif not (opened and paragraph[opened[-1]] == mark and paragraph[place - 1] == "\n"):
            opened.append(place)  # unless the quotation goes on in a new line
    return strays, opened


def _straight(text: Text) -> Iterator[Reason]:
    for paragraph, following in zip(text.paragraphs, (*text.paragraphs[1:], ""), strict=True):
        place = _odd(paragraph)
        if place >= 0 and not following.startswith('"'):
            yield _unclosed(text, paragraph, place)


def _odd(paragraph: str) -> int:
    """Where a straight mark stands that has no fellow, -1 for nowhere. One behind a digit may mean inches."""
    pending, inches = -1, False
    for found in re.finditer('"', paragraph):
        behind_digit = paragraph[max(0, found.start() - 1) : found.start()].isdigit()
        if behind_digit and pending < 0:
            continue
        inches |= behind_digit
        pending = found.start() if pending < 0 else -1
    closing = pending > 0 and not paragraph[pending - 1].isspace()
    return -1 if inches and closing else pending


def _unclosed(text: Text, paragraph: str, place: int) -> Reason:
    words = paragraph[place : place + SHOWN]
    words = words if place + SHOWN >= len(paragraph) else words.rpartition(" ")[0] or words
    return Reason(
        text.field, f"{text.place}: the quotation mark before “{_bare(words)}” has no closing mark.", words
    )


def _unopened(text: Text, paragraph: str, place: int) -> Reason:
    words = paragraph[max(0, place - SHOWN) : place + 1]
    words = words if place < SHOWN else words.partition(" ")[2] or words
    return Reason(
        text.field, f"{text.place}: the quotation mark after “{_bare(words)}” has no opening mark.", words
    )


def _bare(words: str) -> str:
    return re.sub(r'[“”„«»"]', "", words).strip() or "…"
