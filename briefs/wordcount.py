"""How long a brief is: words, and the minutes that reading them takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefs.content import Content
from briefs.richtext import plain

WORDS_A_MINUTE = 230  # silent reading of English prose: Brysbaert (2019), 238 on average, rounded down
_WORD = re.compile(r"\w[\w’'.,-]*")


@dataclass(frozen=True, slots=True)
class Length:
    """Words of the opening, of each quotation and section in order, and of the whole page with its title."""

    developments: int
    quotes: list[int]
    sections: list[int]
    total: int

    @property
    def minutes(self) -> int:
        """Minutes of reading, rounded; at least one where there is anything to read."""
        return max(1, round(self.total / WORDS_A_MINUTE)) if self.total else 0


def length(content: Content) -> Length:
    """How long `content` is. Headings count with their sections, speakers' names and titles not at all."""
    developments = _prose(content.developments)
    quotes = [_prose(quote.text) for quote in content.quotes]
    sections = [words(section.heading) + _prose(section.body) for section in content.sections]
    total = words(content.title) + developments + sum(quotes) + sum(sections)
    return Length(developments, quotes, sections, total)


def words(text: str) -> int:
    return len(_WORD.findall(text))


def _prose(html: str) -> int:
    return sum(words(paragraph) for paragraph in plain(html))
