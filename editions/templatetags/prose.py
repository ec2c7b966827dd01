"""Rich text where a page needs a few plain words."""

import re
import textwrap

from django import template

from briefs.prose import BULLET
from briefs.richtext import plain

register = template.Library()

# A stop after a number or a long enough word: “Maj. Gen.” and “U.S.” end no sentence.
_SENTENCE = re.compile(r".+?(?:(?:[a-z]{4}|\d)[.!?]+[”’\"')]*(?=\s)|$)\s*", re.DOTALL)


@register.filter
def opening(html: str) -> str:
    """The first paragraph of some clean HTML, or its first bullet, as plain text."""
    return next(iter(plain(html)), "").removeprefix(BULLET)


@register.filter
def sentences(text: str, length: int) -> str:
    """As many whole sentences of `text` as stay within `length` characters; when not one does, its beginning."""
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len(kept + sentence.rstrip()) > length:
            break
        kept += sentence
    return kept.rstrip() or textwrap.shorten(text, length, placeholder="…")
