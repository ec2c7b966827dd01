"""What a reader asked of a list, as a value: read from a query string, it prints itself back as an address and as words."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from editions.models import Edition, EditionQuerySet
from experts.models import Expert
from issues.models import Issue

MOST = 10
FIELDS = ("issue", "not", "expert", "label", "from", "to")


@dataclass(frozen=True, slots=True)
class BriefFilter:
    """A combination of filters over briefs. `problems` says, a sentence each, what of the question made no sense."""

    issues: tuple[Issue, ...] = ()
    without: tuple[Issue, ...] = ()
    expert: Expert | None = None
    label: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    problems: tuple[str, ...] = ()

    @classmethod
    def parse(cls, query: QueryDict) -> Self:
        """The filter that a query string asks for. Two queries at most; never raises, whatever the string holds."""
        reader = _Reader(query)
        issues, without = reader.issues("issue"), reader.issues("not")
        first, last = reader.date("from"), reader.date("to")
        if first and last and first > last:
            reader.problems.append(
                f"Nothing lies between {first:%-d %B %Y} and {last:%-d %B %Y}: the first date is the later one."
            )
        for issue in set(issues) & set(without):
            reader.problems.append(f"“{issue}” can't be both wanted and left out.")
        return cls(issues, without, reader.expert(), reader.label(), first, last, tuple(reader.problems))

    def editions(self, at: datetime.datetime | None = None) -> EditionQuerySet:
        """The live editions that fit, newest first, as of the instant `at` (aware; now when left out)."""
        found = (
            Edition.objects.live(at).about(*self.issues).not_about(*self.without).dated(self.first, self.last)
        )
        if self.expert:
            found = found.quoting(self.expert)
        if self.label:
            found = found.labelled(self.label)
        return found.newest_first()

    def __bool__(self) -> bool:
        return bool(self.query())

    def query(self) -> str:
        """The filter as a query string in its one canonical order, without a question mark; empty for no filter."""
        pairs = [("issue", issue.slug) for issue in sorted(self.issues)]
        pairs += [("not", issue.slug) for issue in sorted(self.without)]
        pairs += [("expert", self.expert.slug)] if self.expert else []
        pairs += [("label", self.label)] if self.label else []
        pairs += [("from", self.first.isoformat())] if self.first else []
        pairs += [("to", self.last.isoformat())] if self.last else []
        return urlencode(pairs)

    def title(self) -> str:
        """The filter in words, as a page's heading."""
        parts = [" and ".join(issue.name for issue in self.issues)] if self.issues else []
        parts += ["without " + " or ".join(issue.name for issue in self.without)] if self.without else []
        parts += [f"quoting {self.expert}"] if self.expert else []
        parts += [f"labelled {self.label}"] if self.label else []
        parts += [f"from {self.first:%-d %B %Y}"] if self.first else []
        parts += [f"to {self.last:%-d %B %Y}"] if self.last else []
        return (
            "Briefs"
            + ("" if self.issues or not parts else " ")
            + (": " if self.issues else "")
            + ", ".join(parts)
        )

    def adding(self, issue: Issue) -> Self:
        return dataclasses.replace(self, issues=(*self.issues, issue), problems=())

    def excluding(self, issue: Issue) -> Self:
        return dataclasses.replace(self, without=(*self.without, issue), problems=())

    def dropping(self, issue: Issue) -> Self:
        """The filter that says nothing about `issue`."""
        return dataclasses.replace(
            self,
            issues=tuple(i for i in self.issues if i != issue),
            without=tuple(i for i in self.without if i != issue),
            problems=(),
        )


class _Reader:
    """Reads one query string and notes what it could not read."""

    def __init__(self, query: QueryDict) -> None:
        self.given = query
        self.problems: list[str] = []
        slugs = {slug for name in ("issue", "not") for slug in self._values(name)}
        self.known = {issue.slug: issue for issue in Issue.objects.filter(slug__in=slugs)} if slugs else {}

    def issues(self, name: str) -> tuple[Issue, ...]:
        found: dict[Issue, None] = {}
        for slug in self._values(name):
            if slug in self.known:
                found[self.known[slug]] = None
            else:
                self.problems.append(f"There is no issue “{shown(slug)}”.")
        return tuple(found)

    def expert(self) -> Expert | None:
        slug = self._one("expert")
        found = Expert.objects.filter(slug=slug).first() if slug else None
        if slug and found is None:
            self.problems.append(f"There is no expert “{shown(slug)}”.")
        return found

    def label(self) -> str:
        return self._one("label")[:60]

    def date(self, name: str) -> datetime.date | None:
        text = self._one(name)
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            self.problems.append(f"“{shown(text)}” is not a date. Write it as 2023-09-20.")
            return None

    def _values(self, name: str) -> list[str]:
        values = list(dict.fromkeys(v.replace("\x00", "�") for v in self.given.getlist(name) if v))
        if len(values) > MOST:
            sentence = f"At most {MOST} issues can be combined; the first {MOST} were used."
            self.problems += [] if sentence in self.problems else [sentence]
        return values[:MOST]

    def _one(self, name: str) -> str:
        return next(iter(self._values(name)), "")


def shown(text: str) -> str:
    """What a stranger typed, short enough to be repeated in a sentence."""
    return text if len(text) <= 60 else text[:59] + "…"
