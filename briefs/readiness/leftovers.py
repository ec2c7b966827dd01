"""Words that were meant for the desk: TK, placeholders, notes to a colleague.

What is matched must be unmistakable, for it stops a publication. `ANYWHERE` is looked for in every field; `OUR_WORDS`
only outside quotations, in which square brackets, capitals and question marks may be the speaker's or ours for them.
"""

import re
from collections.abc import Iterator

from briefs.readiness.page import Page, Text
from briefs.readiness.reason import Reason

_DESK = r"(?:the\s+)?(?:desk|editors?|subs?|copy\s?desk|copy|legal|writer|reporter|producer)"
LONGEST = 300  # letters between two brackets
ANYWHERE = re.compile(
    rf"""
      (?<! [\w.-] ) (?:TK)+ (?! \w | [ -]?\d ) (?! (?<= [“"‘']TK ) [”"’'] )  # not flight TK 1980, nor “TK” as a word
    | (?<! YET[ ]) \b TO\ COME \b (?=[^A-Z]*(?:[a-z]|$))
    | (?i: \b lorem\s+ipsum \b )
    | \[ \s* (?i: placeholder | (?:note\s+)?(?:to|for)\s+{_DESK}\b | (?:nb|query|{_DESK})\s*: ) [^\]]{{0,{LONGEST}}} \]
    | \[ \s* (?:NAME|TITLE|DATE|LINK|QUOTE|SOURCE|NUMBER|HEADLINE|CAPTION|CITY|PLACE|RANK) \s* \]
    | \[ \s* (?: \?+ | \.{{3,}}\?+ ) \s* \]
    | (?<! [\w.-] ) (?<! Bowl[ ] ) (?: X{{3,}} | xx+ ) (?! [\w-] )
    | (?<! \S ) \?{{3,}} (?! \S )
    | \{{\{{ [^{{}}]{{0,{LONGEST}}} \}}\}} | <<[^<>]{{1,{LONGEST}}}>> | %%\w{{1,60}}%%
    | \b NB \b (?: \s*: | ,?\s+ (?:to\s+)? (?i:{_DESK}) \b )
    | (?i: \b note\s+to\s+{_DESK} \b )
    | \b (?: FIX-?ME | TO-?DO ) \b (?= \s*: )
    """,
    re.VERBOSE,
)
OUR_WORDS = re.compile(
    rf"""
      \[ \s* (?i: note | insert | add | check | confirm | verify | cite | fact-?check | link | quote | tk | tbc | tbd
         | name | title | date | source | number | headline | caption | to\s+come ) \b [^\]]{{0,{LONGEST}}} \]
    | \[ [^\[\]]{{0,{LONGEST}}} (?: (?i: to\s+come | \b here ) | \? ) \s* \]
    | \( \s* \?{{2,}} \s* \)
    | \b (?: TBC | TBD ) \b
    """,
    re.VERBOSE,
)


# One of these is in everything that is looked for, and in few paragraphs: it keeps the rest quick.
_HINT = re.compile(r"[\[{<%?]|TK|TO|XX|xx|NB|FIX|TB[CD]|(?i:lorem|note\s)")


def leftovers(page: Page) -> Iterator[Reason]:
    for text in page.texts:
        if not any(map(_HINT.search, text.paragraphs)):
            continue
        for paragraph in text.paragraphs:
            yield from (_reason(text, found[0]) for found in ANYWHERE.finditer(paragraph))
        for paragraph in text.own_words():
            yield from (_reason(text, found[0]) for found in OUR_WORDS.finditer(paragraph))


def _reason(text: Text, words: str) -> Reason:
    return Reason(text.field, f"{text.place}: “{words}” looks like a note to ourselves. Replace it.", words)
