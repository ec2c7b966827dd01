"""The phrases by which the reader of pasted texts knows its way: data that editors extend."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from briefs.models import PhraseKind, ReaderPhrase
from briefs.selection import TickedRows


class KindFilter(admin.SimpleListFilter):
    """One of the kinds; anything else in the address is passed over."""

    title = "kind"
    parameter_name = "kind"
    parameters = ["kind"]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return PhraseKind.choices

    def value(self) -> str | None:
        value = super().value()
        return value if value in PhraseKind.values else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[ReaderPhrase]) -> QuerySet[ReaderPhrase]:
        return queryset.filter(Q(kind=self.value()) if self.value() else Q())


@admin.register(ReaderPhrase)
class ReaderPhraseAdmin(TickedRows):
    """A phrase and what it tells the reader; what the reader knows already is the best example."""

    list_display = ["text", "kind"]
    ordering = ["kind", "text"]
    list_filter = [KindFilter]
    search_fields = ["text"]
    list_per_page = 200
    show_facets = admin.ShowFacets.NEVER

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in KindFilter.parameters
