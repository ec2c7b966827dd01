"""How staff narrow the list of briefs. Each choice stands in the address, so that a list can be sent to a colleague."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ListFilter
from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from briefs.admin.counting import COUNTED, Tally, tally, tally_each, those
from briefs.forms.brief import known_labels
from briefs.models import Brief, BriefIssue, Status
from briefs.richtext import without_controls
from editions.models import Edition
from editions.standing import WORKING, Standing, with_standing
from issues.models import Issue

MOST = 10  # values of one filter
SHOWN = 60  # characters of a value that nobody knows, in the sentence that says so
NOBODY = "-"
EDITS = "edits"
GONE = (Standing.EXPIRED, Standing.WITHDRAWN)

Choice = dict[str, Any]


class BriefFilter(ListFilter):
    """One way to narrow the list, by values in the address under `parameter`; `several` must all hold.

    What is asked for and unknown is told, and narrows nothing. Subclasses say which values there are.
    """

    template = "admin/filter.html"
    parameter = ""
    several = False

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Brief], model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.user = request.user
        asked = [without_controls(value) for value in params.pop(self.parameter, [])[:MOST]]
        self.names = self.known(asked)
        found = [value for value in dict.fromkeys(asked) if value in self.names]
        self.chosen = found if self.several else found[:1]
        self.used_parameters = {self.parameter: self.chosen} if self.chosen else {}
        for value in dict.fromkeys(asked):
            if value and value not in self.names:
                messages.warning(request, self.unknown(value[:SHOWN]))

    def known(self, asked: list[str]) -> dict[str, str]:
        """The values that may be chosen, each with its name; at least those of `asked` that there are."""
        raise NotImplementedError

    def unknown(self, value: str) -> str:
        return f"There is no {self.title} “{value}”, so the list is not narrowed by it."

    def narrow(self, briefs: QuerySet[Brief], value: str) -> QuerySet[Brief]:
        raise NotImplementedError

    def tally(self, changelist: Any) -> Tally:
        """How many briefs each value would leave, of the list as the other filters have it."""
        raise NotImplementedError

    def tally_of(self, changelist: Any, column: str) -> Tally:
        base = changelist.weighed(self)
        if base is None:
            counts = tally_each({value: self.narrow(Brief.objects.all(), value) for value in self.names})
            return Tally({self.kept(value): n for value, n in counts.counts.items()})
        return tally(Brief.objects.filter(pk__in=those(base)), column, cut=changelist.is_cut(self))

    def kept(self, value: str) -> Any:
        """What a brief's column holds where `value` is meant."""
        return value

    def offered(self, counts: Tally) -> Iterable[str]:
        """The values on offer, in order: those that lead to something."""
        found = [value for value in self.names if counts.of(value)]
        return [*self.chosen, *(value for value in found if value not in self.chosen)]

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Brief]) -> QuerySet[Brief]:
        for value in self.chosen:
            queryset = self.narrow(queryset, value)
        return queryset

    def choices(self, changelist: Any) -> Iterator[Choice]:
        self.changelist = changelist
        counts = self.tally(changelist)
        everything = changelist.get_query_string({self.parameter: None})
        yield {"selected": not self.chosen, "query_string": everything, "display": "Any"}
        for value in self.offered(counts):
            yield {
                "selected": value in self.chosen,
                "removes": value in self.chosen,
                "query_string": changelist.get_query_string({self.parameter: self.wanted(value) or None}),
                "display": self.names[value],
                "count": counts.shown(value),
            }

    def wanted(self, value: str) -> list[str]:
        """What is chosen once `value` was clicked."""
        if value in self.chosen:
            return [other for other in self.chosen if other != value]
        return [*self.chosen, value] if self.several else [value]

    def others(self) -> Iterator[tuple[str, str]]:
        """What else stands in the address, for a form of this filter's own to keep."""
        for name, values in self.changelist.filter_params.items():
            if name not in self.expected_parameters():
                yield from ((name, value) for value in values)


class IssueFilter(BriefFilter):
    """Briefs about every one of the issues chosen: `?issue=iran&issue=russia`."""

    title = "issue"
    parameter = "issue"
    several = True

    def known(self, asked: list[str]) -> dict[str, str]:
        self.issues = {issue.slug: issue for issue in Issue.objects.in_order()}
        if missing := [slug for slug in asked if slug not in self.issues]:
            self.issues |= Issue.objects.formerly_at(missing)
        return {slug: issue.name for slug, issue in self.issues.items()}

    def narrow(self, briefs: QuerySet[Brief], value: str) -> QuerySet[Brief]:
        return briefs.filter(pk__in=self.issues[value].brief_rows.values("content_object"))

    def tally(self, changelist: Any) -> Tally:
        """Of the list as it is: one more issue narrows it further."""
        base, rows = changelist.weighed(None), BriefIssue.objects.all()
        if base is None:
            return tally_each({slug: rows.filter(tag=issue.pk) for slug, issue in self.issues.items()})
        counts = tally(rows.filter(content_object__in=those(base)), "tag", cut=False).counts
        slugs = {issue.pk: slug for slug, issue in self.issues.items()}
        return Tally({slugs[key]: n for key, n in counts.items() if key in slugs}, changelist.is_cut(None))


