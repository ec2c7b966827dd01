"""What a reader asked of a list, as a value: read from a query string, it prints itself back as address and words."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator

from editions.facets import issue_counts, quoted
from editions.models import Edition, EditionQuerySet
from experts.models import Expert
from issues.models import Issue

FIELDS = ("issue", "not", "expert", "label", "from", "to")
MOST = 10  # values of one field
LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter: a field of the query string and its value, in words, and what is left without it."""

    field: str
    value: str
    words: str
    rest: BriefFilter


@dataclass(frozen=True, slots=True)
class Choice:
    """A further click on an issue: the filter that wants it too and the one that does not, and what each leaves."""

    issue: Issue
    count: int
    narrower: BriefFilter
    rest: int
    without: BriefFilter


@dataclass(frozen=True, slots=True)
class BriefFilter:
    """A combination of conditions on briefs; `problems` says, a sentence each, what of the question made no sense."""

    issues: tuple[Issue, ...] = ()
    without: tuple[Issue, ...] = ()
    expert: Expert | None = None
    label: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    problems: tuple[str, ...] = ()

    @classmethod
    def parse(cls, query: QueryDict, at: datetime.datetime | None = None) -> Self:
        """The filter that a query string asks for at the instant `at` (aware; now when it is left out).

        Two queries at most. Never raises: what can't be understood is left out and becomes one of the `problems`.
        An expert whom no live brief quotes is as unknown as one who does not exist.
        """
        reader = _Reader(query)
        issues, without = reader.issues()
        first, last = reader.dates()
        return cls(
            issues, without, reader.expert(at), reader.label(), first, last, problems=tuple(reader.problems)
        )

    def editions(self, at: datetime.datetime | None = None) -> EditionQuerySet:
        """The live editions that fit, newest first, as of the instant `at` (aware; now when it is left out)."""
        found = Edition.objects.live(at).about(*self.issues).not_about(*self.without)
        found = found.quoting(self.expert) if self.expert else found
        found = found.labelled(self.label) if self.label else found
        return found.dated(self.first, self.last).newest_first()

    def __bool__(self) -> bool:
        return any(self.conditions())

    def conditions(self) -> Iterator[Condition]:
        """The conditions one by one, in the canonical order of addresses and titles."""
        for issue in self.issues:
            yield Condition("issue", issue.slug, f"on {issue}", self.dropping(issue))
        for issue in self.without:
            yield Condition("not", issue.slug, f"not on {issue}", self.dropping(issue))
        if self.expert:
            yield Condition("expert", self.expert.slug, f"quoting {self.expert}", self.changed(expert=None))
        if self.label:
            yield Condition("label", self.label, f"labelled {self.label}", self.changed(label=""))
        if self.first:
            yield Condition("from", f"{self.first}", f"from {worded(self.first)}", self.changed(first=None))
        if self.last:
            yield Condition("to", f"{self.last}", f"to {worded(self.last)}", self.changed(last=None))

    def query(self) -> str:
        """The canonical query string, without a question mark; empty for no filter."""
        return urlencode([(each.field, each.value) for each in self.conditions()])

    def address(self) -> str:
        """The canonical address of the list, one for all who ask the same in whatever order."""
        return reverse("briefs") + (f"?{self.query()}" if self else "")

    def title(self) -> str:
        """The filter in words, as a page's heading."""
        subject = f"Briefs on {listed(self.issues)}" if self.issues else "Briefs"
        further = ", ".join(each.words for each in self.conditions() if each.field != "issue")
        return (", " if self.issues else " ").join(filter(None, (subject, further)))

    def indexable(self) -> bool:
        """Whether search engines should keep the list: of everything, or of one or two issues; the rest is endless."""
        return len(self.issues) <= 2 and all(each.field == "issue" for each in self.conditions())

    def choices(self, total: int, at: datetime.datetime | None = None) -> list[Choice]:
        """What else the `total` live editions that fit are about, the most frequent first. Two queries.

        None when there are as many conditions as an address may have.
        """
        if MOST in {len(self.issues), len(self.without)}:
            return []
        return [
            Choice(
                each.issue,
                each.count,
                self.adding(each.issue),
                total - each.count,
                self.excluding(each.issue),
            )
            for each in issue_counts(self.editions(at))
            if each.issue not in self.issues
        ]

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
        return dataclasses.replace(self, **{"problems": (), **fields})


class _Reader:
    """Reads one query string and notes what it could not use."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.problems: list[str] = []

    def issues(self) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
        """The issues wanted and the issues left out. One query, or none."""
        wanted, unwanted = self._values("issue"), self._values("not")
        slugs = dict.fromkeys(wanted + unwanted)
        known = {issue.slug: issue for issue in Issue.objects.filter(slug__in=slugs)} if slugs else {}
        if unknown := [slug for slug in slugs if slug not in known]:
            self.problems.append(f"There is no issue {listed(map(quoted_back, unknown), 'or')}.")
        issues = in_order(known[slug] for slug in wanted if slug in known)
        without = in_order(known[slug] for slug in unwanted if slug in known)
        self.problems += [
            f"Briefs can't be both on {issue} and not on {issue}: they are on it here."
            for issue in without
            if issue in issues
        ]
        return issues, tuple(issue for issue in without if issue not in issues)

    def expert(self, at: datetime.datetime | None) -> Expert | None:
        slug = self._value("expert")
        found = quoted(at).filter(slug=slug).first() if slug else None
        if slug and found is None:
            self.problems.append(f"There is no expert {quoted_back(slug)}.")
        return found

    def label(self) -> str:
        label = self._value("label")
        if len(label) > LABEL_LENGTH:
            self.problems.append(f"There is no label {quoted_back(label)}.")
            return ""
        return label

    def dates(self) -> tuple[datetime.date | None, datetime.date | None]:
        first, last = self._date("from"), self._date("to")
        if first and last and first > last:
            self.problems.append(
                f"The first day, {worded(first)}, comes after the last, {worded(last)}: neither was used."
            )
            return None, None
        return first, last

    def _date(self, field: str) -> datetime.date | None:
        text = self._value(field)
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            self.problems.append(f"{quoted_back(text)} is not a date: write it as 2023-09-20.")
            return None

    def _values(self, field: str) -> list[str]:
        """What was given for `field`, each once, in a form that a database can be asked about."""
        values = list(dict.fromkeys(v.replace("\x00", "�") for v in self.query.getlist(field) if v))
        if len(values) > MOST:
            self.problems.append(f"“{field}=” can be given {MOST} times at most: the first {MOST} were used.")
        return values[:MOST]

    def _value(self, field: str) -> str:
        values = self._values(field)
        if len(values) > 1:
            self.problems.append(f"“{field}=” can be given once: {quoted_back(values[0])} was used.")
        return values[0] if values else ""


def in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Each of `issues` once, in the order in which addresses and titles name them."""
    return tuple(sorted(dict.fromkeys(issues), key=lambda issue: issue.slug))


def listed(things: Iterable[object], joint: str = "and") -> str:
    """“A, B and C”."""
    *others, last = map(str, things)
    return f"{', '.join(others)} {joint} {last}" if others else last


def worded(date: datetime.date) -> str:
    return format_date(date, "F j, Y")


def quoted_back(text: str) -> str:
    """What a stranger typed, short enough to be repeated in a sentence."""
    return f"“{Truncator(text).chars(60)}”"
