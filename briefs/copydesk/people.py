"""Names in a text beside the names in the archive: which of them are nearly, but not quite, the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Self

from briefs.importing.people import PARTICLES, bare
from briefs.readiness.page import Page
from issues.names import fold

LIKE = 0.85  # the least likeness of two names of which one may be a slip for the other
LONGEST = 4  # words in a name
LONGEST_READ = 10_000  # letters of one paragraph
_WORD = re.compile(r"[^\W\d_][\w’'ʼ-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the archive: `known` are their folded forms, `near` finds those that share a first or a last name,
    `people` gives the spellings of those asked for by primary key.
    """

    known: frozenset[str] = frozenset()
    near: Mapping[Key, list[str]] = field(default_factory=dict)
    people: Mapping[int, list[str]] = field(default_factory=dict)

    @classmethod
    def among(cls, rows: Iterable[tuple[int, str]], keys: set[Key], people: frozenset[int]) -> Self:
        """Of the names in `rows`, with whose they are, those that `keys` or `people` ask for."""
        known, near, spelled = set(), defaultdict(list), defaultdict(list)
        for person, name in rows:
            folded = quick_fold(name)
            if person in people:
                spelled[person].append(name)
            for key in keys_of(folded.split()):
                if key in keys:
                    known.add(folded)
                    near[key].append(name)
        return cls(frozenset(known), near, spelled)

    def meant(self, name: str) -> str:
        """The spelling that the archive has for what is nearly the same name; empty for a stranger, or when it fits."""
        folded = quick_fold(name)
        if folded in self.known:
            return ""
        found = (known for key in keys_of(folded.split()) for known in self.near.get(key, ()))
        return max((each for each in found if alike(folded, quick_fold(each))), key=len, default="")


def alike(one: str, other: str) -> bool:
    """Whether two folded names, not the same, could be one person's: a letter or two apart, or an initial."""
    first, second = one.split(), other.split()
    if len(first) != len(second):
        return (first[0], first[-1]) == (second[0], second[-1])
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def keys_of(words: list[str]) -> list[Key]:
    """By which a folded name is found: its first name and the letter that its last begins with, or the reverse."""
    if len(words) < 2:
        return []
    return [(words[0], words[-1][0]), (words[0][0], words[-1])]


def wanted(page: Page) -> set[Key]:
    """The keys of everything on the page that might be a name."""
    spoken = (bare(quote.name) for quote in page.content.quotes)
    written = (quick_fold(name) for text in page.prose for each in text.paragraphs for name in names_in(each))
    return {key for name in (*spoken, *written) for key in keys_of(name.split())}


@lru_cache(maxsize=1000)  # while one paragraph is typed, the others stay
def names_in(paragraph: str) -> tuple[str, ...]:
    """Stretches of two to four words that could be a name, each word beginning with a capital or a particle."""
    return tuple(
        " ".join(run[start:end])
        for run in _runs(paragraph[:LONGEST_READ])
        for start in range(len(run))
        for end in range(start + 2, min(start + LONGEST, len(run)) + 1)
        if run[start][0].isupper() and run[end - 1][0].isupper()
    )


def _runs(paragraph: str) -> Iterator[list[str]]:
    """Neighbouring words that could belong to a name."""
    run: list[str] = []
    last = 0
    for found in _WORD.finditer(paragraph):
        between, word = paragraph[last : found.start()], found[0]
        fits = word[0].isupper() or word in PARTICLES or word.startswith(("al-", "el-"))
        if not fits or not (between == " " or (between == ". " and run and len(run[-1]) == 1)):
            yield run
            run = []
        if fits:
            run.append(_POSSESSIVE.sub("", word) or word)
        last = found.end()
    yield run


def quick_fold(name: str) -> str:
    """As `fold`, but quick where there are no accents: it is asked of every name in the archive."""
    return " ".join(name.lower().replace(".", "").split()) if name.isascii() else fold(name).replace(".", "")
