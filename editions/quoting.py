"""What a reader asked of the archive of quotations: the same conditions as of briefs, put to what people said."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, Exists, F, OuterRef, Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from editions import terms
from editions.asking import listed
from editions.clicking import Condition
from editions.counts import PERSON, Number
from editions.filters import BriefFilter
from editions.matching import Match
from editions.models import Edition, EditionQuerySet, EditionQuote, EditionQuoteQuerySet
from editions.searching import QUOTES
from experts.models import Expert
from issues.paths import path_to


@dataclass(frozen=True, slots=True)
class Voice:
    """A further click on a person: the filter that wants only what they said, and how many quotations it leaves."""

    expert: Expert
    count: int
    narrower: QuoteFilter


@dataclass(frozen=True, slots=True)
class QuoteFilter(BriefFilter):
    """A combination of conditions on quotations. What is said of briefs means the brief that a quotation stands in;
    the expert is who said it, and the words are looked for in what was said.
    """

    edition: ClassVar[str] = "edition"

    def editions(self, at: datetime.datetime | None = None) -> EditionQuerySet:
        """The live editions with a quotation that fits, newest first, as of the instant `at` (aware).

        One person speaks in few of many briefs, so these are looked up by the person; else each edition is asked.
        """
        if self.expert:
            return self._around(at).filter(pk__in=self._said().values("edition"))
        return self._around(at).filter(Exists(self._said().filter(edition=OuterRef("pk"))))

    def hits(self, at: datetime.datetime) -> None:
        """None: words are looked for in each quotation."""

    def quotations(self, at: datetime.datetime | None = None) -> EditionQuoteQuerySet:
        """The live quotations that fit, as of the instant `at` (aware; now when it is left out)."""
        around = self._around(at).order_by()
        if self.expert:
            return self._said().filter(Exists(around.filter(pk=OuterRef("edition"))))
        return self._said().filter(edition__in=around)

    def beside(self, editions: list[Edition]) -> None:
        """For a page of editions: the quotations of each that fit, in their order, as its `said`. One query."""
        rows = self._holding().select_related("expert").order_by("position")
        if self.expert:
            # A sum, so that SQLite looks them up by the page's editions and not by all that the person ever said.
            rows = rows.alias(speaker=F("expert_id") + 0).filter(speaker=self.expert.pk)
        prefetch_related_objects(editions, Prefetch("quote_rows", rows, to_attr="said"))

    def _around(self, at: datetime.datetime | None) -> EditionQuerySet:
        """The live editions that fit as far as briefs can; the index finds those whose quotations hold the words."""
        found = BriefFilter.editions(self.changed(terms=(), expert=None), at)
        wanted = self.phrases()
        return found.filter(pk__in=Match.words(wanted, where=QUOTES).editions()) if wanted else found

    def _said(self) -> EditionQuoteQuerySet:
        return self._holding().filter(expert=self.expert) if self.expert else self._holding()

    def _holding(self) -> EditionQuoteQuerySet:
        """The quotations of everyone that hold the words, at whatever time."""
        return EditionQuote.objects.saying(*self.phrases()).not_saying(*terms.unwanted(self.terms))

    def address(self) -> str:
        """The canonical address of the list, one for all who ask the same in whatever order."""
        return path_to("quotes") + (f"?{self.query()}" if self else "")

    def _title(self) -> str:
        words = {"speaker": self.expert, "issues": listed(self.issues) if self.issues else ""}
        if self.expert and self.issues:
            subject = _("Quotations of %(speaker)s on %(issues)s") % words
        elif self.expert:
            subject = _("Quotations of %(speaker)s") % words
        elif self.issues:
            subject = _("Quotations on %(issues)s") % words
        else:
            subject = _("Quotations")
        further = [each.words for each in self.conditions() if each.field not in {"expert", "issue"}]
        return ", ".join([subject, *further])

    def conditions(self) -> Iterator[Condition]:
        """The conditions one by one, in the canonical order of addresses and titles."""
        for each in BriefFilter.conditions(self):
            if each.field == "expert":
                yield dataclasses.replace(each, words=_("said by %(speaker)s") % {"speaker": self.expert})
            else:
                yield each

    def rows(self, at: datetime.datetime) -> EditionQuoteQuerySet:
        return self.quotations(at).order_by()

    def size(self, number: Number) -> int:
        return number.quotes

    def voices(self, at: datetime.datetime | None = None) -> list[Voice]:
        """Who said the quotations that fit, the most quoted first; nobody when one person is asked for already. Two
        queries; another where they are counted live.
        """
        if self.expert:
            return []
        at = at or timezone.now()
        known = self.known(at, PERSON)
        if known is None:
            counts = dict(self.rows(at).values_list("expert").annotate(n=Count("pk")))
        else:
            counts = {person: number.quotes for person, number in known.people.items()}
        found = Expert.objects.filter(pk__in=counts).defer("biography")
        return [
            Voice(expert, counts[expert.pk], self.changed(expert=expert))
            for expert in sorted(found, key=lambda each: (-counts[each.pk], each.name, each.pk))
        ]
