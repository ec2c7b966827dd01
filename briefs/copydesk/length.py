"""Paragraphs and sentences that tire a reader, and prose that is hard throughout."""

import re
from collections.abc import Iterator

from briefs.copydesk.finding import Finding
from briefs.importing.people import RANKS
from briefs.readiness.page import Page

LONG_PARAGRAPH = 150  # words
LONG_SENTENCE = 50
FEWEST = 100  # words, before the formula says anything
HARD = 72
LONGEST_WORD = 40  # letters
_END = re.compile(r"(?<=[.!?…])[”’»\"')\]]*\s+(?=[“‘„«\"'(\[]?[A-Z0-9])")
_WORD = re.compile(r"[^\W_](?:[\w’'.,-]*\w)?")
_SHORT_FORMS = "no vs al fig approx jan feb mar apr jun jul aug sept oct nov dec st mt inc ltd co corp"
_SHORTENED = frozenset(_SHORT_FORMS.split())


def long_paragraphs(page: Page) -> Iterator[Finding]:
    for text in page.prose:
        for paragraph in text.paragraphs:
            if (count := len(paragraph.split())) > LONG_PARAGRAPH:
                said = f"{text.place}: this paragraph has {count} words. Two would be easier to read."
                yield Finding(text.field, said, _beginning(paragraph), about=paragraph)


def long_sentences(page: Page) -> Iterator[Finding]:
    for text in page.prose:
        for sentence in () if text.spoken else (s for each in text.paragraphs for s in sentences(each)):
            if (count := len(sentence.split())) > LONG_SENTENCE:
                said = f"{text.place}: this sentence has {count} words. Could it be two?"
                yield Finding(text.field, said, _beginning(sentence), about=sentence)


def readability(page: Page) -> Iterator[Finding]:
    """By Björnsson's index (LIX, 1968): the words in a sentence plus the per cent of words over six letters."""
    own = [text for text in page.prose if not text.spoken]
    parts = [sentence for text in own for each in text.paragraphs for sentence in sentences(each)]
    words = [word for part in parts for word in _WORD.findall(part)]
    if len(words) < FEWEST:
        return
    long = sum(len(word) > 6 for word in words)
    index = round(len(words) / len(parts) + 100 * long / len(words))
    if index >= HARD:
        yield Finding(
            own[0].field,
            f"The text is hard to read: its sentences have {round(len(words) / len(parts))} words on average, and "
            f"{round(100 * long / len(words))} in 100 words are long (LIX {index}; a newspaper has about 50).",
            about=str(index // 5),
        )


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph; a full stop behind a rank, an initial or a short form ends none."""
    found, start = [], 0
    for gap in _END.finditer(paragraph):
        last = paragraph[max(start, gap.start() - LONGEST_WORD) : gap.start()].split()[-1:]
        word = last[0].strip("“‘(\"'").removesuffix(".").casefold() if last else ""
        if word in RANKS or word in _SHORTENED or len(word) == 1 or re.fullmatch(r"(?:\w\.)+\w", word):
            continue
        found.append(paragraph[start : gap.start()])
        start = gap.end()
    return [*found, paragraph[start:]]


def _beginning(words: str) -> str:
    return " ".join(words.split()[:8])
