"""Rich text where a page needs a few plain words."""

import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache

from django import template

from briefs.richtext import opening, plain
from briefs.words import Phrase
from editions.highlighting import Piece, pieces, spans

register = template.Library()
register.filter(opening)

# A stop after a number or a long enough word: “Maj. Gen.” and “U.S.” end no sentence.
_SENTENCE = re.compile(r".+?(?:(?:[a-z]{4}|[א-ۿ]{3}|\d)[.!?؟]+[”’\"')]*(?=\s)|$)\s*", re.DOTALL)


@register.filter
@lru_cache(maxsize=1000)  # the cards of the newest pages, which everybody reads
def sentences(text: str, length: int) -> str:
    """As many whole sentences of `text` as stay within `length` characters; when not one does, its beginning."""
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len(kept + sentence.rstrip()) > length:
            break
        kept += sentence
    return kept.rstrip() or textwrap.shorten(text, length, placeholder="…")


@register.filter
def marking(html: str, phrases: Sequence[Phrase]) -> list[list[Piece]]:
    """The paragraphs of some clean HTML as plain pieces, those marked that hold one of `phrases`."""
    return [pieces(text, spans(text, phrases)) for text in plain(html)]
