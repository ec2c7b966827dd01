"""What a reader asked of a list, as a value: read from a query string, it prints itself back as address and words."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.words import Phrase
from editions import terms
from editions.asking import MOST, Reader, in_order, listed, quoted_back
from editions.clicking import Choice, Condition
from editions.counts import ISSUE, Number
from editions.dates import in_full
from editions.facets import IssueCount, named, tally
from editions.hits import Hits
from editions.kept import Answers
from editions.known import Known, known, known_of
from editions.matching import Match
from editions.models import Edition, EditionQuerySet
from editions.terms import Term
from experts.models import Expert
from issues.families import Families
from issues.models import Issue
from issues.paths import path_to

LOOKED_AT = 200  # of very many hits, for what they are about
FIELDS = ("issue", "not", "expert", "label", "from", "to", "q")


@dataclass(frozen=True, slots=True)
class BriefFilter:
    """A combination of conditions on briefs; `problems` says, a sentence each, what of the question made no sense.

    `moved` is the query string as it should be asked today when it named an issue or expert by a former address.
    """

    issues: tuple[Issue, ...] = ()
    without: tuple[Issue, ...] = ()
    expert: Expert | None = None
    label: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    terms: tuple[Term, ...] = ()
    problems: tuple[str, ...] = ()
    moved: str = ""
    families: Families = field(default_factory=Families, compare=False, repr=False)
    answers: Answers = field(default_factory=Answers, compare=False, repr=False)
    edition: ClassVar[str] = "pk"  # the column of `rows` that names the edition

    @classmethod
    def parse(cls, query: QueryDict, at: datetime.datetime | None = None) -> Self:
        """The filter that a query string asks for at the instant `at` (aware; now when it is left out).

        Two queries at most, and one more for issues that are unknown and one for an expert who is. Never raises: what
        can't be understood is left out and becomes one of the `problems`.
        An expert whom no live brief quotes is as unknown as one who does not exist.
        """
        reader = Reader(query)
        issues, without = reader.issues()
        expert, label = reader.expert(at), reader.label()
        first, last = reader.dates()
        typed, moved = reader.terms(), reader.query_of_today()
        return cls(issues, without, expert, label, first, last, typed, tuple(reader.problems), moved)

    def editions(self, at: datetime.datetime | None = None) -> EditionQuerySet:
        """The live editions that fit, newest first, as of the instant `at` (aware; now when it is left out)."""
        found = Edition.objects.live(at)
        if self.terms:
            found = found.filter(pk__in=self.match().editions())
        else:
            found = found.about(*self.issues, families=self.families)
            found = found.not_about(*self.without, families=self.families)
            found = found.quoting(self.expert) if self.expert else found
        found = found.labelled(self.label) if self.label else found
        return found.dated(self.first, self.last).newest_first()

    def hits(self, at: datetime.datetime) -> Hits | None:
        """The same editions where words are looked for, as the index of words finds them; None where none are.

        The queries are those of `match`.
        """
        return Hits(self.match(), at, self.label, self.first, self.last) if self.terms else None

    def match(self) -> Match:
        """What the index of words is asked. One query for the hierarchy of issues unless it is known, and one each for
        what was merged into the issues and into the expert.
        """
        named = [self.families.below(issue.pk) for issue in (*self.issues, *self.without)]
        keys = Issue.objects.with_former(key for family in named for key in family)
        families = [[former for key in family for former in keys[key]] for family in named]
        found = Match.words(self.phrases(), terms.unwanted(self.terms))
        for family in families[: len(self.issues)]:
            found = found.on(family)
        for family in families[len(self.issues) :]:
            found = found.not_on(family)
        if self.expert:
            found = found.quoting(Expert.objects.with_former([self.expert.pk])[self.expert.pk])
        return found

    def __bool__(self) -> bool:
        return any(True for _ in self.pairs())

    def conditions(self) -> Iterator[Condition]:
        """The conditions one by one, in the canonical order of addresses and titles."""
        for issue in self.issues:
            yield Condition("issue", issue.slug, _("on %(issue)s") % {"issue": issue}, self.dropping(issue))
        for issue in self.without:
            yield Condition("not", issue.slug, _("not on %(issue)s") % {"issue": issue}, self.dropping(issue))
        if self.expert:
            yield Condition(
                "expert",
                self.expert.slug,
                _("quoting %(expert)s") % {"expert": self.expert},
                self.changed(expert=None),
            )
        if self.label:
            yield Condition(
                "label", self.label, _("labelled %(label)s") % {"label": self.label}, self.changed(label="")
            )
        if self.first:
            yield Condition(
                "from",
                f"{self.first}",
                _("from %(date)s") % {"date": in_full(self.first)},
                self.changed(first=None),
            )
        if self.last:
            yield Condition(
                "to", f"{self.last}", _("to %(date)s") % {"date": in_full(self.last)}, self.changed(last=None)
            )
        for term in self.terms:
            holding = _("not holding %(text)s") if term.unwanted else _("holding %(text)s")
            rest = self.changed(terms=tuple(each for each in self.terms if each != term))
            yield Condition("q", f"{term}", holding % {"text": quoted_back(term.text)}, rest)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The fields and values of the canonical query string; all that was typed is one value."""
        yield from (("issue", issue.slug) for issue in self.issues)
        yield from (("not", issue.slug) for issue in self.without)
        if self.expert:
            yield "expert", self.expert.slug
        if self.label:
            yield "label", self.label
        yield from ((end, f"{day}") for end, day in (("from", self.first), ("to", self.last)) if day)
        if self.terms:
            yield "q", self.typed()

    def phrases(self) -> list[Phrase]:
        """The words to look for, in the form in which they are compared."""
        return list(terms.wanted(self.terms))

    def typed(self) -> str:
        """The words to look for, as one types them."""
        return terms.typed(self.terms)

    def query(self) -> str:
        """The canonical query string, without a question mark; empty for no filter."""
        return urlencode(list(self.pairs()))

    def address(self) -> str:
        """The canonical address of the list, one for all who ask the same in whatever order."""
        query = self.query()
        return path_to("briefs") + (f"?{query}" if query else "")

    def title(self) -> str:
        """The filter in words, as a page's heading."""
        return self.answers.once(self._title)

    def _title(self) -> str:
        subject = _("Briefs on %(issues)s") % {"issues": listed(self.issues)} if self.issues else _("Briefs")
        further = [each.words for each in self.conditions() if each.field not in {"issue", "q"}]
        held, spared = ([quoted_back(t.text) for t in self.terms if t.unwanted is un] for un in (False, True))
        further += [_("holding %(text)s") % {"text": listed(held)}] if held else []
        further += [_("not holding %(text)s") % {"text": listed(spared, either=True)}] if spared else []
        return (", " if self.issues else " ").join(filter(None, (subject, ", ".join(further))))

    def facts(self) -> Hashable:
        """All that a page says of it, in values: what is wanted, and what that is called today."""
        return self.address(), self.title()

    def indexable(self) -> bool:
        """Whether search engines should keep the list: of everything, or of one or two issues; the rest is endless."""
        return len(self.issues) <= 2 and all(field == "issue" for field, _ in self.pairs())

    def choices(self, total: int, at: datetime.datetime | None = None) -> list[Choice]:
        """What else the `total` live editions that fit are about, the most frequent first; an issue counts what is on
        it or on a narrower one. Two queries, and one for the hierarchy when nobody asked for it yet.

        None when there are as many conditions as an address may have.
        """
        if MOST in {len(self.issues), len(self.without)}:
            return []
        said = self.families.above(issue.pk for issue in self.issues)
        return [
            Choice(
                each.issue,
                each.count,
                self.adding(each.issue),
                total - each.count,
                self.excluding(each.issue),
            )
            for each in self.counts(at)
            if each.issue.pk not in said
        ]

    def total(self, at: datetime.datetime) -> int:
        """How many live editions fit at the instant `at` (aware). One query, and one for the hierarchy; another where
        it is counted live.
        """
        known = self.answers.once(self.known, at)
        return self.size(known.total) if known else self.rows(at).count()

    def choices_of_many(self, hits: Hits) -> list[Choice]:
        """What the newest of very many `hits` are about, the most frequent first. Two queries, and one for the
        hierarchy when nobody asked for it yet.
        """
        if MOST in {len(self.issues), len(self.without)}:
            return []
        said = self.families.above(issue.pk for issue in self.issues)
        newest = Edition.objects.filter(pk__in=hits.newest(LOOKED_AT))
        return [
            Choice(each.issue, 0, self.adding(each.issue), 0, self.excluding(each.issue), counted=False)
            for each in named(tally(newest, self.families))
            if each.issue.pk not in said
        ]

    def counts(self, at: datetime.datetime | None = None) -> list[IssueCount]:
        """How many of what fits is about each issue or a narrower one, the most frequent first, without those of none.
        Two queries, and one for the hierarchy; another where it is counted live.
        """
        at = at or timezone.now()
        known = self.answers.once(self.known, at)
        if known is None:
            return named(tally(self.rows(at), self.families, self.edition))
        return named({issue: size for issue, number in known.issues.items() if (size := self.size(number))})

    def known(self, at: datetime.datetime, *kinds: int) -> Known | None:
        """What the stored counts know of what fits at `at` (aware), of the `kinds` asked for; None where it must be
        counted live: of words, dates and labels, of a person on some issues, and of three issues and more.
        """
        if self.terms or self.label or self.first or self.last:
            return None
        if self.expert:
            alone = not (self.issues or self.without or kinds)
            return known_of(at, self.families, self.expert.pk) if alone else None
        wanted, without = ([issue.pk for issue in some] for some in (self.issues, self.without))
        return known(at, self.families, wanted, without, kinds or (ISSUE,))

    def rows(self, at: datetime.datetime) -> QuerySet[Any]:
        """What is counted: editions, or what names its edition in the column `edition`."""
        return self.editions(at).order_by()

    def size(self, number: Number) -> int:
        """What is counted of a stored number."""
        return number.briefs

    def adding(self, issue: Issue) -> Self:
        """The narrower filter that also wants `issue`."""
        return self.changed(issues=in_order((*self.issues, issue)))

    def excluding(self, issue: Issue) -> Self:
        """The narrower filter that leaves out what is about `issue`."""
        return self.changed(without=in_order((*self.without, issue)))

    def dropping(self, issue: Issue) -> Self:
        """The wider filter that says nothing about `issue`."""
        return self.changed(
            issues=tuple(each for each in self.issues if each != issue),
            without=tuple(each for each in self.without if each != issue),
        )

    def changed(self, **fields: Any) -> Self:
        """The filter with other values in some fields, and no problems."""
        return dataclasses.replace(self, **{"problems": (), "moved": "", "answers": Answers(), **fields})
