"""What a reader types to look for: words, "words that stand together", and -words that must not stand there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefs.words import LONGEST_QUESTION, MOST_TERMS, Phrase, stems

_ALIKE = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | {"−": "-"})
_TERM = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
_JOINERS = "\u200c\u200d"  # unseen, but some languages are not read rightly without them


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, as it was typed; `unwanted` when it must not stand there."""

    text: str
    unwanted: bool = False

    def __str__(self) -> str:
        """As it is typed: in quotation marks where it would otherwise be taken for several words or an operator."""
        text = f'"{self.text}"' if re.search(r"[\s:]", self.text) else self.text
        return f"-{text}" if self.unwanted else text

    @property
    def phrase(self) -> Phrase:
        """The words in the form in which they are compared."""
        return tuple(stems(self.text))


def clean(text: str) -> str:
    """`text` in one form of Unicode, without what nobody sees, with plain quotation marks and spaces."""
    seen = "".join(filter(_is_seen, unicodedata.normalize("NFC", text).translate(_ALIKE)))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter)[0] != "C" or letter in _JOINERS or letter.isspace()


def read(text: str) -> tuple[Term, ...]:
    """The terms of a clean text, those that are wanted first, each once. What is no word is passed over."""
    found: dict[tuple[Phrase, bool], Term] = {}
    for minus, quoted, dash, single in _TERM.findall(text):
        term = Term(_trimmed(quoted or single), bool(minus or dash))
        if term.phrase:
            found.setdefault((term.phrase, term.unwanted), term)
    return tuple(sorted(found.values(), key=lambda term: term.unwanted))


def _trimmed(text: str) -> str:
    """`text` without the punctuation and signs around it."""
    worded = [place for place, letter in enumerate(text) if unicodedata.category(letter)[0] in "LMN"]
    return text[worded[0] : worded[-1] + 1] if worded else ""


def bounded(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """As many of `terms` as a question may hold."""
    kept = terms[:MOST_TERMS]
    while len(typed(kept)) > LONGEST_QUESTION:
        kept = kept[:-1]
    return kept


def typed(terms: Iterable[Term]) -> str:
    """The text that gives `terms` when it is read."""
    return " ".join(map(str, terms))


def wanted(terms: Iterable[Term]) -> Iterator[Phrase]:
    return (term.phrase for term in terms if not term.unwanted)


def unwanted(terms: Iterable[Term]) -> Iterator[Phrase]:
    return (term.phrase for term in terms if term.unwanted)
