"""Words as the search compares them: `Séance` and `seances`, `Shahed–136` and `shahed 136` are the same.

Texts and questions go through the same few lines, here and not in a database, so that both databases find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Self

import snowballstemmer

LONGEST_QUESTION = 1000  # characters
MOST_TERMS = 20
LONGEST_WORD = 64
# Letters that Unicode does not take apart into a plain one and a mark, and the kinds of quotation mark and minus.
_ALIKE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
    | dict.fromkeys("’‘ʼ`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | {"−": "-"}
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MINUS = re.compile(r"(?:^|\s)-$")
# Marks that stand on another letter, and signs that nobody sees.
UNSEEN = f"[{''.join(chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) in {'Mn', 'Cf', 'Cs'})}]"
_UNSEEN = re.compile(UNSEEN)
# A word as it is written, with its accents and apostrophes
WRITTEN = re.compile(rf"[^\W_](?:[^\W_]|{UNSEEN}|['’‘ʼ`´](?=[^\W_]))*")
_STEMMER = snowballstemmer.stemmer("english")

Phrase = tuple[str, ...]


def fold(text: str) -> str:
    """`text` in small plain letters: without accents, invisible signs and kinds of apostrophe or quotation mark."""
    # Capitals of mathematics and the like become plain capitals only when they are taken apart.
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return _UNSEEN.sub("", apart.translate(_ALIKE))


def stems(text: str) -> list[str]:
    """The words of `text` in order, each folded and without its endings; a word may give two, as “o'brien” does."""
    return list(chain.from_iterable(map(_stems, text.split())))


@lru_cache(maxsize=256)  # whoever publishes a brief asks for the words of each text several times
def stemmed(text: str) -> str:
    """The words that `stems` gives, with a space between two."""
    return " ".join(stems(text))


def words(text: str) -> list[str]:
    """The words of `text` in order, each folded but whole."""
    return _WORD.findall(fold(text))


# No letter changes with what stands beyond a space, and a language has few words: what stands between two spaces is
# folded and stemmed once.
@lru_cache(maxsize=50_000)
def _stems(written: str) -> Phrase:
    return tuple(part for word in words(written) for part in _stem(word))


def _stem(word: str) -> Phrase:
    stemmed = word if len(word) > LONGEST_WORD else _STEMMER.stemWord(word)
    return tuple(part[:LONGEST_WORD] for part in stemmed.split("'") if part)


@dataclass(frozen=True, slots=True)
class Question:
    """What someone looks for: phrases (a single word is a phrase of one) that must stand there, and some that must not.

    `begun` is a word that may go on, for choices that are offered while someone types. `cut` says that words were
    left out, because there were too many.
    """

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    begun: str = ""
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted or self.begun)

    @classmethod
    def parse(cls, text: str, *, begun: bool = False) -> Self:
        """The question that `text` asks: words, "words that stand together", and -words that must not stand there.

        Nothing fails: what is no word is passed over. With `begun` the last word may go on.
        """
        cut = len(text) > LONGEST_QUESTION
        text = fold(text[:LONGEST_QUESTION]).strip()
        last = ""
        if begun and (typed := re.search(r"(?:^|\s)([^\W_]+)$", text)):
            text, last = text[: typed.start()], typed[1][:LONGEST_WORD]
        terms = dict.fromkeys(term for term in _terms(text) if term[1])
        kept = list(terms)[:MOST_TERMS]
        return cls(
            wanted=tuple(phrase for unwanted, phrase in kept if not unwanted),
            unwanted=tuple(phrase for unwanted, phrase in kept if unwanted),
            begun=last,
            cut=len(terms) > MOST_TERMS or cut,
        )


def _terms(text: str) -> Iterator[tuple[bool, Phrase]]:
    """The terms of a folded text, each with whether it must not stand there; a lone quotation mark is none."""
    *closed, rest = text.split('"')
    if len(closed) % 2:
        rest = f"{closed.pop()} {rest}"
    for before, quoted in zip(closed[::2], closed[1::2], strict=True):
        yield from _singles(before)
        yield bool(_MINUS.search(before)), tuple(stems(quoted))
    yield from _singles(rest)


def _singles(text: str) -> Iterator[tuple[bool, Phrase]]:
    for word in text.split():
        yield word.startswith("-"), tuple(stems(word))
