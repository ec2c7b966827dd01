"""Words made fit to be set on a card: letters that the type has, lines that can break, the direction of each script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TypedDict

from editions.templatetags.prose import sentences

SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW"}
MARKED = {"ARABIC", "HEBREW", "COMBINING"}
SOFT_BREAK = "\u200b"
# Not to be seen, and to be obeyed: whether letters join, and which way they run.
JOINERS = "\u200c\u200d\u200e\u200f"
_LONG = re.compile(r"(\S{18})(?=\S{6})")
_TOWER = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")


class Piece(TypedDict):
    """A text with its words, none of which may be wider than a line, and whether it runs from right to left."""

    text: str
    words: list[str]
    rtl: bool


def piece(text: str) -> Piece:
    fit = breakable(settable(text))
    return {"text": fit, "words": re.split(rf"[\s{SOFT_BREAK}]+", fit), "rtl": runs_left(fit)}


def settable(text: str) -> str:
    """`text` without the characters for which there is no type here: emoji, and scripts that no font of ours knows.

    An empty place says less than a row of boxes, and the page itself has the words.
    """
    composed = _TOWER.sub(r"\1", unicodedata.normalize("NFC", text))
    return " ".join("".join(filter(_has_type, composed)).split())


@lru_cache(maxsize=2048)
def _has_type(character: str) -> bool:
    if character.isspace() or character in JOINERS:
        return True
    if character.isascii():
        return character.isprintable()
    kind, script = unicodedata.category(character), unicodedata.name(character, "").partition(" ")[0]
    if kind[0] == "L":
        return script in SCRIPTS
    if kind[0] == "M":
        return script in MARKED and character < "\uf000"
    return (kind[0] in "PN" and character < "\u2070") or kind == "Sc" or character in "©®™°×÷±−§"


def breakable(text: str) -> str:
    """`text` in which a word that no line holds may break."""
    return " ".join(
        _LONG.sub(rf"\1{SOFT_BREAK}", word) if len(word) > 30 else word for word in text.split(" ")
    )


def runs_left(text: str) -> bool:
    """Whether the first letter that has a direction is of a script that runs from right to left."""
    ways = (unicodedata.bidirectional(character) for character in text)
    return next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L"


def shortened(text: str, most: int) -> str:
    """As many whole sentences of `text` as `most` characters hold, and a sign where some are left out.

    Words in quotation marks stay in them.
    """
    if len(text) <= most:
        return text
    before, after = ("“", "”") if text.startswith("“") and text.endswith("”") else ("", "")
    kept = sentences(text, max(1, most - 3)).removesuffix("…").rstrip()
    return f"{kept} …{after}" if kept else f"{before}…{after}"
