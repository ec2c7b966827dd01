"""Reading what was asked of a list: a query string, each field of it, and the words that someone typed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from briefs.words import LONGEST_QUESTION, MOST_TERMS
from editions import terms
from editions.dates import in_full
from editions.facets import quoted
from editions.operators import Operator, called, day, lift
from editions.terms import Term
from experts.models import Expert
from issues.models import Issue

MOST = 10  # values of one field
LABEL_LENGTH = 60


class Reader:
    """Reads one query string and notes what it could not use."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.problems: list[str] = []
        # Former addresses, each with the present one, by the fields that may hold them.
        self.moved: dict[str, dict[str, str]] = {}
        # What was typed, and the operators among it: they stand beside the fields that they speak of.
        self.asked = " ".join(query.getlist("q"))
        self.words, operators = lift(terms.clean(self.asked[:LONGEST_QUESTION]))
        self.typed = defaultdict[str, list[str]](list)
        for operator in operators:
            self._take(operator)

    def _take(self, operator: Operator) -> None:
        if not operator.value:
            self.problems.append(
                _("Nothing stands after %(operator)s.") % {"operator": quoted_back(f"{operator}")}
            )
        elif not operator.unwanted:
            self.typed[operator.field].append(operator.value)
        elif operator.field == "issue":
            self.typed["not"].append(operator.value)
        else:
            self.problems.append(
                _("%(operator)s is not understood: words and issues alone can be left out.")
                % {"operator": quoted_back(f"{operator}")}
            )

    def _name(self, rows: Any, *fields: str) -> None:
        """Put addresses in place of the names that were typed for `fields`, as `rows` have them."""
        meant = called((name for field in fields for name in self.typed[field]), rows)
        for field in fields:
            self.typed[field] = [self._one(name, meant[name]) for name in self.typed[field]]

    def _one(self, name: str, addresses: list[str]) -> str:
        if len(addresses) > 1:
            those = listed((f"expert:{address}" for address in addresses), either=True)
            self.problems.append(
                _("%(name)s is what several experts are called: type %(addresses)s.")
                % {"name": quoted_back(name), "addresses": those}
            )
            return ""
        return addresses[0] if addresses else name

    def issues(self) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
        """The issues wanted and the issues left out. One query, or none, and two more for names that were typed."""
        if self.typed["issue"] or self.typed["not"]:
            self._name(Issue.objects.all(), "issue", "not")
        wanted, unwanted = self._values("issue"), self._values("not")
        slugs = dict.fromkeys(wanted + unwanted)
        known = {issue.slug: issue for issue in Issue.objects.filter(slug__in=slugs)} if slugs else {}
        if missing := [slug for slug in slugs if slug not in known]:
            former = Issue.objects.formerly_at(missing)
            self.moved["issue"] = self.moved["not"] = {slug: issue.slug for slug, issue in former.items()}
            known |= former
        if unknown := [slug for slug in slugs if slug not in known]:
            self.problems.append(
                _("There is no issue %(names)s.") % {"names": listed(map(quoted_back, unknown), either=True)}
            )
        issues = in_order(known[slug] for slug in wanted if slug in known)
        without = in_order(known[slug] for slug in unwanted if slug in known)
        self.problems += [
            _("Briefs can't be both on %(issue)s and not on %(issue)s: they are on it here.")
            % {"issue": issue}
            for issue in without
            if issue in issues
        ]
        return issues, tuple(issue for issue in without if issue not in issues)

    def expert(self, at: datetime.datetime | None) -> Expert | None:
        if self.typed["expert"]:
            self._name(quoted(at), "expert")
        slug = self._value("expert")
        found = quoted(at).filter(slug=slug).first() if slug else None
        if slug and found is None and (found := quoted(at).formerly_at([slug]).get(slug)):
            self.moved["expert"] = {slug: found.slug}
        if slug and found is None:
            self.problems.append(_("There is no expert %(name)s.") % {"name": quoted_back(slug)})
        return found

    def query_of_today(self) -> str:
        """The query string with present addresses in place of former ones; empty when it named none of those."""
        if not any(self.moved.values()):
            return ""
        pairs = [(field, value) for field, values in self.query.lists() for value in values]
        today = [(field, self.moved.get(field, {}).get(value, value)) for field, value in pairs]
        # A former name that was typed among the words stays there: the answer has the present one.
        return urlencode(list(dict.fromkeys(today))) if today != pairs else ""

    def label(self) -> str:
        label = self._value("label")
        if len(label) > LABEL_LENGTH:
            self.problems.append(_("There is no label %(name)s.") % {"name": quoted_back(label)})
            return ""
        return label

    def terms(self) -> tuple[Term, ...]:
        """The words to look for, and those to leave out."""
        read = terms.read(self.words)
        kept = terms.bounded(read)
        if len(self.asked) > LONGEST_QUESTION or kept != read:
            self.problems.append(
                _("The question is too long, and only its beginning was used: %(most)s words are enough.")
                % {"most": MOST_TERMS}
            )
        elif self.words.strip() and not kept:
            typed = quoted_back(self.words.strip())
            self.problems.append(_("There is no word or number to look for in %(text)s.") % {"text": typed})
        return kept

    def dates(self) -> tuple[datetime.date | None, datetime.date | None]:
        first, last = self._date("from"), self._date("to")
        if first and last and first > last:
            self.problems.append(
                _("The first day, %(first)s, comes after the last, %(last)s: neither was used.")
                % {"first": in_full(first), "last": in_full(last)}
            )
            return None, None
        return first, last

    def _date(self, field: str) -> datetime.date | None:
        text = self._value(field)
        try:
            return day(text, last=field == "to") if text else None
        except ValueError:
            self.problems.append(
                _("%(text)s is not a date: write it as 2023-09-20.") % {"text": quoted_back(text)}
            )
            return None

    def _values(self, field: str) -> list[str]:
        """What was given for `field`, each once, in a form that a database can be asked about."""
        given = [*self.query.getlist(field), *self.typed[field]]
        values = list(dict.fromkeys(v.replace("\x00", "�") for v in given if v))
        if len(values) > MOST:
            self.problems.append(
                _("“%(field)s=” can be given %(most)s times at most: the first %(most)s were used.")
                % {"field": field, "most": MOST}
            )
        return values[:MOST]

    def _value(self, field: str) -> str:
        values = self._values(field)
        if len(values) > 1:
            self.problems.append(
                _("“%(field)s=” can be given once: %(value)s was used.")
                % {"field": field, "value": quoted_back(values[0])}
            )
        return values[0] if values else ""


def in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Each of `issues` once, in the order in which addresses and titles name them."""
    return tuple(sorted(dict.fromkeys(issues), key=lambda issue: issue.slug))


def listed(things: Iterable[object], *, either: bool = False) -> str:
    """“A, B and C”, or “A, B or C”."""
    *others, last = map(str, things)
    joined = _("%(others)s or %(last)s") if either else _("%(others)s and %(last)s")
    return joined % {"others": pgettext("in a list", ", ").join(others), "last": last} if others else last


def quoted_back(text: str) -> str:
    """What a stranger typed, short enough to be repeated in a sentence."""
    return _("“%(text)s”") % {"text": Truncator(text).chars(60)}
