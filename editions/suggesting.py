"""What someone may have meant whose question finds nothing: a word like the one typed, of briefs that are public.

The table knows the words of all editions, also of those that are still to come. So it only helps to guess: a guess is
offered when a live edition fits it, and in the spelling in which that edition has it.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefs.content import Content
from briefs.words import WRITTEN, stems, words
from editions import paging
from editions.filters import BriefFilter
from editions.hits import Hits
from editions.matching import Match
from editions.searching import LONGEST, EditionWord, texts_of
from editions.terms import Term

FEW = 2  # found; of more there was no slip
GAIN = 10  # times as many must be found
SHORTEST = 4  # letters of a word that is guessed
WORDS = 3  # of a question that are looked at
NEAR = 20  # words that are like one of them, of which texts to come may hold most
GUESSES = 4  # of those, tried
ENOUGH = 50
ROWS = 1000  # written at once


def learn(contents: Iterable[Content], model: Any = EditionWord) -> None:
    """Know the words of `contents`, as rows of `model` (a migration has its own). One query for every thousand words,
    and one more for those of them that are new.
    """
    learn_words(written_in(contents), model)


def learn_words(written: Iterable[str], model: Any = EditionWord) -> None:
    """`learn`, where what is `written_in` the contents is known already."""
    _know(_words_of(written), model)


def relearn(editions: Any, model: Any = EditionWord, batch: int = 500) -> Iterator[int]:
    """Know the words of all editions anew, from their manager, a batch at a time; yields how many each batch held.

    What is known already stays known meanwhile: words that no edition holds go at the end.
    """
    gone = set(model.objects.values_list("word", flat=True))
    last = 0
    while found := list(editions.filter(pk__gt=last).order_by("pk").values_list("pk", "content")[:batch]):
        last = found[-1][0]
        held = _words_of(written_in(Content.from_json(content) for _, content in found))
        _know(held, model)
        gone -= held
        yield len(found)
    rest = sorted(gone)
    for start in range(0, len(rest), ROWS):
        model.objects.filter(pk__in=rest[start : start + ROWS]).delete()


def written_in(contents: Iterable[Content]) -> set[str]:
    """What stands between two spaces in `contents`, as it is written."""
    texts = (text for content in contents for part in texts_of(content).values() for text in part)
    return {each for text in texts for each in text.split()}


def _words_of(written: Iterable[str]) -> set[str]:
    return {word for each in written for word in words(each) if _is_guessed(word)}


def _know(found: set[str], model: Any) -> None:
    # In one order, so that two who publish at once wait for each other rather than for ever.
    asked = sorted(found)
    for some in (asked[start : start + ROWS] for start in range(0, len(asked), ROWS)):
        known = set(model.objects.filter(pk__in=some).values_list("pk", flat=True))
        new = (model(word=w, head=w[:2], tail=w[-3:], length=len(w)) for w in some if w not in known)
        model.objects.bulk_create(new, ignore_conflicts=True)


def _is_guessed(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def suggestion(wanted: BriefFilter, total: int, at: datetime.datetime) -> BriefFilter | None:
    """The question that someone may have meant who asked `wanted` and found `total` editions live at `at` (aware).

    None when enough was found, or nothing is like it. Some twenty queries at most, and none when enough was found.
    """
    if total > FEW:
        return None
    for word in list(_typed(wanted))[:WORDS]:
        if not _is_rare(word, at):
            continue
        better = max(_guesses(wanted, word, total, at), key=lambda guess: guess[0], default=None)
        if better is not None:
            return _as_written(better[1], better[2], at)
    return None


def _typed(wanted: BriefFilter) -> Iterator[str]:
    for term in wanted.terms:
        if not term.unwanted:
            yield from filter(_is_guessed, words(term.text))


def _is_rare(word: str, at: datetime.datetime) -> bool:
    return _holding(word, at).up_to(FEW + 1) <= FEW


def _holding(word: str, at: datetime.datetime) -> Hits:
    return Hits(Match.words([tuple(stems(word))]), at)


def _guesses(
    wanted: BriefFilter, word: str, total: int, at: datetime.datetime
) -> Iterator[tuple[tuple[int, int], BriefFilter, str]]:
    """Questions with another word in place of `word` that find a good deal more, each with how good it is."""
    for guess, distance in _like(word, at):
        other = _with(wanted, word, guess)
        hits = other.hits(at)
        found = hits.up_to(ENOUGH) if hits else other.editions(at).order_by()[:ENOUGH].count()
        if found > min(total * GAIN, ENOUGH - 1):
            yield (-distance, found), other, guess


def _like(word: str, at: datetime.datetime) -> list[tuple[str, int]]:
    """The words most like `word` that a live edition holds, each with how many slips lie between. Two queries."""
    slips = 1 if len(word) == SHORTEST else 2
    known = EditionWord.objects.filter(
        Q(head=word[:2]) | Q(tail=word[-3:]), length__range=(len(word) - slips, len(word) + slips)
    ).exclude(word=word)
    near = process.extract(
        word,
        list(known.values_list("word", flat=True)),
        scorer=OSA.distance,
        score_cutoff=slips,
        limit=NEAR,
    )
    others = [(guess, int(distance)) for guess, distance, _ in near if stems(guess) != stems(word)]
    public = _public([guess for guess, _ in others], at)
    return [each for each in others if each[0] in public][:GUESSES]


def _public(guesses: list[str], at: datetime.datetime) -> set[str]:
    """Those of some words that an edition live at `at` holds, in that form or another. One query."""
    held = Hits.any_of([_holding(guess, at) for guess in guesses])
    return {guess for guess, is_held in zip(guesses, held, strict=True) if is_held}


def _with(wanted: BriefFilter, word: str, other: str) -> BriefFilter:
    def put(match: re.Match[str]) -> str:
        return other if words(match[0]) == [word] else match[0]

    def changed(term: Term) -> Term:
        return term if term.unwanted else replace(term, text=WRITTEN.sub(put, term.text))

    return wanted.changed(terms=tuple(map(changed, wanted.terms)))


def _as_written(guess: BriefFilter, word: str, at: datetime.datetime) -> BriefFilter | None:
    """`guess` with its new word as the newest live edition that fits has it, in that form or another. One query."""
    newest = paging.some(guess, at, None, 1)
    texts = (text for edition in newest for part in texts_of(edition.value()).values() for text in part)
    forms = Counter(form for text in texts for form in WRITTEN.findall(text) if stems(form) == stems(word))
    if not forms:
        return None
    best = max(forms, key=lambda form: (words(form) == [word], form.islower(), forms[form]))
    return _with(guess, word, best)
