"""The words that editions are found by: one row an edition, written with it, with the database's index beside it.

The words are made in `briefs.words`; the database only matches them, so that both find the same. Beside its words a
row holds marks for what else readers ask for together with words, so that one look into the index answers both.
What is public is no concern of the index: whoever asks adds that.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from briefs.content import Content
from briefs.richtext import plain
from briefs.searching import bounded
from briefs.words import stemmed

TITLE, QUOTES = "title", "quotes"
LONGEST = 30  # letters of a word that is kept whole
# Folding leaves no such letter, so no phrase that anyone asks for reaches from one text into the next.
BREAK = "ł"
# Nor does a mark, which begins with it, stand for a word: of every edition, of an issue and of an expert.
EVERY, ISSUE, EXPERT = f"{BREAK}all", f"{BREAK}i", f"{BREAK}e"
# Bits in a place for the key of a brief and the number of its edition: 268 million briefs of 8,192 editions each.
BRIEF, NUMBER = 28, 13
LAST_BRIEF = (1 << BRIEF) - 1


class EditionText(models.Model):
    """The words of an edition. Triggers, and a generated column, keep the database's index beside it.

    `place` grows as lists are ordered, by the brief's date and then its key: SQLite's index is read in that order.
    """

    edition = models.OneToOneField(
        "editions.Edition", on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    place = models.BigIntegerField(unique=True)
    title = models.TextField()
    quotes = models.TextField()
    body = models.TextField()

    class Meta:
        verbose_name = "words of an edition"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"Words of {self.edition}"


class EditionWord(models.Model):
    """A whole word of some edition, folded: what a misspelt one may have meant. Its ends are indexed, for few slips
    touch both.
    """

    word = models.CharField(max_length=LONGEST, primary_key=True)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "word of editions"
        verbose_name_plural = "words of editions"
        indexes = [
            models.Index(fields=["head", "length"], name="edition_word_by_head"),
            models.Index(fields=["tail", "length"], name="edition_word_by_tail"),
        ]

    def __str__(self) -> str:
        return self.word


def texts_of(content: Content) -> dict[str, list[str]]:
    """All that the page of an edition that says `content` prints for good, by the field of the row that holds it.

    The names of issues change, and a related brief of ours is printed only while it is live: so these are left out.
    """
    said = [text for quote in content.quotes for text in (*plain(quote.text), quote.name, quote.title)]
    return {TITLE: [content.title], QUOTES: said, "body": list(_elsewhere(content))}


def text_of(edition: Any, whose: dict[str, Any], content: Content) -> EditionText:
    """The row of `edition`, an edition that says `content`, unsaved; `whose` are the fields that lead to it."""
    words = words_of(content)
    experts = (quote.expert for quote in content.quotes if quote.expert)
    marks = " ".join(marks_of((tag.issue for tag in content.issues), experts))
    stands = place(edition.date, edition.brief_id, edition.number)
    return EditionText(**whose, **words | {"place": stands, "body": f"{words['body']} {marks}"})


def place(date: datetime.date, brief: int, number: int = 0) -> int:
    """Where an edition stands among all, the older first. Without a `number`: before all editions of that brief."""
    return (date.toordinal() << BRIEF | min(brief, LAST_BRIEF)) << NUMBER | number


def marks_of(issues: Iterable[int], experts: Iterable[int]) -> list[str]:
    """What stands among the words of an edition for its issues and the experts it quotes, by their primary keys."""
    marks = (f"{mark}{key}" for mark, keys in ((ISSUE, issues), (EXPERT, experts)) for key in keys)
    return [EVERY, *dict.fromkeys(marks)]


def words_of(content: Content) -> dict[str, str]:
    """The fields of words of the row of an edition that says `content`."""
    return {field: bounded(joined(texts)) for field, texts in texts_of(content).items()}


def joined(texts: Iterable[str]) -> str:
    """The words of `texts`, with a sign behind each text that no phrase reaches past."""
    return " ".join(f"{words} {BREAK}" if (words := stemmed(text)) else BREAK for text in texts)


def _elsewhere(content: Content) -> Iterator[str]:
    yield from (content.label, *plain(content.developments))
    for section in content.sections:
        yield from (section.heading, *plain(section.body))
    for link in content.links:
        if link.brief is None:
            yield from (link.title, *link.authors, link.source)
    if content.image is not None:
        yield from (content.image.alt, content.image.credit)


def rebuild(editions: Any, batch: int = 500) -> Iterator[int]:
    """Index every edition anew, a batch at a time; yields how many each batch held. Two queries a batch."""
    last = 0
    while found := list(editions.filter(pk__gt=last).order_by("pk")[:batch]):
        last = found[-1].pk
        rows = [text_of(each, {"edition": each}, Content.from_json(each.content)) for each in found]
        EditionText.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["edition"],
            update_fields=["place", TITLE, QUOTES, "body"],
        )
        yield len(found)
