"""Quotation marks, in print and from mail, and full stops that end sentences."""

import re

OPENING = '“„«‟"＂'
CLOSING = '”»"＂'
SINGLE_OPENING = "‘'"
SINGLE_CLOSING = "’'"
DASH = r"(?:[—–‒―−‐‑-]{1,3})"

_SENTENCE_END = re.compile(r"[.!?…][”’»\"')\]]*$")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Za-z]\.(?:[A-Za-z]\.)+|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Ret|Esq|No|vs|etc|Ph\.D|St|Gen|Col))\.?$"
)


def opens(text: str) -> bool:
    """Whether a paragraph begins with a quotation mark."""
    return text[:1] in OPENING or text[:1] in SINGLE_OPENING if text else False


def ends_sentence(text: str) -> bool:
    """Whether a text stops where a sentence does, rather than where a title or a cut does."""
    return bool(_SENTENCE_END.search(text)) and not ends_abbreviated(text)


def ends_abbreviated(text: str) -> bool:
    """Whether the full stop at the end belongs to a short form, as in “A Less Committed U.S.”"""
    return bool(_ABBREVIATED.search(text[-20:]))


def without_full_stop(text: str) -> str:
    return text if ends_abbreviated(text) else text.rstrip(". ")


def unmatched_closing(text: str) -> int:
    """Where the closing mark stands whose opening mark the text has lost; -1 where there is none.

    Straight marks don't tell opening from closing: of an odd number of them the last one has lost its fellow.
    """
    depth = 0
    for place, letter in enumerate(text):
        if letter in "“„«":
            depth += 1
        elif letter in "”»":
            if not depth:
                return place
            depth -= 1
    return text.rfind('"') if text.count('"') % 2 else -1
