"""How staff narrow the list of briefs. Each choice stands in the address, so that a list can be sent to a colleague."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin import ListFilter, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from briefs.admin.standing import with_edits_waiting
from briefs.forms import known_labels
from briefs.models import Brief, BriefIssue, Status
from issues.models import Issue

MOST = 10
EDITS = "edits"


class BriefList(ChangeList):
    """The list of briefs, each with `edits_waiting`, which passes over parameters that it does not know."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Brief]:
        self.root_queryset = with_edits_waiting(self.model_admin.get_queryset(request))
        return super().get_queryset(request, exclude_parameters)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        known = {name for each in FILTERS for name in each.parameters}
        return {name: values for name, values in super().get_filters_params(params).items() if name in known}


class IssueFilter(ListFilter):
    """Briefs about every one of the issues chosen: `?issue=iran&issue=russia`."""

    title = "issue"
    template = "admin/filter.html"
    parameters = ["issue"]

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Brief], model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.issues = {issue.slug: issue for issue in Issue.objects.in_order()}
        asked = list(dict.fromkeys(params.pop("issue", [])))[:MOST]
        self.chosen = [slug for slug in asked if slug in self.issues]
        self.used_parameters = {"issue": self.chosen} if self.chosen else {}
        for slug in set(asked) - set(self.chosen) - {""}:
            messages.warning(request, f"There is no issue “{slug[:60]}”, so the list is not narrowed by it.")

    def expected_parameters(self) -> list[str | None]:
        return [*self.parameters]

    def has_output(self) -> bool:
        return bool(self.issues)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Brief]) -> QuerySet[Brief]:
        rows = BriefIssue.objects.filter(content_object=OuterRef("pk"))
        return queryset.filter(*(Exists(rows.filter(tag=self.issues[slug])) for slug in self.chosen))

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        everything = changelist.get_query_string({"issue": None})
        yield {"selected": not self.chosen, "query_string": everything, "display": "All"}
        for slug in sorted(self.issues, key=lambda slug: slug not in self.chosen):
            without = [other for other in self.chosen if other != slug]
            wanted = without if slug in self.chosen else [*self.chosen, slug]
            yield {
                "selected": slug in self.chosen,
                "removes": slug in self.chosen,
                "query_string": changelist.get_query_string({"issue": wanted or None}),
                "display": self.issues[slug].name,
            }


class KnownValueFilter(SimpleListFilter):
    """One of the values on offer; anything else in the address is passed over."""

    parameters: list[str] = []

    def value(self) -> str | None:
        value = super().value()
        return value if value in dict(self.lookup_choices) else None


class StatusFilter(KnownValueFilter):
    title = "status"
    parameter_name = "status"
    parameters = ["status"]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Status.choices, (EDITS, "Edits not public yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Brief]) -> QuerySet[Brief]:
        if self.value() == EDITS:
            return queryset.filter(Q(edits_waiting=True))
        return queryset.filter(Q(status=self.value()) if self.value() else Q())


class LabelFilter(KnownValueFilter):
    title = "label"
    parameter_name = "label"
    parameters = ["label"]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(label, label) for label in known_labels()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Brief]) -> QuerySet[Brief]:
        return queryset.filter(Q(label=self.value()) if self.value() else Q())


FILTERS: tuple[Any, ...] = (IssueFilter, StatusFilter, LabelFilter)