class StateFilter(BriefFilter):
    """How far the working copy has come, or what readers have of it."""

    title = "state"
    parameter = "status"

    def known(self, asked: list[str]) -> dict[str, str]:
        return {
            Status.DRAFT: "Draft",
            Status.REVIEW: "In review",
            Status.APPROVED: "Approved",
            Standing.SCHEDULED: "Scheduled",
            Standing.LIVE: "Live",
            EDITS: "Edits not public yet",
            Standing.EXPIRED: "Expired",
            Standing.WITHDRAWN: "Withdrawn",
        }

    def narrow(self, briefs: QuerySet[Brief], value: str) -> QuerySet[Brief]:
        """Each begins with what an index finds, so that rare states are found among very many briefs."""
        at, own = timezone.now(), Edition.objects.filter(brief=OuterRef("pk")).order_by()
        if value in Status.values and value != Standing.WITHDRAWN:
            return briefs.filter(status=value)
        if value == EDITS:
            return briefs.filter(Exists(own.live(at)), status__in=WORKING)
        if value == Standing.LIVE:
            return briefs.filter(Exists(own.live(at)))
        begun = Edition.objects.filter(live_from__gt=at) if value == Standing.SCHEDULED else ended(at)
        return _standing(briefs.filter(pk__in=begun.order_by().values("brief")), value, at)

    def tally(self, changelist: Any) -> Tally:
        base = changelist.weighed(self)
        return self.tally_of_all() if base is None else Tally(states(base), changelist.is_cut(self))

    def tally_of_all(self) -> Tally:
        """Of all briefs. Very many editions may have ended, most because another took their place, and no index tells
        which left nothing behind: only what ended last is looked at.
        """
        at, briefs = timezone.now(), Brief.objects.all()
        last = briefs.filter(pk__in=ended(at).order_by("-live_until").values("brief")[:COUNTED])
        lists: dict[str, QuerySet[Any]] = {
            value: _standing(last, value, at) if value in GONE else self.narrow(briefs, value)
            for value in self.names
        }
        found = tally_each(lists | {"ended": ended(at)})
        return Tally(found.counts, at_least=GONE if found.of("ended") > COUNTED else ())

    def offered(self, counts: Tally) -> Iterable[str]:
        return self.names


def ended(at: datetime.datetime) -> QuerySet[Edition]:
    """The editions that readers had before `at` and have no longer."""
    return Edition.objects.filter(live_until__lte=at)


def states(keys: Sequence[int]) -> dict[str, int]:
    """How many of the briefs with these keys are in each state. One query."""
    briefs: QuerySet[Any] = with_standing(Brief.objects.filter(pk__in=those(keys)).order_by())
    counts: Counter[str] = Counter()
    rows = briefs.values_list("status", "standing", "edits_waiting").annotate(n=Count("pk"))
    for status, standing, waiting, n in rows:
        own = {standing, EDITS if waiting else "", "" if status == Status.WITHDRAWN else status}
        counts.update(dict.fromkeys(own, n))
    return counts


def _standing(briefs: QuerySet[Brief], value: str, at: datetime.datetime) -> QuerySet[Brief]:
    return with_standing(briefs, at).filter(Q(standing=value))


class LabelFilter(BriefFilter):
    title = "label"
    parameter = "label"

    def known(self, asked: list[str]) -> dict[str, str]:
        kept = Brief.objects.filter(label__in=asked).values_list("label", flat=True).distinct()
        return {label: label for label in [*known_labels(), *(kept if asked else [])] if label}

    def narrow(self, briefs: QuerySet[Brief], value: str) -> QuerySet[Brief]:
        return briefs.filter(label=value)

    def tally(self, changelist: Any) -> Tally:
        return self.tally_of(changelist, "label")


class PersonFilter(BriefFilter):
    """Briefs to which a colleague stands in some way: `field` of the brief names which. `-` means nobody."""

    field = ""
    nobody = ""

    def known(self, asked: list[str]) -> dict[str, str]:
        people = User.objects.filter(Q(is_staff=True) | Q(username__in=asked)).order_by(
            "first_name", "last_name", "username"
        )
        self.people = {person.username: person for person in people}
        own = self.people.get(self.user.get_username())
        front = {own.username: f"{naming(own)} (you)"} if own else {}
        return front | {NOBODY: self.nobody} | {n: naming(p) for n, p in self.people.items() if p != own}

    def narrow(self, briefs: QuerySet[Brief], value: str) -> QuerySet[Brief]:
        key = self.kept(value)
        return briefs.filter(**({self.field: key} if key else {f"{self.field}__isnull": True}))

    def kept(self, value: str) -> int | None:
        return None if value == NOBODY else self.people[value].pk

    def tally(self, changelist: Any) -> Tally:
        counts = self.tally_of(changelist, self.field)
        keys = {person.pk: name for name, person in self.people.items()} | {None: NOBODY}
        return Tally({keys[key]: n for key, n in counts.counts.items() if key in keys}, cut=counts.cut)


class AuthorFilter(PersonFilter):
    title = "author"
    parameter = "author"
    field = "created_by"
    nobody = "Nobody by name"


class AssignedFilter(PersonFilter):
    title = "waited for"
    parameter = "assigned"
    field = "assigned_to"
    nobody = "Nobody in particular"

    def unknown(self, value: str) -> str:
        return f"There is nobody called “{value}” here, so the list is not narrowed by it."


def naming(person: User) -> str:
    return person.get_full_name() or person.get_username()
