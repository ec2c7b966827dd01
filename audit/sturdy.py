"""Addresses of the desk that the stock admin fails on, answered."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

WORDS = 20  # of a search; each is a condition of its own, and no database takes any number of them


class Sturdy(ModelAdmin):  # type: ignore[type-arg]
    """An admin that takes a field without a name for the key, and searches for the first words of very many."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return super().get_object(request, object_id, from_field or None)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.split(maxsplit=WORDS)[:WORDS]
        return super().get_search_results(request, queryset, " ".join(words))
