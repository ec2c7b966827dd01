"""Which lines look like a section's own heading: no phrase can list these, each brief has its own."""

from __future__ import annotations

import re

from briefs.importing.lines import is_bullet
from briefs.importing.marks import ends_abbreviated, ends_sentence

LONGEST = 150
LONGEST_PLAIN = 80  # of a heading in ordinary capitals, “What happens next”
LONGEST_QUESTION = 250
_QUESTION = re.compile(r"Q(?:uestion)?\s*\d*\s*:\s*(?=\S)")
_ANSWER = re.compile(r"A(?:nswer)?\s*\d*\s*:\s*(?=\S)")
_WORD = re.compile(r"[^\W_](?:[\w’'.-]*\w)?")


def in_title_case(text: str) -> bool:
    """Whether Most of the Longer Words Begin With a Capital, as in a heading."""
    words = [word for word in _WORD.findall(text) if len(word) > 3] or _WORD.findall(text)
    capitals = sum(not word[0].islower() for word in words)
    return bool(words) and not words[0][0].islower() and capitals >= 0.7 * len(words)


def like_title(text: str) -> bool:
    """Whether `text` has the look of a heading in title case, such as “A Less Committed U.S.”"""
    if len(text) > LONGEST or is_bullet(text) or text[0].islower() or not in_title_case(text):
        return False
    words = text.rstrip("”’\"'»)")
    return not words.endswith((":", ";", ",", "—", "–", "-")) and (
        words[-1:] != "." or ends_abbreviated(words)
    )


def like_plain_heading(text: str) -> bool:
    """Whether `text` has the look of a heading in sentence case, such as “What happens next”."""
    if len(text) > LONGEST_PLAIN or is_bullet(text) or not text[0].isupper() or re.search('[“”"]', text):
        return False
    return text[-1].isalnum() or text.endswith(("?", "!"))


def is_prose(text: str) -> bool:
    """Whether a paragraph reads as running text rather than as a heading or a line of a list."""
    return is_bullet(text) or len(text) > LONGEST or (ends_sentence(text) and not like_title(text))


def question(text: str) -> str:
    """The question that a line asks: marked “Q:”, or short and ending so; without the mark. Empty for other lines."""
    if len(text) > LONGEST_QUESTION:
        return ""
    asked = _QUESTION.sub("", text, count=1) if _QUESTION.match(text) else text
    return asked if asked != text or (text.endswith("?") and text[0].isupper()) else ""


def answer(text: str) -> str:
    """A paragraph without the “A:” that marks it as an answer."""
    return _ANSWER.sub("", text, count=1) if _ANSWER.match(text) else text
