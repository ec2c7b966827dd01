"""Finding quotations by what was said in them.

The index of `editions.searching` knows of an edition whether its quotations hold some words; which of them do, the
words of each tell, kept in a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from briefs.richtext import plain
from briefs.words import Phrase
from editions.searching import joined


class QuoteText(models.Model):
    """The words of a published quotation, each between spaces; not those of its speaker's name and title."""

    quote = models.OneToOneField(
        "editions.EditionQuote", on_delete=models.CASCADE, primary_key=True, related_name="word_row"
    )
    words = models.TextField()

    class Meta:
        verbose_name = "words of a quotation"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"Words of {self.quote}"


def words_said(text: str) -> str:
    """What the row of a quotation that says `text` holds. No phrase reaches from one paragraph into the next."""
    return " ".join(["", *([joined(said)] if (said := plain(text)) else []), ""])


def said_together(phrase: Phrase) -> str:
    """How `phrase` stands in the row of a quotation that holds it."""
    return f" {' '.join(phrase)} "


def rebuild(quotes: Any, text: Any, batch: int = 2000) -> Iterator[int]:
    """Write the words of every published quotation anew, a batch at a time, as rows of the model `text` (a migration
    has its own two); yields how many each batch held. Two queries a batch.
    """
    last = 0
    while found := list(quotes.filter(pk__gt=last).order_by("pk").values_list("pk", "text")[:batch]):
        last = found[-1][0]
        rows = [text(quote_id=key, words=words_said(said)) for key, said in found]
        text.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["quote"], update_fields=["words"]
        )
        yield len(found)
